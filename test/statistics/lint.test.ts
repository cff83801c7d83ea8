// What the linter makes of table sizes: words, a lower severity where tables are small, and errors for a file that is wrong.
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

const day = 86_400_000;

interface Sizes {
  rows?: number;
  bytes?: number;
  writesPerSecond?: number;
  indexes?: object;
  partitionOf?: string;
}

const table = ({ rows, bytes = 0, indexes = {}, ...rest }: Sizes) => {
  return { kind: 'table', rows, bytes, indexBytes: 0, scans: 0, indexes, ...rest };
};

const stats = (tables: Record<string, Sizes>, date = new Date().toISOString()) =>
  JSON.stringify({
    version: 1,
    date,
    postgres: '16.14',
    countedSince: '2026-01-02T03:04:05Z',
    tables: Object.fromEntries(Object.entries(tables).map(([name, of]) => [name, table(of)])),
  });

const big = { rows: 41e6, bytes: 9e9, writesPerSecond: 120 };
const small = { rows: 250, bytes: 48_000 };
const schema = `CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, title text);
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE INDEX posts_title ON posts (title);
CREATE INDEX posts_user ON posts (user_id, title);`;

interface Seen {
  rule: string;
  severity: string;
  sizes?: { note: string; loweredFrom?: string; tables: { relation: string; seconds?: number; expect?: string }[] };
}

interface Project {
  sql: string;
  tables: Record<string, Sizes>;
  config?: object;
  args?: string[];
}

async function lint({ sql, tables, config, args = [] }: Project) {
  const project = folder({
    'migrations/1_schema.sql': schema,
    'migrations/2_change.sql': `SET lock_timeout = '2s';\n${sql}`,
    'migration-lint.stats.json': stats(tables),
    ...(config ? { 'migration-lint.config.json': JSON.stringify(config) } : {}),
  });
  const all = [...args, 'migrations/2_change.sql'];
  const asked = { rules: async () => rules };
  const { stdout, stderr, code } = await run(project, ['--format', 'json', ...all], asked);
  const text = await run(project, all, asked);
  const findings = stdout === '' ? [] : (JSON.parse(stdout) as { findings: Seen[] }).findings;
  return { findings, stderr, code, text: text.stdout.replace(/\s+/g, ' '), raw: text.stdout };
}

const severities = (findings: Seen[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`);
const build = 'CREATE INDEX posts_both ON posts (user_id, id);';

describe('words', () => {
  test('rows, size and what to expect stand in the message, the table and the JSON', async () => {
    const { findings, text, raw } = await lint({ sql: build, tables: { 'public.posts': big } });
    expect(text).toContain('posts, 41 M rows, about 9 GB: expect minutes.');
    expect(raw).toMatch(/relation +size +lock/);
    expect(text).toContain('posts 41 M rows, 9 GB SHARE');
    expect(findings[0]?.sizes?.tables).toEqual([
      expect.objectContaining({ relation: 'public.posts', rows: 41e6, bytes: 9e9, expect: 'minutes', seconds: 300 }),
    ]);
  });

  test.each([
    ['less than a second', { rows: 20_000, bytes: 20e6 }],
    ['seconds', { rows: 1e6, bytes: 200e6 }],
    ['up to a minute', { rows: 4e6, bytes: 1e9 }],
    ['about half an hour', { rows: 200e6, bytes: 80e9 }],
    ['about an hour', { rows: 400e6, bytes: 160e9 }],
    ['hours', { rows: 4e9, bytes: 1e12 }],
    ['days', { rows: 40e9, bytes: 1e13 }],
  ])('an index build: %s', async (expected, of) => {
    const { text } = await lint({ sql: build, tables: { 'public.posts': of } });
    expect(text).toContain(`: expect ${expected}.`);
  });

  test('a rewrite takes longer than a scan, and with indexes longer still', async () => {
    const seconds = async (sql: string, indexes = {}) => {
      const { findings } = await lint({ sql, tables: { 'public.posts': { ...big, indexes } } });
      return Math.max(...findings.map(({ sizes }) => sizes?.tables[0]?.seconds ?? 0));
    };
    const scan = await seconds('ALTER TABLE posts ALTER title SET NOT NULL;');
    const rewrite = await seconds('ALTER TABLE posts ALTER user_id TYPE numeric;');
    const withIndex = await seconds('ALTER TABLE posts ALTER user_id TYPE numeric;', { a: { bytes: 1, scans: 0 } });
    expect(scan).toBe(90);
    expect(rewrite).toBe(180);
    expect(withIndex).toBeGreaterThan(rewrite);
  });

  test('a lock that is brief has no duration, but the writes that would queue', async () => {
    const { text } = await lint({ sql: 'DROP INDEX posts_title;', tables: { 'public.posts': big } });
    expect(text).toContain('posts, 41 M rows, about 9 GB, 120 writes a second.');
    expect(text).not.toContain('expect');
  });

  test('how often a dropped index is used', async () => {
    const indexes = { posts_title: { bytes: 3e6, scans: 1.2e6 }, posts_user: { bytes: 3e6, scans: 0 } };
    const tables = { 'public.posts': { ...big, indexes } };
    const dropped = await lint({ sql: 'DROP INDEX posts_title;', tables });
    expect(dropped.text).toContain('posts_title (3 MB) was used 1.2 M times since 2026-01-02.');
    const withColumn = await lint({ sql: 'ALTER TABLE posts DROP COLUMN user_id;', tables });
    expect(withColumn.text).toContain('posts_user (3 MB) was not used since 2026-01-02.');
    const withTable = await lint({ sql: 'DROP TABLE posts;', tables });
    expect(withTable.findings.length).toBeGreaterThan(0);
    expect(withTable.text).not.toContain('was used');
  });

  test('a table goes by the name that it has before the run', async () => {
    const sql = 'ALTER TABLE posts RENAME TO articles;\nCREATE INDEX articles_user ON articles (user_id);';
    const { findings } = await lint({ sql, tables: { 'public.posts': big, 'public.articles': small } });
    const of = findings.find(({ rule }) => rule === 'blocking-index-build');
    expect(of).toMatchObject({ severity: 'error', sizes: { tables: [{ relation: 'public.posts' }] } });
  });
});

describe('small tables', () => {
  test('an error that waits for them is information, and says so', async () => {
    const { findings, text, code } = await lint({ sql: build, tables: { 'public.posts': small } });
    expect(severities(findings)).toEqual(['blocking-index-build info']);
    expect(findings[0]?.sizes?.loweredFrom).toBe('error');
    expect(text).toContain(
      'Small, so no more than information: posts, 250 rows, about 48 kB: expect less than a second.',
    );
    expect(code).toBe(0);
  });

  test('all tables of the finding have to be small, and known', async () => {
    const sql = 'ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id);';
    const of = async (tables: Project['tables']) => {
      const { findings } = await lint({ sql, tables });
      return findings.find(({ rule }) => rule === 'validating-foreign-key')?.severity;
    };
    expect(await of({ 'public.posts': small, 'public.users': small })).toBe('info');
    expect(await of({ 'public.posts': small, 'public.users': big })).toBe('error');
    expect(await of({ 'public.posts': small })).toBe('error');
    expect(await of({ 'other.posts': small, 'other.users': small })).toBe('error');
  });

  test('an unbounded UPDATE too, though it is a warning elsewhere', async () => {
    const sql = "UPDATE posts SET title = '';";
    const large = await lint({ sql, tables: { 'public.posts': big } });
    const { findings } = await lint({ sql, tables: { 'public.posts': small } });
    expect(severities(large.findings)).toContain('unbounded-data-change warning');
    expect(severities(findings)).toContain('unbounded-data-change info');
  });

  test.each([
    ['a brief lock', 'DROP INDEX posts_title;', 'blocking-index-drop warning'],
    ['lost data', 'DROP TABLE posts;', 'dropped-table error'],
    ['a broken application', 'ALTER TABLE posts RENAME TO articles;', 'renamed-table error'],
  ])('%s stays as it is', async (_, sql, expected) => {
    const { findings } = await lint({ sql, tables: { 'public.posts': small, 'public.users': small } });
    expect(severities(findings)).toContain(expected);
  });

  test('a busy one without a lock_timeout says so: what queues behind the wait does not ask how small it is', async () => {
    const of = async (sql: string, tables: Project['tables']) => {
      const { findings, text } = await lint({ sql, tables });
      return { severity: findings.find(({ rule }) => rule === 'blocking-index-build')?.severity, text };
    };
    const unlimited = `RESET lock_timeout;\n${build}`;
    const busy = { 'public.posts': { ...small, writesPerSecond: 150 } };
    expect(await of(unlimited, busy)).toEqual({
      severity: 'info',
      text: expect.stringContaining('behind which about 150 requests a second queue'),
    });
    expect((await of(build, busy)).severity).toBe('info');
    expect((await of(unlimited, { 'public.posts': small })).severity).toBe('info');
  });

  test('a severity in the config wins', async () => {
    const config = { rules: { 'blocking-index-build': 'error' } };
    const { findings } = await lint({ sql: build, tables: { 'public.posts': small }, config });
    expect(severities(findings)).toEqual(['blocking-index-build error']);
  });

  test.each([
    [{ rows: 249 }, 'error'],
    [{ rows: 250, bytes: 48_000 }, 'info'],
    [{ bytes: '47kB' }, 'info'],
    [{ bytes: 47_999 }, 'error'],
    [false, 'error'],
  ])('the limits %j', async (smallTables, expected) => {
    const { findings } = await lint({ sql: build, tables: { 'public.posts': small }, config: { smallTables } });
    expect(severities(findings)).toEqual([`blocking-index-build ${expected}`]);
  });

  test('rows that nobody counted leave it to the bytes', async () => {
    const { findings } = await lint({ sql: build, tables: { 'public.posts': { bytes: 11e6 } } });
    expect(severities(findings)).toEqual(['blocking-index-build error']);
  });
});

describe('where sizes come from', () => {
  test('--no-stats and `stats: false` read none', async () => {
    const tables = { 'public.posts': small };
    for (const with_ of [{ args: ['--no-stats'] }, { config: { stats: false } }]) {
      const { findings } = await lint({ sql: build, tables, ...with_ });
      expect(findings).toEqual([expect.objectContaining({ severity: 'error' })]);
      expect(findings[0]?.sizes).toBeUndefined();
    }
  });

  test('from the root of the repository, or where --stats or the config says', async () => {
    const files = {
      '.git/HEAD': '',
      'migration-lint.stats.json': stats({ 'public.posts': big }),
      'app/other.json': stats({ 'public.posts': small }),
      'app/a.sql': "SET lock_timeout = '2s';\nALTER TABLE posts ADD CHECK (id > 0);",
    };
    const project = folder(files);
    const at = `${project}/app`;
    const asked = { rules: async () => rules };
    expect((await run(at, ['a.sql'], asked)).stdout).toContain('41 M rows');
    expect((await run(at, ['--stats', 'other.json', 'a.sql'], asked)).stdout).toContain('250 rows');
    const configured = folder({ ...files, 'migration-lint.config.yaml': 'stats: app/other.json\n' });
    expect((await run(`${configured}/app`, ['a.sql'], asked)).stdout).toContain('250 rows');
  });

  test('old sizes are noted', async () => {
    const sizes = (age: number) => stats({ 'public.posts': big }, new Date(Date.now() - age * day).toISOString());
    for (const [age, expected] of [
      [89, false],
      [120, true],
    ] as const) {
      const project = folder({ 'a.sql': 'SELECT 1;', 'migration-lint.stats.json': sizes(age) });
      const { stdout } = await run(project, ['a.sql']);
      expect(stdout.includes(`migration-lint.stats.json are ${age} days old`)).toBe(expected);
    }
  });

  const good = JSON.parse(stats({ 'public.posts': small }));
  const changed = (change: object) => JSON.stringify({ ...good, ...change }, undefined, 2);
  test.each([
    ['not there', undefined, 'There is no statistics file s.json; `migration-lint stats` writes it.'],
    ['no JSON', '{\n  "version": 1,\n  oops\n}', 's.json:3:3: this is not valid JSON.'],
    ['another version', changed({ version: 2 }), 's.json is of version 2; this migration-lint reads version 1.'],
    ['no version', '{}', 's.json:1:1: `version` is missing.'],
    ['a list', '[]', 's.json: the statistics must be an object.'],
    ['a date that is none', changed({ date: 'today' }), 's.json:3:11: `date` must be a date'],
    [
      'a number that is none',
      changed({ tables: { 'public.a': { ...table(small), bytes: 'much' } } }),
      '`tables.public.a.bytes` must be a number that is not negative, not "much".',
    ],
  ])('%s', async (_, text, expected) => {
    const project = folder({ 'a.sql': 'SELECT 1;', ...(text === undefined ? {} : { 's.json': text }) });
    const { code, stderr, stdout } = await run(project, ['--stats', 's.json', 'a.sql']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
  });
});
