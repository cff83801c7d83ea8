// 3 a fault of ours, 2 usage or config or path, 1 findings or an incomplete reading, 0 clean; the highest that applies.
import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const clean = 'CREATE TABLE a (id bigint);\n';
const info = 'DROP TABLE a;\n';
const warning = 'BEGIN;\nALTER TABLE a ADD b int;\nUPDATE a SET b = 1;\nCOMMIT;\n';
const error = 'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c;\n';
const broken = 'SELEC 1;\nCREATE TABLE a (id bigint);\n';
const fault = 'DROP TABLE break_the_rule;\n';

describe('one file', () => {
  test.each([
    { sql: clean, args: [], code: 0 },
    { sql: info, args: [], code: 0 },
    { sql: info, args: ['--fail-on', 'info'], code: 1 },
    { sql: warning, args: [], code: 0 },
    { sql: warning, args: ['--fail-on=warning'], code: 1 },
    { sql: error, args: [], code: 1 },
    { sql: error, args: ['--fail-on', 'never'], code: 0 },
    { sql: `-- migration-lint-allow sample-validating-key: tiny\n${error}`, args: [], code: 0 },
    { sql: `-- migration-lint-allow sample-old-name: tiny\n${error}`, args: [], code: 0 },
    { sql: `-- migration-lint-allow sample-validating-key: tiny\n${clean}`, args: ['--fail-on', 'warning'], code: 1 },
    { sql: broken, args: [], code: 1 },
    { sql: broken, args: ['--allow-incomplete'], code: 0 },
    { sql: broken, args: ['--fail-on', 'never'], code: 1 },
    { sql: `${broken}${error}`, args: ['--allow-incomplete'], code: 1 },
    { sql: fault, args: [], code: 3 },
    { sql: `${fault}${broken}${error}`, args: ['--fail-on', 'never', '--allow-incomplete'], code: 3 },
  ])('$args $sql', async ({ sql, args, code }) => {
    const outcome = await run(folder({ 'a.sql': sql }), [...args, 'a.sql']);
    expect(outcome).toMatchObject({ code, stderr: '' });
    expect(outcome.stdout.trimEnd().split('\n').at(-1)).toMatch(/in 1 migration \(\d statements?\)/);
  });
});

describe('what was asked for cannot be', () => {
  test.each([
    { args: ['missing.sql'], says: /missing\.sql/ },
    { args: ['*.nothing'], says: /\*\.nothing/ },
    { args: ['--since', 'HEAD', '--all'], says: /--all and --since exclude one another/ },
    { args: ['--formt', 'json'], says: /no option --formt\. Did you mean `--format`\?/ },
    { args: ['--format', 'jso'], says: /--format is one of text, json, .*, not jso\. Did you mean `json`\?/ },
    { args: ['--since'], says: /--since needs a value/ },
    { args: ['--since', '--all'], says: /--since needs a value/ },
    { args: ['--all=yes'], says: /--all takes no value/ },
    { args: ['--pg-version', '12'], says: /13 to 19/ },
    { args: ['--config', 'none.yaml'], says: /none\.yaml/ },
    { args: ['--stdin-filename', 'a.sql'], says: /goes with the path -/ },
    { args: ['explain', '--fail-on', 'error'], says: /explain has no option --fail-on/ },
    { args: ['rule'], says: /takes one rule id/ },
    { args: ['rule', 'sample-droped-table'], says: /Did you mean `sample-dropped-table`/ },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await run(folder({}), args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^migration-lint: .*\n$/);
  });
});

test('a glob that matches nothing is forgiven with --allow-empty', async () => {
  expect(await run(folder({}), ['--allow-empty', '*.sql'])).toMatchObject({ code: 0, stderr: '' });
});

test('a folder without migrations is clean, and says that there are none', async () => {
  const { code, stdout } = await run(folder({}), []);
  expect(code).toBe(0);
  expect(stdout).toMatch(/No migrations were found/);
});

test('a wrong config names file, line and key', async () => {
  const path = folder({ 'migration-lint.config.yaml': 'postgres: "16"\nrulez: {}\n', 'a.sql': clean });
  const { code, stderr } = await run(path, ['a.sql']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/migration-lint\.config\.yaml:2:1: `rulez` .*Did you mean `rules`/);
});

test('the config sets severities, and what fails the run', async () => {
  const config = 'failOn: warning\nrules:\n  sample-validating-key: off\n  sample-dropped-table: warning\n';
  const of = (sql: string) => folder({ 'migration-lint.config.yaml': config, 'a.sql': sql });
  expect(await run(of(error), ['a.sql'])).toMatchObject({ code: 0 });
  expect(await run(of(info), ['a.sql'])).toMatchObject({ code: 1 });
  expect(await run(of(info), ['--fail-on', 'error', 'a.sql'])).toMatchObject({ code: 0 });
});

test('a fault of ours names rule, file and statement, and the rest is judged', async () => {
  const { code, stdout } = await run(folder({ 'a.sql': `${fault}DROP TABLE b;\n` }), ['a.sql']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/a\.sql:1:1 {2}internal error\n.*rule sample-faulty: no idea what public\.break_the_rule is/);
  expect(stdout).toContain('public.b is gone.');
});

test('--version and --help', async () => {
  expect(await run('/', ['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  const { code, stdout } = await run('/', ['--help']);
  const lines = stdout.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('every option is in the help', async () => {
  const { stdout } = await run('/', ['--help']);
  const { optionNames } = await import('../../src/cli/arguments.ts');
  for (const name of optionNames) expect(stdout).toContain(`--${name}`);
});

describe('what a message about paths names', () => {
  test('the folder itself is called this folder', async () => {
    const ran = await run(folder({ 'a.txt': '' }), ['.']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('No migrations were found in this folder or below: name their files');
  });

  test("a path of the config is called the config's", async () => {
    const ran = await run(folder({ 'migration-lint.config.json': '{"paths": ["db"]}' }), []);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('db (`paths` of the config) does not exist.');
  });
});
