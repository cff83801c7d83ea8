// A few rules that are always what the tests of the shell expect, whatever the product's own rules come to say.
import { qualifiedName } from '../../src/postgres/effect.ts';
import { defineRule, type Rule } from '../../src/rule.ts';

const validatingKey = defineRule({
  id: 'sample-validating-key',
  summary: 'A foreign key checks every row while writes wait',
  severity: 'error',
  concern: 'locks',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html'],
  aliases: ['sample-old-name'],
  *check(step) {
    const scan = step.effects.find((effect) => effect.kind === 'scan' && effect.purpose === 'foreign-key');
    if (scan?.kind !== 'scan') return;
    const tables = step.effects.flatMap((effect) => (effect.kind === 'lock' ? [effect.relation.name] : []));
    yield {
      message: `Writes to ${tables.join(' and ')} wait while every row of ${scan.relation.name} is checked.`,
      instead: `-- first migration\n${step.statement.sql} NOT VALID;\n-- second migration\nALTER TABLE ${scan.relation.name} VALIDATE CONSTRAINT …;`,
      effects: step.effects,
    };
  },
});

const writeWhileLocked = defineRule({
  id: 'sample-write-while-locked',
  summary: 'A write holds up whoever waits for an earlier lock',
  severity: 'warning',
  concern: 'locks',
  sources: [],
  *check(step) {
    const held = step.held.find(({ mode }) => mode === 'AccessExclusiveLock');
    const write = step.effects.find((effect) => effect.kind === 'write');
    if (!held || write?.kind !== 'write') return;
    yield {
      message: `The ${write.command} of ${write.relation.name} runs while ${held.relation.name} stays locked.`,
      related: [{ step: held.step, message: `${held.relation.name} is locked here.` }],
    };
  },
});

const dropped = defineRule({
  id: 'sample-dropped-table',
  summary: 'A table is dropped',
  severity: 'info',
  concern: 'locks',
  sources: [],
  *check(step) {
    for (const effect of step.effects) {
      if (effect.kind !== 'drop' || effect.object.kind !== 'table') continue;
      yield { message: `${effect.object.name} is gone.`, effects: step.effects.filter(({ kind }) => kind === 'lock') };
    }
  },
});

const faulty = defineRule({
  id: 'sample-faulty',
  summary: 'Breaks where it is told to',
  severity: 'error',
  concern: 'locks',
  sources: [],
  *check(step) {
    const relation = step.effects.flatMap((effect) => (effect.kind === 'lock' ? [effect.relation] : []))[0];
    if (relation?.name === 'break_the_rule') throw new Error(`no idea what ${qualifiedName(relation)} is`);
  },
});

export const sampleRules: readonly Rule[] = [validatingKey, writeWhileLocked, dropped, faulty];
