// The commands beside lint, and how output and environment are treated.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const two = {
  'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));\n',
  'migrations/002_wider.sql': 'BEGIN;\nALTER TABLE users ALTER name TYPE varchar(100);\nCOMMIT;\nDROP TABLE users;\n',
};

describe('explain --format json', () => {
  interface Explained {
    migrations: {
      file: string;
      statements: { sql: string; transaction: number | null; effects: { kind: string; relation?: string }[] }[];
      gaps: unknown[];
    }[];
  }
  const explain = async (files: Record<string, string>, ...args: string[]) => {
    const outcome = await run(folder(files), ['explain', '--format', 'json', ...args]);
    return { ...outcome, document: JSON.parse(outcome.stdout) as Explained };
  };

  test('a folder: each migration on the schema left by those before', async () => {
    const { code, document } = await explain(two, 'migrations', '--pg-version', '16');
    expect(code).toBe(0);
    expect(document).toMatchObject({ version: 1, postgres: 16 });
    expect(document.migrations.map(({ file }) => file)).toEqual(Object.keys(two));
    const [, alter] = document.migrations[1]?.statements ?? [];
    expect(alter).toMatchObject({ sql: 'ALTER TABLE users ALTER name TYPE varchar(100)', transaction: 0 });
    expect(alter?.effects).toEqual([
      { kind: 'lock', relation: 'public.users', relationKind: 'table', mode: 'AccessExclusiveLock', certain: true },
    ]);
    expect(document.migrations[1]?.statements.map(({ transaction }) => transaction)).toEqual([0, 0, 0, null]);
  });

  test('a named file has its history, unless --no-history', async () => {
    const rewrites = ({ migrations }: Explained) =>
      migrations.flatMap(({ statements }) =>
        statements.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'rewrite')),
      );
    const named = await explain(two, 'migrations/002_wider.sql');
    expect(named.document.migrations).toHaveLength(1);
    expect(rewrites(named.document)).toEqual([]);
    const alone = await explain(two, '--no-history', 'migrations/002_wider.sql');
    expect(rewrites(alone.document)).toMatchObject([{ relation: 'public.users', certain: false }]);
  });

  test('transactions count on from file to file', async () => {
    const files = { 'a.sql': 'BEGIN; SELECT 1; COMMIT;', 'b.sql': 'SELECT 1; BEGIN; SELECT 2; COMMIT;' };
    const { document } = await explain(files, 'a.sql', 'b.sql');
    const ids = document.migrations.map(({ statements }) => statements.map(({ transaction }) => transaction));
    expect(ids).toEqual([
      [0, 0, 0],
      [null, 1, 1, 1],
    ]);
  });

  test('what could not be read is a gap, and the exit code 1', async () => {
    const { code, document } = await explain({ 'a.sql': 'SELEC 1;\nSELECT 2;' }, 'a.sql');
    expect(code).toBe(1);
    expect(document.migrations[0]?.gaps).toMatchObject([
      { kind: 'syntax', file: 'a.sql', start: { line: 1, column: 1 } },
    ]);
    expect(document.migrations[0]?.statements).toHaveLength(1);
  });
});

test('rules lists id, severity and summary, also as JSON', async () => {
  const { code, stdout } = await run('/', ['rules']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sample-dropped-table +info +locks +recommended +A table is dropped$/m);
  const { stdout: json } = await run('/', ['rules', '--format', 'json']);
  expect(JSON.parse(json)[0]).toMatchObject({ id: 'sample-validating-key', severity: 'error' });
});

test.each(['applied-migration-edited', 'unused-allowance', 'invalid-allowance', 'not-read'])(
  'rule %s says what stands in the place of a rule, and what to do',
  async (id) => {
    const { code, stderr } = await run('/', ['rule', id]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${id} is no rule and has no page. It names a`);
  },
);

test('rule prints the page of the rule', async () => {
  const { rules } = await import('../../rules/index.ts');
  const [rule] = rules;
  const { code, stdout } = await run('/', ['rule', rule?.id ?? ''], { rules: async () => rules });
  expect(code).toBe(0);
  expect(stdout).toBe(readFileSync(join(import.meta.dirname, `../../rules/${rule?.id}.md`), 'utf8'));
});

test('init writes a config that is valid, and never a second one', async () => {
  const path = folder({ 'a.sql': 'SELECT 1;' });
  expect(await run(path, ['init'])).toMatchObject({ code: 0, stderr: '' });
  const written = readFileSync(join(path, 'migration-lint.config.yaml'), 'utf8');
  expect(written).toMatch(/\$schema=/);
  expect(await run(path, ['a.sql'])).toMatchObject({ code: 0, stderr: '' });
  expect(await run(path, ['init'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/already there/) });
  // Every commented key is one that the config has.
  const everything = written.replace(/^# (?=\w+:| {2})/gm, '');
  const { rules } = await import('../../rules/index.ts');
  const { stderr } = await run(
    folder({
      'migration-lint.config.yaml': everything,
      'migration-lint.stats.json': '{ "version": 1, "date": "2026-11-21T22:05:00Z", "postgres": "16", "tables": {} }',
      'db/structure.sql': '',
      'a.sql': 'SELECT 1;',
    }),
    ['a.sql'],
    {
      rules: async () => rules,
    },
  );
  expect(stderr).toBe('');
});

test('- reads stdin under the name given', async () => {
  const { code, stdout } = await run(folder({}), ['-', '--stdin-filename', 'db/9_new.sql'], {
    stdin: async () => Buffer.from('DROP TABLE a;'),
  });
  expect(code).toBe(0);
  expect(stdout).toContain('db/9_new.sql:1:1  info  sample-dropped-table');
});

describe('colour', () => {
  const coloured = async (args: string[], env: Record<string, string>, tty = false) => {
    const { stdout } = await run(folder({ 'a.sql': 'DROP TABLE a;' }), [...args, 'a.sql'], { env, tty });
    return stdout.includes('\u001b[');
  };
  test.each([
    { args: [], env: {}, tty: false, expected: false },
    { args: [], env: {}, tty: true, expected: true },
    { args: [], env: { NO_COLOR: '1' }, tty: true, expected: false },
    { args: [], env: { TERM: 'dumb' }, tty: true, expected: false },
    { args: [], env: { FORCE_COLOR: '1' }, tty: false, expected: true },
    { args: ['--color', 'never'], env: { FORCE_COLOR: '1' }, tty: true, expected: false },
    { args: ['--color=always'], env: { NO_COLOR: '1' }, tty: false, expected: true },
  ])('$args $env terminal: $tty', async ({ args, env, tty, expected }) => {
    expect(await coloured(args, env as Record<string, string>, tty)).toBe(expected);
  });
});

test('--quiet leaves the notes out', async () => {
  const path = folder({ 'a.sql': '' });
  expect((await run(path, ['a.sql'])).stdout).toMatch(/holds no SQL/);
  expect((await run(path, ['-q', 'a.sql'])).stdout).toBe('No findings in 1 migration (0 statements)\n');
});

test('a pipe that nobody writes to is a gap and does not block', async () => {
  const path = folder({});
  execFileSync('mkfifo', [join(path, 'a.sql')]);
  const { code, stdout } = await run(path, ['a.sql']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^a\.sql {2}not read[\s\S]*it is not a regular file\.$/m);
});

test.each([
  ['explian', 'Did you mean the command `explain`?'],
  ['rulse', 'Did you mean the command `rules`?'],
  ['lint', 'To lint is what happens without a command: migration-lint [paths…].'],
])('%s where no such path exists names the command', async (word, hint) => {
  const { code, stderr } = await run(folder({ 'a.sql': '' }), [word, 'a.sql']);
  expect(code).toBe(2);
  expect(stderr).toBe(`migration-lint: ${word} does not exist. ${hint}\n`);
});
