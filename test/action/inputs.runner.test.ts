// What the step is given and what it gives: inputs, outputs, reports, the exit code, on the Node.js that the action names.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { actionDefinition, node24 } from './runner/action-folder.ts';
import { actionsBot } from './runner/github-state.ts';
import { asJson, blockingIndex, judgedBy, safeIndex, scenario, usersTable, withMigration } from './runner/scenario.ts';

/** A warning alone. */
const warning = "UPDATE users SET email = '';\n";
const unreadable = 'ALTER TABLE users ADD COLUM;\n';

describe.concurrent('the verdict and the exit code', () => {
  test.each<[string, string, Record<string, string>, number, Record<string, string>]>([
    ['clean', safeIndex, {}, 0, { verdict: 'clean', errors: '0', warnings: '0', infos: '0' }],
    ['an error', blockingIndex, {}, 1, { verdict: 'findings', errors: '1', warnings: '0' }],
    ['an error that may be', blockingIndex, { 'fail-on': 'never' }, 0, { verdict: 'findings', errors: '1' }],
    ['a warning', warning, {}, 0, { verdict: 'findings', errors: '0', warnings: '1' }],
    ['a warning that may not be', warning, { 'fail-on': 'warning' }, 1, { verdict: 'findings', warnings: '1' }],
    ['what can not be read', unreadable, {}, 1, { verdict: 'incomplete' }],
    ['what need not be read', unreadable, { 'allow-incomplete': 'true' }, 0, { verdict: 'incomplete' }],
    ['another preset', blockingIndex, { preset: 'strict' }, 1, { verdict: 'findings' }],
  ])('%s', async (_, sql, inputs, code, outputs) => {
    const { run } = await scenario(withMigration(sql));
    const result = await run({ inputs });
    expect(result.code).toBe(code);
    expect(result.outputs).toMatchObject(outputs);
    expect(Object.keys(result.outputs).sort()).toEqual(Object.keys(actionDefinition().outputs).sort());
    expect(result.annotations.some(({ file, severity }) => file === undefined && severity === 'error')).toBe(
      code === 1,
    );
  });

  test('`fail-on` of the config counts, the input before it', async () => {
    const head = { 'migration-lint.config.yaml': 'failOn: never\n' };
    const { run } = await scenario({
      ...withMigration(blockingIndex),
      base: { ...head, 'db/migrations/1.sql': usersTable },
    });
    expect((await run()).code).toBe(0);
    expect((await run({ inputs: { 'fail-on': 'error' } })).code).toBe(1);
  });
});

describe.concurrent('wrong inputs are said, without a stack', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ 'fail-on': 'eror' }, /fail-on.*error, warning, info, never.*eror/],
    [{ comment: 'ja' }, /comment.*true or false/],
    [{ 'pg-version': '9.6' }, /pg-version/],
    [{ preset: 'all' }, /preset/],
    [{ format: 'xml' }, /format/],
    [{ config: 'gone.yaml' }, /gone\.yaml/],
    [{ 'working-directory': 'gone' }, /gone/],
    [{ 'working-directory': '..' }, /workspace/],
    [{ 'working-directory': '.git' }, /workspace/],
    [{ paths: 'gone.sql' }, /gone\.sql/],
    [{ paths: 'gone/**/*.sql' }, /gone/],
    [{ since: 'no-such-branch' }, /no-such-branch/],
    [{ since: '--output=/tmp/x' }, /since/],
    [{ baseline: 'a.json', 'no-baseline': 'true' }, /exclude/],
    [{ all: 'true', since: 'main' }, /exclude/],
  ])('%j', async (inputs, words) => {
    const { run, own } = await scenario(withMigration(blockingIndex));
    const result = await run({ inputs, checkout: { depth: 0 } });
    expect(result.code).toBe(1);
    expect(result.annotations).toHaveLength(1);
    expect(result.annotations[0]?.message).toMatch(words);
    expect(result.outputs.verdict).not.toBe('clean');
    expect(own()).toEqual([]);
  });
});

describe.concurrent('reports', () => {
  test('SARIF for code scanning, valid, named from the root of the repository', async () => {
    const { run } = await scenario({
      base: { 'api/migrations/1_users.sql': usersTable },
      head: { 'api/migrations/2_email.sql': `${blockingIndex}DROP TABLE users;\n` },
    });
    const inputs = { 'sarif-file': 'out.sarif', 'working-directory': 'api' };
    const { code, workspace, outputs } = await run({ inputs });
    expect([code, outputs.report]).toEqual([1, 'api/out.sarif']);
    const sarif = JSON.parse(readFileSync(join(workspace, outputs.report ?? ''), 'utf8'));
    expect(sarif).toEqual(expect.objectContaining({ version: '2.1.0' }));
    expect(sarifErrors(sarif)).toEqual([]);
    const uris = sarif.runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(new Set(uris)).toEqual(new Set(['api/migrations/2_email.sql']));
  });

  test('SARIF of a clean change is there as well', async () => {
    const { run } = await scenario(withMigration(safeIndex));
    const { workspace } = await run({ inputs: { 'sarif-file': 'a.sarif' } });
    expect(JSON.parse(readFileSync(join(workspace, 'a.sarif'), 'utf8')).runs[0].results).toEqual([]);
  });

  test('several formats', async () => {
    const { run } = await scenario(withMigration(blockingIndex));
    const { workspace, stdout, outputs } = await run({ inputs: { format: 'junit=j.xml\ntext\nmarkdown=m.md' } });
    expect(readFileSync(join(workspace, 'j.xml'), 'utf8')).toContain('<testsuite');
    expect(readFileSync(join(workspace, 'm.md'), 'utf8')).toContain('blocking-index-build');
    expect(stdout).toContain('Page: migration-lint rule blocking-index-build');
    expect(outputs.report).toBe('j.xml');
  });

  test('the summary can be left out', async () => {
    const { run } = await scenario(withMigration(blockingIndex));
    const { summary, code } = await run({ inputs: { summary: 'false' } });
    expect([summary, code]).toEqual(['', 1]);
  });

  test('a summary that nobody wants written does not fail the check', async () => {
    const { run, own } = await scenario(withMigration(blockingIndex));
    const { outputs } = await run({ env: { GITHUB_STEP_SUMMARY: '' } });
    expect(outputs.verdict).toBe('findings');
    expect(own()).toHaveLength(1);
  });
});

/** By the schema of OASIS that the package brings. */
function sarifErrors(sarif: unknown): unknown[] {
  const {
    $schema: _,
    id: __,
    ...schema
  } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  return validate(sarif) ? [] : (validate.errors ?? []);
}

describe.concurrent('on Node.js 24, as `using: node24` says', () => {
  test.skipIf(node24 === undefined)('the comment, the suggestion, the outputs', async () => {
    const { run, gitHub, own } = await scenario(withMigration(blockingIndex));
    const result = await run({ node: node24, inputs: asJson });
    expect([result.code, judgedBy(result), result.stderr]).toEqual([1, ['db/migrations/0002_email.sql'], '']);
    expect(result.outputs).toMatchObject({ verdict: 'findings', errors: '1' });
    expect(own()).toHaveLength(1);
    expect(gitHub.state.reviews).toHaveLength(1);
    expect(gitHub.state.comments[0]?.user).toBe(actionsBot);
  });

  test.skipIf(node24 === undefined)('limits and faults of GitHub', async () => {
    const { run, gitHub, own } = await scenario(withMigration(blockingIndex));
    gitHub.faults.push({ operation: 'issues/list-comments', answer: 'drop' });
    gitHub.faults.push({ operation: 'pulls/list-files', answer: { status: 502, body: { message: 'Server Error' } } });
    const result = await run({ node: node24, hurried: true });
    expect([result.code, result.stderr]).toEqual([1, '']);
    expect(own()).toHaveLength(1);
  });

  test('is what action.yml names, and the file is there', () => {
    const isThere = process.platform === 'linux' && process.arch === 'x64';
    if (process.env.CI && isThere) expect(node24, 'scripts/install-live.mjs installs it').toBeDefined();
    const { using, main } = actionDefinition().runs;
    expect([using, main]).toEqual(['node24', 'dist/action.cjs']);
    expect(existsSync(join(import.meta.dirname, '../..', main))).toBe(true);
  });
});
