// A file judged alone: no history tells of its tables, and each statement names what must have been there.
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

/** The rules and lines of errors and warnings, those that only miss a timeout left out. */
async function reported(sql: string, version = '15'): Promise<string[]> {
  const args = ['--format', 'json', '--no-history', '--pg-version', version, 'a.sql'];
  const { stdout } = await run(folder({ 'a.sql': sql }), args, { rules: async () => rules });
  const { findings } = JSON.parse(stdout) as {
    findings: { rule: string; severity: string; start: { line: number } }[];
  };
  return findings
    .filter(({ rule, severity }) => severity !== 'info' && rule !== 'missing-lock-timeout')
    .map(({ rule, start }) => `${start.line} ${rule}`);
}

test.each([
  ['ALTER TABLE public.users RENAME TO people;', ['1 renamed-table']],
  ['ALTER VIEW active RENAME TO users_active;', ['1 renamed-table']],
  ['ALTER TABLE users SET SCHEMA archive;', ['1 renamed-table']],
  ['ALTER TABLE IF EXISTS users ADD a int, DROP COLUMN IF EXISTS "Email";', ['1 dropped-column']],
  ['ALTER TABLE m DETACH PARTITION m_2020;', ['1 blocking-partition-change']],
  ['ALTER TABLE users ADD a int; ALTER TABLE users RENAME a TO b; ALTER TABLE users DROP b;', []],
  [
    'WITH gone AS (DELETE FROM events RETURNING *) INSERT INTO archive SELECT * FROM gone;',
    ['1 unbounded-data-change'],
  ],
  ['PREPARE gone AS DELETE FROM sessions; EXECUTE gone;', ['1 unbounded-data-change']],
  ['EXPLAIN ANALYZE DELETE FROM sessions;', ['1 unbounded-data-change']],
  ['EXPLAIN DELETE FROM sessions;', []],
  ["SET lock_timeout = '5s'; REINDEX TABLE CONCURRENTLY t;", ['1 short-lock-timeout-on-concurrently']],
  ["SET lock_timeout = '5s'; REINDEX INDEX CONCURRENTLY i;", ['1 short-lock-timeout-on-concurrently']],
  ['CLUSTER;', ['1 blocking-cluster']],
  ['ALTER TABLE o ADD PRIMARY KEY USING INDEX o_id;', []],
  [
    'SET search_path = a, public;\nCREATE TABLE t (b int);\nSET search_path = public;\nCREATE INDEX ON t (b);',
    ['4 blocking-index-build'],
  ],
  ['ALTER TABLE a ATTACH PARTITION b DEFAULT;', ['1 partition-attach-scan']],
  ['ALTER TABLE t SET LOGGED;', ['1 rewriting-storage-change']],
  ['ALTER SCHEMA app RENAME TO app2;', ['1 renamed-table']],
  ["ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';", ['1 renamed-enum-value']],
  ['ALTER INDEX users_email_idx SET TABLESPACE fast;', ['1 rewriting-storage-change']],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);', ['1 invalid-index-behind-if-not-exists']],
])('%s', async (sql, expected) => {
  expect(await reported(sql)).toEqual(expected);
});

test('what only a later version can do', async () => {
  const expression = 'ALTER TABLE users ALTER name SET EXPRESSION AS (a || b);';
  const virtual = 'ALTER TABLE users ADD n text GENERATED ALWAYS AS (upper(a)) VIRTUAL;';
  const enforced = 'ALTER TABLE orders ALTER CONSTRAINT f ENFORCED;';
  expect(await reported(expression, '17')).toEqual(['1 rewriting-generated-column']);
  expect(await reported(virtual, '17')).toEqual(['1 refused-statement']);
  expect(await reported(virtual, '18')).toEqual([]);
  expect(await reported(enforced, '17')).toEqual(['1 refused-statement']);
  expect(await reported(enforced, '18')).toEqual(['1 validating-foreign-key']);
});

test.each([
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a) NULLS NOT DISTINCT;', '14'],
  ['ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a);', '14'],
  ['ALTER TABLE t ALTER a SET COMPRESSION lz4;', '13'],
  ['ALTER TABLE m DETACH PARTITION m1 FINALIZE;', '13'],
  ['ALTER TABLE t SET ACCESS METHOD DEFAULT;', '16'],
  ['CREATE TABLE t (a text STORAGE EXTERNAL);', '15'],
  ['CREATE TABLE t (a int, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS));', '17'],
  ['CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END;', '13'],
  ['CREATE PUBLICATION p FOR TABLES IN SCHEMA public;', '14'],
  ['CREATE PUBLICATION p FOR TABLE a WHERE (x > 1);', '14'],
  ['MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE;', '16'],
])('%s is refused by %s and not by the next', async (sql, version) => {
  expect(await reported(sql, version)).toContain('1 refused-statement');
  expect(await reported(sql, String(Number(version) + 1))).not.toContain('1 refused-statement');
});

test.each(['UNIQUE INDEX i ON t (a) WHERE a > 0', 'UNIQUE INDEX i ON t ((a + 1))', 'INDEX i ON t (a)'])(
  '%s makes no key',
  async (index) => {
    const sql = `CREATE TABLE t (a int NOT NULL);\nCREATE ${index};\nALTER TABLE t ADD PRIMARY KEY USING INDEX i;`;
    expect(await reported(sql)).toEqual(['3 refused-statement']);
  },
);

test('a CHECK that the file adds and validates proves that there are no nulls', async () => {
  const add = 'ALTER TABLE users ADD CONSTRAINT c CHECK (name IS NOT NULL) NOT VALID;';
  const set = 'ALTER TABLE users ALTER name SET NOT NULL;';
  expect(await reported(`${add}\nALTER TABLE users VALIDATE CONSTRAINT c;\n${set}`)).toEqual([]);
  expect(await reported(`${add}\n${set}`)).toEqual(['2 scan-by-set-not-null']);
});

test('two transactions of one file are two', async () => {
  const one = (table: string) => `BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE ${table} ADD a int; COMMIT;`;
  expect(await reported(`${one('users')}\n${one('orders')}`)).toEqual([]);
});
