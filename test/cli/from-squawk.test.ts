// `init --from-squawk`: what a .squawk.toml says, said in a config of ours that is read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { loadConfig } from '../../src/config/load.ts';
import { folder, run } from './run.ts';

async function translated(toml: string, args = ['init', '--from-squawk']) {
  const project = folder({ '.squawk.toml': toml });
  const outcome = await run(project, args, { rules: async () => rules });
  expect(outcome).toEqual({ code: 0, stdout: 'migration-lint.config.yaml is written.\n', stderr: '' });
  const text = readFileSync(join(project, 'migration-lint.config.yaml'), 'utf8');
  return { text, config: await loadConfig(nodeHost(project), { rules }) };
}

test('every key becomes a setting or a comment', async () => {
  const { text, config } = await translated(`
pg_version = "11.0"
excluded_rules = ["ban-drop-column", "transaction-nesting", "adding-foreign-key-constraint", "no-such-rule"]
included_rules = ["require-table-schema"]
assume_in_transaction = true
excluded_paths = ["005_user_ids.sql", "*user_ids.sql", "db/*/old.sql"]
[upload_to_github]
fail_on_violations = true
`);
  expect(config).toMatchObject({
    postgres: { major: 13 },
    transaction: 'file',
    ignore: ['005_user_ids.sql', '*user_ids.sql', 'db/**/old.sql'],
    suppressions: ['squawk'],
    failOn: 'error',
  });
  expect(config.rules).toEqual({ 'dropped-column': { severity: 'off', options: {} } });
  expect(text).toContain('# pg_version (11.0, but 13 to 19 are what is known here)');
  expect(text).toContain('  # validating-foreign-key stays on: it stands for constraint-missing-not-valid too.');
  expect(text).toMatch(/# transaction-nesting: no counterpart\. /);
  expect(text).toMatch(/# included: require-table-schema: no counterpart\. /);
  expect(text).toContain('  # no-such-rule: no rule of squawk 2.66.');
  expect(text).toMatch(/# upload_to_github: .*/);
});

test('one of ours is off once all of theirs that it stands for are, whatever their spelling', async () => {
  const { config } = await translated(
    'excluded_rules = ["adding-foreign-key-constraint", "constraint-missing-not-valid", "prefer-timestamptz", "require-timeout-settings"]',
  );
  expect(config.rules).toMatchObject({
    'validating-foreign-key': { severity: 'off' },
    'validating-check': { severity: 'off' },
    'timestamp-without-time-zone-column': { severity: 'off' },
    'missing-lock-timeout': { severity: 'off' },
  });
});

test('a rule that squawk split in two excludes what both parts do, and a part only its own', async () => {
  const both = await translated('excluded_rules = ["require-timeout-settings"]');
  expect(Object.keys(both.config.rules)).toEqual(['missing-lock-timeout', 'missing-statement-timeout']);
  const part = await translated('excluded_rules = ["require-lock-timeout"]');
  expect(Object.keys(part.config.rules)).toEqual(['missing-lock-timeout']);
});

test('an empty file, and the versions that squawk takes', async () => {
  expect((await translated('')).config).toMatchObject({ postgres: { major: 15 }, suppressions: ['squawk'] });
  expect((await translated('pg_version = "16.0"')).config.postgres).toEqual({ major: 16 });
  expect((await translated('pg_version = "14.2"')).config.postgres).toEqual({ major: 14, minor: 2 });
});

test('a file that is named', async () => {
  const project = folder({ 'lint/squawk.toml': 'pg_version = "17.0"' });
  expect(await run(project, ['init', '--from-squawk', 'lint/squawk.toml'])).toMatchObject({ code: 0 });
  expect((await loadConfig(nodeHost(project), { rules })).postgres).toEqual({ major: 17 });
});

test.each<{ files: Record<string, string>; says: string }>([
  { files: {}, says: 'there is no .squawk.toml in this folder or above it.' },
  { files: { '.squawk.toml': 'a = [1,\nb' }, says: '.squawk.toml: line 2, column 1: invalid value.' },
  { files: { '.squawk.toml': 'excluded_rules = "x"' }, says: '.squawk.toml: excluded_rules is not a list of strings.' },
  {
    files: { '.squawk.toml': '', 'migration-lint.config.json': '{}' },
    says: 'migration-lint.config.json is already there and stays as it is.',
  },
])('$says', async ({ files, says }) => {
  const { code, stdout, stderr } = await run(folder(files), ['init', '--from-squawk']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test('another command has no such flag', async () => {
  expect(await run(folder({}), ['--from-squawk'])).toMatchObject({ code: 2 });
});
