// Outages that migrations caused, as small projects: the command must find what would have prevented each.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { run } from './cli/run.ts';

const root = resolve(import.meta.dirname, '..');
const real = { rules: async () => rules };

interface JsonFinding {
  rule: string;
  severity: string;
  file: string;
  message: string;
  instead?: string;
}

test('Circle, 2024-11-14: a foreign key added in a transaction, without NOT VALID', async () => {
  const folder = 'fixtures/incidents/circle-2024-11-14';
  const { code, stdout } = await run(root, ['--all', '--format', 'json', folder], real);
  const { findings } = JSON.parse(stdout) as { findings: JsonFinding[] };
  expect(code).toBe(1);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'validating-foreign-key',
    severity: 'error',
    file: `${folder}/migrations/20241114143000_posts_user_foreign_key.sql`,
    message:
      'Adding the foreign key posts_user_id_fkey makes writes to posts and users wait while every row of posts is checked.',
  });
  expect(findings[0]?.instead).toBe(`-- in a migration of its own
SET lock_timeout = '5s';
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID;
-- then, in a transaction of its own
ALTER TABLE posts VALIDATE CONSTRAINT posts_user_id_fkey;`);
});

test('Circle, 2024-11-14: the text shows both tables with their locks, who waits, and the way out', async () => {
  const { stdout } = await run(root, ['--all', 'fixtures/incidents/circle-2024-11-14'], real);
  expect(stdout).toMatch(/posts +SHARE ROW EXCLUSIVE +scan \(foreign-key\) +writes/);
  expect(stdout).toMatch(/users +SHARE ROW EXCLUSIVE +writes/);
  expect(stdout).toContain('VALIDATE CONSTRAINT posts_user_id_fkey;');
  expect(stdout).toContain('migration-lint rule validating-foreign-key');
});
