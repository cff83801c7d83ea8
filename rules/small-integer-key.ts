// A primary key of int or smallint: the day comes when the numbers run out.
import { defineRule, effectsOn, nameOf, quoteIdent, smallKeys, typeName, withBetterTypes } from '../src/rule.ts';

export const smallIntegerKey = defineRule({
  id: 'small-integer-key',
  summary: 'A new primary key is int or smallint: when its numbers run out every insert fails',
  severity: 'info',
  concern: 'design',
  sources: [
    'https://www.postgresql.org/docs/current/datatype-numeric.html',
    'https://signalvnoise.com/svn3/update-on-basecamp-3-being-stuck-in-read-only-as-of-nov-8-922am-cst/',
  ],
  equivalents: { squawk: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'], migrationPilot: ['MP038'] },
  *check(step) {
    for (const { table, column } of smallKeys(step)) {
      const last = column.type.name === 'int2' ? '32,767' : '2,147,483,647';
      const instead = withBetterTypes(step);
      yield {
        message: `The key ${nameOf(step, table)}.${quoteIdent(column.name)} is ${typeName(column.type)}: after ${last} every insert fails, and bigint then means to rewrite the table and all that reference it.`,
        ...(instead ? { instead } : {}),
        effects: effectsOn(step, [table]),
      };
    }
  },
});
