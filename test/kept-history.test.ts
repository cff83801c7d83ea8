// A run that finds what an earlier one kept of a history reports what one without reports, whatever has changed in between.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { nodeHost } from '../src/cli/host.ts';
import { type Config, defaultConfig } from '../src/config/config.ts';
import { loadConfig } from '../src/config/load.ts';
import type { HistoryStore } from '../src/kept-history.ts';
import { lint } from '../src/lint.ts';
import { loadParser } from '../src/postgres/parse.ts';
import { parseVersion } from '../src/postgres/versions.ts';
import { replay } from '../src/replay.ts';
import type { Host } from '../src/selection/host.ts';
import type { SelectionRequest } from '../src/selection/request.ts';
import { select } from '../src/selection/select.ts';
import { readCorpus } from './live/corpus.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures');

interface Memory extends HistoryStore {
  readonly kept: Map<string, Uint8Array>;
  /** Names that were read. */
  readonly found: string[];
}

function memory(kept = new Map<string, Uint8Array>()): Memory {
  const found: string[] = [];
  return {
    program: 'test',
    least: 1,
    kept,
    found,
    names: () => [...kept.keys()],
    read: (name) => {
      found.push(name);
      return kept.get(name);
    },
    write: (name, contents) => kept.set(name, contents),
  };
}

/** The whole report, with what each judged statement does, as text. */
async function reported(host: Host, request: Partial<SelectionRequest> & { config: Config }, store?: HistoryStore) {
  const options = { paths: [], mode: 'new', history: true, ...request } as const;
  return JSON.stringify(await lint({ rules, request: options, host, timelines: true, ...(store ? { store } : {}) }));
}

/** A project in memory. */
function hostOf(files: Readonly<Record<string, string | Uint8Array>>): Host {
  const contents = new Map(
    Object.entries(files).map(([path, text]) => [`/project/${path}`, Buffer.from(text as string)]),
  );
  const folders = new Set([...contents.keys()].flatMap((path) => foldersAbove(path)));
  return {
    cwd: '/project',
    readFile: (path) => contents.get(path),
    kind: (path) => (contents.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    list: (named) => {
      const folder = resolve(named);
      const within = (paths: Iterable<string>, kind: 'file' | 'folder') =>
        [...paths]
          .filter((path) => dirname(path) === folder && path !== '/')
          .map((path) => ({ name: basename(path), kind }));
      return [...within(contents.keys(), 'file'), ...within(folders, 'folder')];
    },
    glob: async () => [],
    git: async () => undefined,
  };
}

const foldersAbove = (path: string): string[] => (path === '/' ? [] : [dirname(path), ...foldersAbove(dirname(path))]);

const config = (changes: Partial<Config> = {}): Config => ({ ...defaultConfig('/project'), ...changes });

/** Without, with an empty store and with what is kept then. */
async function expectSame(host: Host, request: Partial<SelectionRequest> & { config: Config }, store = memory()) {
  const without = await reported(host, request);
  expect(await reported(host, request, store)).toBe(without);
  store.found.length = 0;
  expect(await reported(host, request, store)).toBe(without);
  return { without, isFound: store.found.length > 0 };
}

describe('statements of the corpus', () => {
  const folder = resolve(import.meta.dirname, 'live/corpus');
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));

  test.each(names)('%s', async (name) => {
    const settings = config({ postgres: parseVersion('17') ?? expect.fail() });
    const store = memory();
    let found = 0;
    // All of them take minutes.
    const cases = readCorpus(join(folder, name))
      .filter(({ runsOn }) => runsOn(17))
      .filter((_, at) => at % 5 === 0);
    for (const { given, setup, sql } of cases) {
      const files = {
        'migrations/1_a.sql': given.sql(17),
        'migrations/2_b.sql': `${setup};`,
        'migrations/3_c.sql': sql,
      };
      const { isFound } = await expectSame(hostOf(files), { paths: ['migrations/3_c.sql'], config: settings }, store);
      if (isFound) found += 1;
    }
    // Some settings can't be kept: those that read another file, and prepared statements without a place.
    expect(found).toBeGreaterThan(cases.length * 0.9);
  });
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'golden' ? [] : filesBelow(path);
    return /\.(?:sql|[jt]s)$/.test(name) ? [path] : [];
  });

describe('every migration of the fixtures, on those before it', () => {
  const folders = ['incidents', 'frameworks', 'cli', 'adoption', 'reports', 'hostile'].flatMap((group) => {
    if (group === 'hostile') return [join(fixtures, group)];
    return readdirSync(join(fixtures, group))
      .map((name) => join(fixtures, group, name))
      .filter((path) => statSync(path).isDirectory());
  });

  test.each(folders.map((folder) => [folder.slice(fixtures.length + 1), folder] as const))('%s', async (_, folder) => {
    const host = nodeHost(folder);
    const settings = await loadConfig(host, { rules });
    const store = memory();
    for (const path of filesBelow(folder)) {
      await expectSame(host, { paths: [path], config: settings }, store);
      await expectSame(host, { paths: [path], config: settings, direction: 'down' }, store);
    }
    await expectSame(host, { mode: 'all', config: settings }, store);
  });
});

const generated = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const table = `t${at % 7}`;
      const statements = [
        `CREATE TABLE IF NOT EXISTS ${table} (id bigint PRIMARY KEY, name varchar(50), at timestamp);`,
        `ALTER TABLE ${table} ADD COLUMN c${at} text;`,
        `CREATE INDEX CONCURRENTLY ${table}_${at} ON ${table} (c${at});`,
        `CREATE OR REPLACE FUNCTION f${at % 3}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE ${table} SET name = 'x'; END $$;`,
        `CREATE VIEW v${at} AS SELECT id, name FROM ${table} WHERE id > ${at};`,
      ];
      return [
        `migrations/${String(at + 1).padStart(3, '0')}_m.sql`,
        `${statements.slice(0, 2 + (at % 4)).join('\n')}\n`,
      ];
    }),
  );

const last = 'migrations/999_last.sql';
const judged: Record<string, string> = {
  [last]: `SELECT f0();
SELECT f1();
ALTER TABLE t1 ALTER COLUMN name TYPE varchar(100);
ALTER TABLE t2 ALTER COLUMN at TYPE timestamptz;
DROP TABLE t3 CASCADE;
CREATE INDEX late ON t4 (name);
ALTER TABLE unheard_of ADD COLUMN note text DEFAULT now();
`,
};

describe('a generated project, edited', () => {
  const count = 40;
  const base = { ...generated(count), ...judged };
  const request = { paths: [last], config: config() };

  test('any one file, by a word, by a statement and by its name', async () => {
    const store = memory();
    const { without, isFound } = await expectSame(hostOf(base), request, store);
    expect(isFound).toBe(true);
    const changed = new Set<string>();
    for (const path of Object.keys(generated(count)).filter((_, at) => at % 10 === 0)) {
      const { [path]: text = '', ...others } = base;
      const versions = [
        { ...base, [path]: text.replaceAll('varchar(50)', 'varchar(500)').replace('name', 'nome') },
        { ...base, [path]: `${text}DROP TABLE t1;\n` },
        { ...base, [path]: `${text}SELEC 1;\n` },
        { ...base, [path]: '' },
        { ...others, [path.replace('_m', '_renamed')]: text },
        { ...others, [path.replace('/0', '/5')]: text },
        others,
      ];
      for (const files of versions) changed.add((await expectSame(hostOf(files), request, store)).without);
    }
    expect(changed.size).toBeGreaterThan(10);
    // And back again.
    store.found.length = 0;
    expect(await reported(hostOf(base), request, store)).toBe(without);
    expect(store.found).toHaveLength(1);
  });

  test('a history that has grown goes on from what was kept', async () => {
    const store = memory();
    await reported(hostOf(base), request, store);
    const more = {
      ...base,
      'migrations/900_a.sql': 'ALTER TABLE t1 ALTER COLUMN name TYPE text; CREATE TABLE fresh (id int);',
    };
    const longer = { ...more, [last]: `${judged[last]}ALTER TABLE fresh ADD COLUMN a int;` };
    const without = await reported(hostOf(longer), request);
    expect(await reported(hostOf(longer), request, store)).toBe(without);
    expect(store.found).toEqual([expect.stringMatching(/^40-/)]);
    expect([...store.kept.keys()].map((name) => name.split('-')[0])).toEqual(['40', '41']);
    expect(await reported(hostOf(longer), request, store)).toBe(without);
    expect(store.found.at(-1)).toMatch(/^41-/);
  });

  test('the config', async () => {
    const store = memory();
    const changes: Partial<Config>[] = [
      {},
      { postgres: parseVersion('12') ?? parseVersion('13') ?? expect.fail() },
      { postgres: parseVersion('18') ?? expect.fail() },
      { searchPath: ['app', 'public'] },
      { lockTimeout: 5000 },
      { statementTimeout: 60_000 },
      { transaction: 'file' },
      { transaction: 'run' },
      { framework: 'golang-migrate' },
      { framework: 'flyway' },
      { preset: 'strict' },
    ];
    for (const change of [...changes, ...changes])
      await expectSame(hostOf(base), { ...request, config: config(change) }, store);
  });

  test('what stands around it: the tool, its settings, a dump of the schema', async () => {
    const store = memory();
    const around: Record<string, string>[] = [
      {},
      { 'migrations/atlas.sum': 'h1:x\n' },
      { 'flyway.conf': 'flyway.group=true\n' },
      { 'flyway.conf': 'flyway.group=true\nflyway.executeInTransaction=false\n' },
      { 'package.json': '{"dependencies":{"node-pg-migrate":"1"}}' },
      {
        'structure.sql':
          "CREATE TABLE t1 (id int, name varchar(10));\nINSERT INTO schema_migrations VALUES ('1'), ('2');\n",
      },
    ];
    for (const files of [...around, ...around]) {
      const schema = 'structure.sql' in files ? { schema: { path: 'structure.sql' } } : {};
      await expectSame(hostOf({ ...base, ...files }), { ...request, config: config(schema) }, store);
    }
  });

  test('a file beside a migration that says how it is run', async () => {
    const store = memory();
    const diesel = (file: string) => ({
      'diesel.toml': '[migrations_directory]\ndir = "migrations"\n',
      'migrations/2024-01-01-000000_a/up.sql':
        'CREATE TABLE t1 (id int); SET LOCAL search_path = other; CREATE TABLE t2 (id int);',
      'migrations/2024-01-01-000000_a/down.sql': 'DROP TABLE t1;',
      ...(file === '' ? {} : { 'migrations/2024-01-01-000000_a/metadata.toml': file }),
      'migrations/2024-01-02-000000_b/up.sql': 'ALTER TABLE t1 ADD COLUMN a int; CREATE INDEX i ON t2 (id);',
    });
    const paths = ['migrations/2024-01-02-000000_b/up.sql'];
    const kept = new Set<string>();
    const [none, off, on] = ['', 'run_in_transaction = false', 'run_in_transaction = true'] as const;
    for (const file of [none, off, none, on, off]) {
      const { isFound } = await expectSame(hostOf(diesel(file)), { paths, config: config() }, store);
      expect(isFound).toBe(true);
      expect(store.kept.size).toBe(1);
      for (const contents of store.kept.values()) kept.add(Buffer.from(contents).toString('latin1'));
    }
    // Kept under the same name, and each replaced by the next.
    expect(kept.size).toBeGreaterThanOrEqual(3);
  });

  test('code, and all that it imports and reads', async () => {
    const store = memory();
    const up = (body: string) => `exports.up = async (knex) => { ${body} };\nexports.down = async () => {};\n`;
    const code: Record<string, string> = {
      'knexfile.js': 'module.exports = {};',
      'lib/names.js': "exports.posts = 'posts';",
      'lib/tables.js':
        "const { posts } = require('./names');\nexports.make = (knex) => knex.schema.createTable(posts, (t) => t.bigIncrements('id'));",
      'migrations/sql/title.sql': 'ALTER TABLE posts ADD COLUMN title varchar(50);',
      'migrations/1_a.js': `const { make } = require('../lib/tables');\n${up('await make(knex);')}`,
      'migrations/2_b.js': `const fs = require('fs');\n${up("await knex.raw(fs.readFileSync(__dirname + '/sql/title.sql', 'utf8'));")}`,
      'migrations/3_c.js': up("await knex.raw('SET search_path = app, public');"),
      'migrations/4_d.js': up("await knex.raw('ALTER TABLE posts ALTER COLUMN title TYPE text');"),
    };
    const changes: Record<string, string>[] = [
      {},
      { 'lib/names.js': "exports.posts = 'articles';" },
      { 'lib/names.ts': "export const posts = 'articles';" },
      { 'migrations/sql/title.sql': 'ALTER TABLE posts ADD COLUMN title text;' },
      { 'knexfile.js': 'module.exports = { migrations: { disableTransactions: true } };' },
      { 'package.json': '{"dependencies":{"mysql2":"3.0.0"}}' },
    ];
    const reports = new Set<string>();
    for (const change of [...changes, ...changes, {}]) {
      const asked = { paths: ['migrations/4_d.js'], config: config() };
      const { without, isFound } = await expectSame(hostOf({ ...code, ...change }), asked, store);
      expect(isFound).toBe(!('package.json' in change));
      reports.add(without);
    }
    expect(reports.size).toBeGreaterThan(3);
  });

  test('a file that is included is part of no key, so nothing is kept', async () => {
    const store = memory();
    const files = (text: string) => ({ ...base, 'migrations/001_m.sql': '\\i shared.inc\n', 'shared.inc': text });
    for (const text of ['CREATE TABLE t1 (id int, name text);', 'CREATE TABLE t1 (id int, name varchar(9));'])
      await expectSame(hostOf(files(text)), request, store);
    expect(store.kept.size).toBe(0);
  });

  test('damaged: any byte, or a part missing', async () => {
    const store = memory();
    const without = await reported(hostOf(base), request, store);
    const [[name, contents] = expect.fail()] = store.kept;
    for (let at = 0; at < contents.length; at += Math.ceil(contents.length / 50)) {
      const damaged = Uint8Array.from(contents);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(await reported(hostOf(base), request, memory(new Map([[name, damaged]])))).toBe(without);
      expect(await reported(hostOf(base), request, memory(new Map([[name, contents.subarray(0, at)]])))).toBe(without);
    }
  });

  test("another program's is not read", async () => {
    const store = memory();
    await reported(hostOf(base), request, store);
    await reported(hostOf(base), request, { ...store, program: 'other' });
    expect(store.found).toEqual([]);
    expect(store.kept.size).toBe(2);
  });
});

test('what is kept is plain data', async () => {
  const cases = readdirSync(resolve(import.meta.dirname, 'live/corpus'))
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) => readCorpus(resolve(import.meta.dirname, 'live/corpus', name)))
    .filter(({ runsOn }) => runsOn(17));
  await loadParser();
  const files = Object.fromEntries(
    cases.map(({ given, setup, sql }, at) => [
      `m/${String(at).padStart(5, '0')}_m.sql`,
      `${at % 20 === 0 ? given.sql(17) : ''}${setup};${sql};`,
    ]),
  );
  const host = hostOf(files);
  const settings = config({ postgres: parseVersion('17') ?? expect.fail() });
  const paths = [Object.keys(files).at(-1) ?? ''];
  const { projects } = await select(host, { paths, mode: 'new', history: true, config: settings });
  const [project = expect.fail()] = projects;
  const catalogs = new Set<object>();
  for (const event of replay(project, { config: settings, leftOut: [] }).events)
    if (event.kind === 'step') catalogs.add(event.step.after);
  const seen = new Set<object>();
  for (const catalog of catalogs) expectPlain(catalog, seen, 'catalog');
  expect(seen.size).toBeGreaterThan(10_000);
});

function expectPlain(value: unknown, seen: Set<object>, way: string): void {
  if (typeof value === 'function') expect.fail(`${way} is a function`);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  const isArray = Array.isArray(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== (isArray ? Array.prototype : Object.prototype)) expect.fail(`${way} is of a class`);
  for (const [name, { get, value: inner, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (isArray && name === 'length') continue;
    if (get || !enumerable) expect.fail(`${way}.${name} is no plain property`);
    expectPlain(inner, seen, `${way}.${name}`);
  }
}
