// What rules are told of a run, and what becomes of what they say.
import { expect, test } from 'vitest';
import { defineRule, getAs, type Rule } from '../../src/rule.ts';
import { folder, run } from '../cli/run.ts';

const judged = async (rule: Rule, files: Record<string, string>, args: readonly string[]) => {
  const { stdout } = await run(folder(files), ['--format', 'json', ...args], { rules: async () => [rule] });
  const { findings, gaps, verdict } = JSON.parse(stdout) as {
    findings: { file: string; message: string; severity: string; start: { line: number } }[];
    gaps: { kind: string; reason: string }[];
    verdict: string;
  };
  return { verdict, gaps, messages: findings.map(({ file, message }) => `${file} ${message}`), findings };
};

const witness = defineRule({
  id: 'witness',
  summary: 'Says what it is told',
  severity: 'info',
  concern: 'locks',
  sources: [],
  options: { word: { type: 'string', default: 'earlier', description: 'A word' } },
  *check(step, run) {
    if (step.effects.every(({ kind }) => kind !== 'create')) return;
    const count = ((run.memory.get('count') as number | undefined) ?? 0) + 1;
    run.memory.set('count', count);
    yield { message: `${count}: ${run.earlierInTransaction.length} ${run.options.word}` };
  },
});

test('earlier steps are those of the transaction', async () => {
  const sql =
    'CREATE TABLE a (b int);\nBEGIN;\nCREATE TABLE c (d int);\nCREATE TABLE e (f int);\nCOMMIT;\nCREATE TABLE g (h int);';
  const { messages } = await judged(witness, { 'a.sql': sql }, ['a.sql']);
  expect(messages).toEqual(['a.sql 1: 0 earlier', 'a.sql 2: 1 earlier', 'a.sql 3: 2 earlier', 'a.sql 4: 0 earlier']);
});

test('bodies are judged statement by statement, a DO block as the transaction that it is', async () => {
  const sql = `DO $$ BEGIN
  CREATE TABLE a (b int);
  IF true THEN CREATE TABLE c (d int); END IF;
END $$;
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE TABLE e (f int)';
SELECT f();`;
  const { messages, findings } = await judged(witness, { 'a.sql': sql }, ['a.sql']);
  const places = findings.map(({ start }) => start.line);
  expect(messages).toEqual(['a.sql 1: 1 earlier', 'a.sql 2: 2 earlier', 'a.sql 3: 0 earlier', 'a.sql 4: 1 earlier']);
  expect(places).toEqual([1, 1, 5, 6]);
});

test('SET LOCAL in a DO block holds to its end', async () => {
  const limit = defineRule({
    ...witness,
    *check({ settings, effects }) {
      if (effects.some(({ kind }) => kind === 'create')) yield { message: `${settings.lockTimeout?.milliseconds}` };
    },
  });
  const sql = "DO $$ BEGIN SET LOCAL lock_timeout = '2s'; CREATE TABLE a (b int); END $$;\nCREATE TABLE c (d int);";
  const { messages } = await judged(limit, { 'a.sql': sql }, ['a.sql']);
  expect(messages).toEqual(['a.sql 2000', 'a.sql undefined']);
});

test('a run of several files is one; under --all each migration is a run of its own', async () => {
  const files = { 'migrations/1_a.sql': 'CREATE TABLE a (b int);', 'migrations/2_b.sql': 'CREATE TABLE b (c int);' };
  const together = await judged(witness, files, ['migrations/1_a.sql', 'migrations/2_b.sql']);
  expect(together.messages).toEqual(['migrations/1_a.sql 1: 0 earlier', 'migrations/2_b.sql 2: 0 earlier']);
  const apart = await judged(witness, files, ['--all', 'migrations']);
  expect(apart.messages).toEqual(['migrations/1_a.sql 1: 0 earlier', 'migrations/2_b.sql 1: 0 earlier']);
});

test('options and severity come from the config, by path', async () => {
  const config = {
    rules: { witness: ['warning', { word: 'before' }] },
    overrides: [{ paths: ['b.sql'], rules: { witness: 'error' } }],
  };
  const files = {
    'a.sql': 'CREATE TABLE a (b int);',
    'b.sql': 'CREATE TABLE c (d int);',
    'migration-lint.config.json': JSON.stringify(config),
  };
  const { findings } = await judged(witness, files, ['a.sql', 'b.sql']);
  expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'error']);
  expect(findings[0]?.message).toContain('before');
});

test('what history cannot tell does not make a judged file incomplete; what a judged file cannot tell does', async () => {
  const files = { 'migrations/1_a.sql': 'SELEC 1;', 'migrations/2_b.sql': 'CREATE TABLE b (c int);' };
  expect(await judged(witness, files, ['migrations/2_b.sql'])).toMatchObject({ verdict: 'findings', gaps: [] });
  expect(await judged(witness, files, ['migrations/1_a.sql'])).toMatchObject({
    verdict: 'incomplete',
    gaps: [{ kind: 'syntax' }],
  });
});

test('a problem that a later statement may put right waits for the end of the run or of the project', async () => {
  const gone = (end: Parameters<typeof getAs>[0], oid: number | undefined) => getAs(end, oid, 'relation') === undefined;
  const waiting = (atEndOf: 'run' | 'project') =>
    defineRule({
      ...witness,
      *check({ effects }) {
        for (const effect of effects) {
          if (effect.kind !== 'create' || effect.object.kind !== 'table') continue;
          const { oid, name } = effect.object;
          yield { message: name, stands: { atEndOf, if: (end) => !gone(end, oid) } };
        }
      },
    });
  const files = {
    '1.sql': 'CREATE TABLE a (b int); CREATE TABLE c (d int); DROP TABLE c;',
    '2.sql': 'DROP TABLE a; CREATE TABLE e (f int);',
  };
  expect((await judged(waiting('run'), files, ['--all'])).messages).toEqual(['1.sql public.a', '2.sql public.e']);
  expect((await judged(waiting('project'), files, ['--all'])).messages).toEqual(['2.sql public.e']);
});
