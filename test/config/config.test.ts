// Finding, reading and refusing config files, on real folders.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configFor, isIgnored } from '../../src/config/config.ts';
import { parseDuration } from '../../src/config/duration.ts';
import { pathMatcher } from '../../src/config/glob.ts';
import { loadConfig } from '../../src/config/load.ts';
import { UserError } from '../../src/config/user-error.ts';

const rules = [
  { id: 'blocking-index-build', aliases: ['blocking-index'] },
  { id: 'slow-work', options: { rows: { type: 'number', default: 1, description: '' } } },
  { id: 'truncate' },
] as const;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'config-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string | object): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text));
}

const load = (cwd = '.', explicit?: string) =>
  loadConfig(
    {
      cwd: join(folder, cwd),
      readFile: (path) => (statSync(path, { throwIfNoEntry: false }) ? readFileSync(path) : undefined),
      kind: (path) => (statSync(path, { throwIfNoEntry: false }) ? 'folder' : undefined),
    },
    { rules, ...(explicit === undefined ? {} : { explicit }) },
  );

async function refusal(cwd?: string, explicit?: string): Promise<string> {
  const error = await load(cwd, explicit).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('finding', () => {
  test('without a file the defaults hold', async () => {
    mkdirSync(join(folder, '.git'));
    expect(await load()).toMatchObject({ postgres: { major: 15 }, failOn: 'error', rules: {}, paths: [] });
  });

  test.each([
    ['migration-lint.config.json', '{"postgres": "14.2"}'],
    ['migration-lint.config.yaml', 'postgres: "14.2"'],
    ['migration-lint.config.yml', '# only this\npostgres: "14.2"\n'],
    ['package.json', '{"name": "x", "migration-lint": {"postgres": "14.2"}}'],
  ])('%s, from a folder below', async (name, text) => {
    write(name, text);
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    const config = await load('a/b');
    expect(config.postgres).toEqual({ major: 14, minor: 2 });
    expect(config).toMatchObject({ root: folder, file: `../../${name}` });
  });

  test('the search ends at the root of the repository', async () => {
    write('migration-lint.config.json', { postgres: '17' });
    mkdirSync(join(folder, 'repository/.git'), { recursive: true });
    expect((await load('repository')).postgres).toEqual({ major: 15 });
  });

  test('a manifest that only depends on the package is no config', async () => {
    mkdirSync(join(folder, '.git'));
    write('package.json', { devDependencies: { 'migration-lint': '1' } });
    expect((await load()).file).toBeUndefined();
  });

  test('--config names a file, and one that is missing is an error', async () => {
    write('elsewhere/lint.yaml', 'failOn: never');
    expect((await load('.', 'elsewhere/lint.yaml')).failOn).toBe('never');
    expect(await refusal('.', 'nowhere.json')).toBe('--config: there is no file nowhere.json.');
  });

  test('two configs side by side are refused', async () => {
    write('migration-lint.config.json', {});
    write('migration-lint.config.yaml', '');
    expect(await refusal()).toContain('migration-lint.config.json and migration-lint.config.yaml');
  });

  test('an empty file and a byte order mark are fine', async () => {
    write('migration-lint.config.yaml', '# nothing yet\n');
    expect((await load()).failOn).toBe('error');
    rmSync(join(folder, 'migration-lint.config.yaml'));
    write('migration-lint.config.json', '\ufeff{"failOn": "info"}');
    expect((await load()).failOn).toBe('info');
  });
});

describe('refusing', () => {
  const inJson = async (text: string): Promise<string> => {
    write('migration-lint.config.json', text);
    return refusal();
  };

  test.each([
    [
      '{\n  "postgers": "16"\n}',
      'migration-lint.config.json:2:3: `postgers` is not a key of the config. Did you mean `postgres`?',
    ],
    [
      '{\n\t"postgres": "12"\n}',
      'migration-lint.config.json:2:14: `postgres` must be a PostgreSQL version from 13 to 19, such as "16" or "14.2", not "12".',
    ],
    [
      '{"overrides": [\n {"paths": ["a"], "lockTimout": 3}]}',
      'migration-lint.config.json:2:19: `overrides[0].lockTimout` is not a key of the config. Did you mean `lockTimeout`?',
    ],
    ['{"overrides": [\n {}]}', 'migration-lint.config.json:2:2: `overrides[0].paths` is missing.'],
    [
      '{"rules": {"blocking-indx-build": "off"}}',
      'migration-lint.config.json:1:12: `rules.blocking-indx-build`: there is no rule `blocking-indx-build`. Did you mean `blocking-index-build`?',
    ],
    [
      '{"rules": {"truncate": "wraning"}}',
      'migration-lint.config.json:1:24: `rules.truncate` must be one of "error", "warning", "info", "off", or [severity, options], or { "severity": …, option: … }, not "wraning".',
    ],
    [
      '{"rules": {"slow-work": ["error", {"row": 1}]}}',
      'migration-lint.config.json:1:36: `rules.slow-work[1].row`: slow-work has no option `row`. Did you mean `rows`?',
    ],
    [
      '{"rules": {"slow-work": {"rows": "many"}}}',
      'migration-lint.config.json:1:34: `rules.slow-work.rows` must be a number, not "many".',
    ],
    [
      '{"lockTimeout": "5 seconds"}',
      'migration-lint.config.json:1:17: `lockTimeout` must be a duration such as "5s" or "500ms", or a number of milliseconds, not "5 seconds".',
    ],
    ['{"paths": "db"}', 'migration-lint.config.json:1:11: `paths` must be a list of strings, not "db".'],
    ['[]', 'migration-lint.config.json:1:1: The config must be an object.'],
    ['{"failOn": "error",\n "failOn": "info"}', 'migration-lint.config.json:2:2: Map keys must be unique.'],
  ])('%s', async (text, message) => {
    expect(await inJson(text)).toBe(message);
  });

  test('what only YAML reads is not JSON', async () => {
    expect(await inJson('{\n  "failOn": error\n}')).toMatch(
      /^migration-lint\.config\.json:2:13: this is not valid JSON/,
    );
    expect(await inJson('{"failOn": ')).toMatch(/^migration-lint\.config\.json:1:\d+: this is not valid JSON/);
  });

  test('everything wrong is named at once', async () => {
    const lines = (await inJson('{"a": 1,\n"failOn": 3,\n"rules": {"x": "off"}}')).split('\n');
    expect(lines.map((line) => line.replace(/^.*?json:(\d+).*?`(.*?)`.*$/, '$1 $2'))).toEqual([
      '1 a',
      '2 failOn',
      '3 rules.x',
    ]);
  });

  test('in YAML and in package.json, at their own lines', async () => {
    write('migration-lint.config.yaml', 'failOn: error\n\nlokTimeout: 5s\n');
    expect(await refusal()).toMatch(/^migration-lint\.config\.yaml:3:1: `lokTimeout`/);
    rmSync(join(folder, 'migration-lint.config.yaml'));
    write('package.json', '{\n "name": "x",\n "migration-lint": {\n  "failOn": "always"\n }\n}');
    expect(await refusal()).toMatch(/^package\.json:4:13: `failOn` must be one of/);
  });
});

describe('what holds for a file', () => {
  test('later overrides win, key by key, and rules merge', async () => {
    write('db/migration-lint.config.json', {
      lockTimeout: '5s',
      rules: { truncate: 'off', 'blocking-index': 'warning', 'slow-work': ['info', { rows: 5 }] },
      overrides: [
        { paths: ['billing'], postgres: '14.2', lockTimeout: 500, rules: { truncate: 'error' } },
        { paths: ['billing/**/legacy_*.sql'], transaction: 'run', rules: { 'slow-work': { rows: 7 } } },
      ],
    });
    const config = await load('db');
    expect(configFor(config, 'a.sql')).toMatchObject({ lockTimeout: 5000, rules: { truncate: { severity: 'off' } } });
    expect(config.rules['blocking-index-build']).toEqual({ severity: 'warning', options: {} });
    expect(configFor(config, 'billing/1.sql')).toMatchObject({ postgres: { major: 14, minor: 2 }, lockTimeout: 500 });
    const legacy = configFor(config, join(folder, 'db/billing/x/legacy_1.sql'));
    expect(legacy).toMatchObject({ lockTimeout: 500, transaction: 'run', postgres: { major: 14 } });
    expect(legacy.rules).toMatchObject({
      truncate: { severity: 'error' },
      'slow-work': { severity: 'info', options: { rows: 7 } },
    });
  });

  test('ignore is relative to the config, wherever the command runs', async () => {
    write('migration-lint.config.yaml', 'ignore: [db/old, "*.mysql.sql"]');
    mkdirSync(join(folder, 'db'));
    const config = await load('db');
    expect(['old/1.sql', 'new/1.sql', 'new/1.mysql.sql'].map((path) => isIgnored(config, path))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

test.each([
  ['db', 'db/a/1.sql', true],
  ['db/', 'db/1.sql', true],
  ['./db', 'dbx/1.sql', false],
  ['.', 'a/b.sql', true],
  ['*.sql', 'a/b.sql', true],
  ['db/*.sql', 'db/a/b.sql', false],
  ['db/**/*.sql', 'db/b.sql', true],
  ['**/{up,down}.sql', 'a/up.sql', true],
  ['a/**', 'a/b/c', true],
  ['a/00[12]_?.sql', 'a/002_x.sql', true],
  ['a/00[!12]_?.sql', 'a/002_x.sql', false],
  ['a.b/(c).sql', 'a.b/(c).sql', true],
  ['a.b/c.sql', 'aXb/c.sql', false],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(pathMatcher([pattern])(path)).toBe(expected);
});

test('a pattern with ! takes matches away', () => {
  const matches = pathMatcher(['db', '!db/keep.sql']);
  expect(['db/a.sql', 'db/keep.sql', 'x.sql'].map(matches)).toEqual([true, false, false]);
});

test('durations are PostgreSQL’s', () => {
  expect(['5s', '500ms', '1.5 min', '250', 0, '1d', '5 seconds', -1, '1500us'].map(parseDuration)).toEqual([
    5000,
    500,
    90_000,
    250,
    0,
    86_400_000,
    undefined,
    undefined,
    2,
  ]);
});
