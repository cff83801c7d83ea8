// foreign-key-locks-referenced-table, told by the config which tables are in heavy use.
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

const id = 'foreign-key-locks-referenced-table';
const lint = async (hotTables: unknown) => {
  const files = {
    'migrations/1_a.sql':
      'CREATE SCHEMA billing;\nCREATE TABLE billing.users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint, user_id bigint);',
    'migrations/2_b.sql':
      "SET lock_timeout = '5s';\nALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES billing.users NOT VALID;",
    'migration-lint.config.json': JSON.stringify({ rules: { [id]: { hotTables } } }),
  };
  const args = ['--format', 'json', 'migrations/2_b.sql'];
  return await run(folder(files), args, { rules: async () => rules });
};

const found = async (hotTables: unknown): Promise<unknown[]> => {
  const { findings } = JSON.parse((await lint(hotTables)).stdout) as {
    findings: { rule: string; severity: string }[];
  };
  return findings.filter(({ rule }) => rule === id).map(({ severity }) => severity);
};

test('a key to a hot table is named although a lock_timeout limits the wait', async () => {
  expect(await found(['users'])).toEqual(['warning']);
  expect(await found(['billing.*'])).toEqual(['warning']);
});

test('a key to another table is not', async () => {
  expect(await found([])).toEqual([]);
  expect(await found(['user', 'public.users', 'billing_*'])).toEqual([]);
});

test('a name that is no list is an error of the config', async () => {
  expect((await lint('users')).stderr).toContain('hotTables` must be a list of strings');
});
