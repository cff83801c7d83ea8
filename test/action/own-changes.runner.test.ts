// A pull request that edits the linter's config, baseline, sizes or allowances: its report says so first, with what that silenced.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Changes } from './runner/repository.ts';
import { asJson, blockingIndex, scenario, usersTable } from './runner/scenario.ts';

describe.concurrent('what the pull request does to the linter itself stands at the top', () => {
  const base = {
    'db/migrations/0001_users.sql': usersTable,
    'migration-lint.config.yaml': 'postgres: 16\n',
  };
  const stats = JSON.stringify({
    version: 1,
    date: '2026-11-01T00:00:00Z',
    postgres: '16.4',
    countedSince: '2026-10-01T00:00:00Z',
    tables: {},
  });
  const cases: [string, Changes, RegExp][] = [
    [
      'the config: a rule is off',
      { 'migration-lint.config.yaml': 'postgres: 16\nrules:\n  blocking-index-build: off\n' },
      /config.*blocking-index-build/s,
    ],
    ['the config: nothing fails', { 'migration-lint.config.yaml': 'postgres: 16\nfailOn: never\n' }, /config/],
    ['the config: taken away', { 'migration-lint.config.yaml': null }, /removes.*config/s],
    ['the table sizes', { 'migration-lint.stats.json': stats }, /table sizes/],
    [
      'an allowance in a migration that was there',
      {
        'db/migrations/0001_users.sql': `${usersTable}-- migration-lint-allow dropped-table: gone\nDROP TABLE orders;\n`,
      },
      /allows.*dropped-table/s,
    ],
    [
      'an allowance',
      { 'db/migrations/0003.sql': '-- migration-lint-allow dropped-table: nobody uses it\nDROP TABLE users;\n' },
      /allows.*dropped-table/s,
    ],
  ];

  test.each(cases.flatMap(([name, head, words]) => [0, 1].map((depth) => [name, depth, head, words] as const)))(
    '%s, depth %i',
    async (_, depth, head, words) => {
      const { run, own } = await scenario({ base, head: { 'db/migrations/0002_email.sql': blockingIndex, ...head } });
      const { summary } = await run({ checkout: { depth } });
      expect(summary.slice(0, summary.indexOf('## migration-lint'))).toMatch(words);
      const [{ body } = { body: '' }] = own();
      expect(body.slice(0, body.indexOf('## migration-lint'))).toMatch(words);
    },
  );

  test('the baseline accepts more', async () => {
    const first = await scenario({ base, head: { 'db/migrations/0002_email.sql': blockingIndex } });
    const made = await first.run({ inputs: asJson });
    const { findings } = JSON.parse(readFileSync(join(made.workspace, 'report.json'), 'utf8'));
    expect(findings).toHaveLength(1);
    const baseline = await baselineOf(made.workspace);
    const second = await scenario({
      base,
      head: { 'db/migrations/0002_email.sql': blockingIndex, 'migration-lint.baseline.json': baseline },
    });
    for (const depth of [0, 1]) {
      const { code, summary } = await second.run({ checkout: { depth } });
      expect(code).toBe(0);
      expect(summary.slice(0, summary.indexOf('## migration-lint'))).toMatch(/baseline.*blocking-index-build/s);
    }
    expect(second.own()[0]?.body).toMatch(/baseline/);
  });

  test('a config that stays as it is says nothing', async () => {
    const { run } = await scenario({ base, head: { 'db/migrations/0002_email.sql': blockingIndex } });
    expect((await run()).summary).toMatch(/^## migration-lint/);
  });
});

/** What the command accepts there. */
async function baselineOf(workspace: string): Promise<string> {
  const command = join(import.meta.dirname, '../../dist/cli.cjs');
  await promisify(execFile)(process.execPath, [command, '--write-baseline'], { cwd: workspace });
  return readFileSync(join(workspace, 'migration-lint.baseline.json'), 'utf8');
}
