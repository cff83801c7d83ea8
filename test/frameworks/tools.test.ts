// Which tool a folder is told to be, and where nothing, or too much, tells: plain SQL.
import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { type Framework, type MigrationFolder, type SqlTool, sqlTools } from '../../src/frameworks/framework.ts';
import { sql } from '../../src/frameworks/sql/index.ts';
import { profiles } from '../../src/frameworks/sql/profiles/index.ts';
import { SourceText } from '../../src/source/source-text.ts';
import { folder } from '../selection/repository.ts';

/** The tool of a folder: `around` holds files by their path relative to it; what is above the repository is not asked. */
function toolOf(path: string, files: string[], around: Record<string, string> = {}): string {
  const levels = Object.keys(around).map(
    (name) => [(name.match(/\.\.\//g) ?? []).length, name.split('/').filter((part) => part !== '..')[0] ?? ''] as const,
  );
  const names = (up: number): string[] => [
    ...levels.flatMap(([level, name]) => (level === up ? [name] : [])),
    ...(up === 3 ? ['.git'] : []),
  ];
  return sql.toolOf?.({ path, files, around: { names, text: (name) => around[name] } }).id ?? '';
}

const toolNamed = (id: SqlTool, folder?: MigrationFolder): Framework => sql.toolNamed?.(id, folder) ?? sql;

test('the config can name each profile, and plain SQL', () => {
  expect([...sqlTools].sort()).toEqual(['sql', ...profiles.map(({ id }) => id)].sort());
});

const numbered = ['001_users.sql', '002_orders.sql'];
const paired = ['001_users.up.sql', '001_users.down.sql'];
const goModule = (...modules: string[]) =>
  `module x\n\nrequire (\n${modules.map((name) => `\t${name} v1.0.0\n`).join('')})\n`;

describe('told', () => {
  test.each<[SqlTool, string, string[], Record<string, string>]>([
    ['prisma', 'db/migrations', ['20240101_x/migration.sql'], { 'migration_lock.toml': 'provider = "postgresql"\n' }],
    [
      'prisma',
      'db/migrations',
      ['20240101_x/migration.sql'],
      { '../../package.json': '{ "devDependencies": { "prisma": "6.0.0" } }' },
    ],
    ['drizzle', 'db/out', ['0000_x.sql'], { 'meta/_journal.json': '{"dialect":"postgresql","entries":[]}' }],
    ['drizzle', 'drizzle', ['20240101_x/migration.sql'], { '../drizzle.config.ts': '' }],
    ['flyway', 'app/src/main/resources/db/migration', ['V1__x.sql'], {}],
    ['flyway', 'sql', ['V1__x.sql', 'R__views.sql', 'afterMigrate.sql'], {}],
    ['supabase', 'apps/web/supabase/migrations', ['20240101_x.sql'], {}],
    ['golang-migrate', 'migrations', paired, { '../go.mod': goModule('github.com/golang-migrate/migrate/v4') }],
    ['golang-migrate', 'migrations', paired, { '../docker-compose.yml': 'image: migrate/migrate:v4' }],
    ['sqlx', 'migrations', paired, { '../Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' }],
    ['sqlx', 'migrations', numbered, { '../Cargo.toml': '[workspace.dependencies.sqlx]\nversion = "0.8"\n' }],
    ['diesel', 'migrations', ['2024-01-01-000000_x/up.sql'], { '../diesel.toml': '' }],
    [
      'hasura',
      'migrations/default',
      ['1700000000000_x/up.sql'],
      { '../../config.yaml': 'version: 3\nmetadata_directory: metadata\n' },
    ],
    ['refinery', 'migrations', ['V1__x.sql'], { '../Cargo.toml': '[dependencies]\nrefinery = { version = "0.8" }\n' }],
    ['atlas', 'migrations', numbered, { 'atlas.sum': 'h1:' }],
    ['sqitch', 'db', ['deploy/x.sql'], { 'sqitch.plan': '%project=x\n' }],
    ['graphile-migrate', 'migrations', ['committed/000001.sql', 'current.sql'], {}],
    [
      'node-pg-migrate',
      'migrations',
      ['1700000000000_x.sql'],
      { '../package.json': '{ "dependencies": { "node-pg-migrate": "^7" } }' },
    ],
  ])('%s of %s with %j beside %j', (tool, path, files, around) => {
    expect(toolOf(path, files, around)).toBe(tool);
  });
});

describe('not told', () => {
  test.each<[string, string, string[], Record<string, string>]>([
    ['nothing', 'migrations', paired, {}],
    [
      'the lock of another database',
      'migrations',
      ['20240101_x/migration.sql'],
      { 'migration_lock.toml': 'provider = "sqlite"\n' },
    ],
    ['a journal of another database', 'drizzle', ['0000_x.sql'], { 'meta/_journal.json': '{"dialect":"sqlite"}' }],
    [
      'two packages',
      'migrations',
      paired,
      {
        '../go.mod': goModule('github.com/golang-migrate/migrate/v4'),
        '../Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
      },
    ],
    [
      'a package of which some files are not',
      'migrations',
      [...paired, '002_x.sql'],
      { '../go.mod': goModule('github.com/golang-migrate/migrate/v4') },
    ],
    [
      'a module that only begins so',
      'migrations',
      paired,
      { '../go.mod': goModule('github.com/golang-migrate/migrate-lint') },
    ],
    [
      'a library that is for more than migrations, elsewhere',
      'db/fixtures',
      numbered,
      { '../Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
    ],
    [
      'what is above the repository',
      'migrations',
      paired,
      { '../../../../go.mod': goModule('github.com/golang-migrate/migrate/v4') },
    ],
    ['what Atlas writes for another tool', 'migrations', paired, { 'atlas.sum': 'h1:' }],
    ['a config of Drizzle for another folder', 'db/migrations', numbered, { '../drizzle.config.ts': '' }],
  ])('%s', (_, path, files, around) => {
    expect(toolOf(path, files, around)).toBe('sql');
  });
});

const shapeOf = (tool: SqlTool, text: string, file = '1_x.sql', beside: Record<string, string> = {}) =>
  toolNamed(tool)
    .read(SourceText.of(file, text), { path: file, version: '1', direction: 'up' }, { beside: (name) => beside[name] })
    .map(({ framework, direction, units, transaction }) => [
      framework,
      direction,
      ...(units?.map((unit) => unit.transaction) ?? [transaction]).map(({ scope, kind }) => `${scope} ${kind}`),
    ]);

test.each<[SqlTool, string[], string[]]>([
  [
    'golang-migrate',
    ['10_x.up.sql', '9_x.up.sql', '9_x.down.sql', 'x.sql'],
    ['9 9_x.down.sql down', '9 9_x.up.sql', '10 10_x.up.sql'],
  ],
  ['dbmate', ['9_x.sql', '10_x.sql', 'schema.sql'], ['10 10_x.sql', '9 9_x.sql']],
  ['sql-migrate', ['b.sql', '10_x.sql', '9_x.sql', 'a.sql'], ['9 9_x.sql', '10 10_x.sql', ' a.sql', ' b.sql']],
  [
    'diesel',
    ['2024-01-10-000000_b/up.sql', '2024-01-09-000000_a/up.sql'],
    ['20240109000000 2024-01-09-000000_a/up.sql', '20240110000000 2024-01-10-000000_b/up.sql'],
  ],
  [
    'flyway',
    [
      'R__b.sql',
      'R__a.sql',
      'V1.10__x.sql',
      'V1_9__x.sql',
      'x/V1.9.1__y.sql',
      'B1.9__b.sql',
      'afterMigrate.sql',
      'V2.sql',
    ],
    ['1.9 V1_9__x.sql', '1.9.1 x/V1.9.1__y.sql', '1.10 V1.10__x.sql', ' R__a.sql', ' R__b.sql'],
  ],
  ['atlas', ['2_b.sql', '10_a.sql'], ['10 10_a.sql', '2 2_b.sql']],
  [
    'hasura',
    ['1700000000001_b/up.sql', '1600000000000_a/up.sql'],
    ['1600000000000 1600000000000_a/up.sql', '1700000000001 1700000000001_b/up.sql'],
  ],
  ['refinery', ['V10__b.sql', 'V9__a.sql', 'V1-x.sql'], ['9 V9__a.sql', '10 V10__b.sql']],
])('the order of %s', (tool, files, expected) => {
  const entries = toolNamed(tool).list({ path: 'x', files });
  expect(
    entries.map(({ path, version, direction }) => `${version} ${path}${direction === 'down' ? ' down' : ''}`),
  ).toEqual(expected);
});

describe('opting out', () => {
  test.each<[string, SqlTool, string, string]>([
    ['at the very start', 'sqlx', '-- no-transaction\nselect 1;', 'file implicit'],
    ['after a byte order mark', 'sqlx', '\ufeff-- no-transaction\nselect 1;', 'file explicit'],
    ['after a comment', 'sqlx', '-- note\n-- no-transaction\nselect 1;', 'file explicit'],
    ['among comments parted from the SQL', 'atlas', '-- note\n-- atlas:txmode none\n\nselect 1;', 'none explicit'],
    ['in a comment of the first statement', 'atlas', '-- atlas:txmode none\nselect 1;', 'file explicit'],
    [
      'below the header',
      'graphile-migrate',
      '--! Previous: -\n--! Hash: x\n\n--! no-transaction\nselect 1;',
      'file implicit',
    ],
    ['below the SQL', 'graphile-migrate', 'select 1;\n--! no-transaction\n', 'file explicit'],
    ['nowhere', 'refinery', '-- no-transaction\nselect 1;', 'file explicit'],
    ['of another tool', 'golang-migrate', '-- no-transaction\nselect 1;', 'file implicit'],
  ])('%s: %s', (_, tool, text, model) => {
    expect(shapeOf(tool, text)).toEqual([[tool, 'up', model]]);
  });

  test('diesel reads metadata.toml, in which silence is no', () => {
    const shape = (metadata?: string) =>
      shapeOf('diesel', 'select 1', 'x/up.sql', metadata === undefined ? {} : { 'metadata.toml': metadata })[0]?.[2];
    expect(
      [
        undefined,
        '',
        'run_in_transaction = false\n',
        'run_in_transaction = true\n',
        '# run_in_transaction = true\n',
      ].map(shape),
    ).toEqual(['file explicit', 'file implicit', 'file implicit', 'file explicit', 'file implicit']);
  });

  test('Flyway: what it takes out by itself, what it does not, and what its .conf says', () => {
    const shape = (text: string, conf?: string) =>
      shapeOf('flyway', text, 'V1__x.sql', conf === undefined ? {} : { 'V1__x.sql.conf': conf })[0]?.[2];
    expect(shape('create unique index\n concurrently i on t (a);')).toBe('none explicit');
    expect(shape('/* concurrently */ create index i on t (a);')).toBe('file explicit');
    expect(shape("select 'vacuum';")).toBe('file explicit');
    expect(shape('vacuum t; drop index concurrently i;')).toBe('none explicit');
    expect(shape('vacuum t; select 1;')).toBe('file explicit');
    expect(shape('reindex index concurrently i;')).toBe('file explicit');
    expect(shape('reindex index concurrently i;', 'executeInTransaction=false\n')).toBe('none explicit');
    expect(shape('vacuum t;', 'executeInTransaction=true\n')).toBe('file explicit');
  });

  test('settings of the project', () => {
    const around = (name: string, text: string) => ({
      names: (up: number) => (up === 0 ? [name, '.git'] : []),
      text: (asked: string) => (asked === name ? text : undefined),
    });
    const shape = (name: string, text: string) => {
      const tool = toolNamed('flyway', { path: 'x', files: [], around: around(name, text) });
      const [file] = tool.read(
        SourceText.of('V1__x.sql', 'vacuum t; select 1;'),
        { path: 'V1__x.sql', version: '1', direction: 'up' },
        {},
      );
      return file?.transaction.scope;
    };
    expect(shape('flyway.conf', 'flyway.mixed=true\n')).toBe('none');
    expect(shape('flyway.toml', '[flyway]\nmixed = true\n')).toBe('none');
    expect(shape('flyway.toml', '[flyway]\ngroup = true\n')).toBe('run');
    expect(shape('flyway.conf', '# flyway.mixed=true\n')).toBe('file');
  });
});

test('Liquibase: change sets for other databases are not run, rollbacks go back from the last', () => {
  const text = [
    '--liquibase formatted sql',
    '--changeset a:1 dbms:"!postgresql"',
    'select 1;',
    '--changeset a:2 dbms:mysql,postgresql',
    'select 2;',
    '--rollback select 20;',
    '--changeset a:3 ignore:true',
    'select 3;',
    '--changeset a:4 runInTransaction:false',
    'select 4;',
    '--rollback select 40;',
    '--rollback select 41;',
  ].join('\n');
  const files = sql.read(SourceText.of('x.sql', text), { path: 'x.sql', version: '', direction: 'up' }, {});
  expect(
    files.map(({ direction, pieces }) => [
      direction,
      ...pieces.map(({ sql: piece }) => piece.replace(/--.*/g, '').trim()),
    ]),
  ).toEqual([
    ['up', '', 'select 2;', 'select 4;'],
    ['down', 'select 40;\nselect 41;', 'select 20;'],
  ]);
  const [, down] = files;
  const [piece] = down?.pieces ?? [];
  expect(piece?.segments.map(({ fileStart, length }) => text.slice(fileStart, fileStart + length))).toEqual([
    'select 40;',
    'select 41;',
  ]);
});

test.each<[string, string, string[]]>([
  ['/', 'select 1\n/\nselect 2\n/\n', ['select 1', 'select 2']],
  ['"\\nGO"', "select 'CARGO'\nGO\nselect 2", ["select 'CARGO'", 'select 2']],
  ['@@', 'select 1@@\nselect 2 @@', ['select 1', 'select 2']],
])('Liquibase: the delimiter %s', (delimiter, body, expected) => {
  const text = `--liquibase formatted sql\n--changeset a:1 endDelimiter:${delimiter}\n${body}`;
  const [file] = sql.read(SourceText.of('x.sql', text), { path: 'x.sql', version: '', direction: 'up' }, {});
  expect(file?.pieces.map((piece) => piece.sql.replace(/^--.*/, '').trim()).filter(Boolean)).toEqual(expected);
});

test.each<[SqlTool, string]>([
  ['liquibase', `--liquibase formatted sql\n--changeset${' '.repeat(300_000)}x\n`],
  [
    'liquibase',
    `--liquibase formatted sql\n--changeset a:1 ${'a'.repeat(300_000)}\n${'/* liquibase rollback '.repeat(20_000)}`,
  ],
  ['liquibase', `--liquibase formatted sql\n${'/*'.repeat(300_000)}`],
  ['goose', `-- +goose NO TRANSACTION\n-- +goose Up\n${'-- +goose StatementBegin\n'.repeat(50_000)}`],
  ['goose', `${'/*'.repeat(300_000)}\n-- +goose Up\n`],
  ['node-pg-migrate', `${'--\n'.repeat(100_000)}${'\n'.repeat(300_000)}up`],
  ['atlas', '-- atlas:txmode none\n'.repeat(50_000)],
  ['graphile-migrate', '--! Hash: x\n'.repeat(50_000)],
  ['flyway', `vacuum${'/*'.repeat(900)}`.repeat(100)],
])('a hostile file for %s takes a moment', (tool, text) => {
  const start = performance.now();
  toolNamed(tool).read(SourceText.of('V1__x.sql', text), { path: 'V1__x.sql', version: '1', direction: 'up' }, {});
  expect(performance.now() - start).toBeLessThan(2000);
});

test('SQL before the first change set is a gap', () => {
  const [file] = sql.read(
    SourceText.of('x.sql', '--liquibase formatted sql\ndrop table t;\n--changeset a:1\nselect 1;'),
    { path: 'x.sql', version: '', direction: 'up' },
    {},
  );
  expect(file?.gaps).toMatchObject([{ kind: 'unsupported' }]);
});

test.each<[SqlTool, string, number]>([
  ['goose', '-- +goose Up\n-- +goose Bogus\nselect 1;', 2],
  ['atlas', '-- atlas:txmode never\n\nselect 1;', 1],
  ['graphile-migrate', 'select 1;\n--! include functions/x.sql\n', 2],
  ['liquibase', '--liquibase formatted sql\n--changeset a:1 runWith:psql\nselect 1;', 2],
])('what is not known of %s is a gap', (tool, text, line) => {
  const [file] = toolNamed(tool).read(
    SourceText.of('1_x.sql', text),
    { path: '1_x.sql', version: '1', direction: 'up' },
    {},
  );
  expect(file?.gaps).toMatchObject([{ kind: 'unsupported', span: { start: { line } } }]);
});

test('psql’s variables and commands are psql’s alone', () => {
  const [file] = toolNamed('sqlx').read(
    SourceText.of('1_x.sql', 'select 1;'),
    { path: '1_x.sql', version: '1', direction: 'up' },
    {},
  );
  expect([
    file?.psql,
    sql.read(SourceText.of('1_x.sql', 'select 1;'), { path: '1_x.sql', version: '1', direction: 'up' }, {})[0]?.psql,
  ]).toEqual([false, undefined]);
});

test('a plain file in a plain folder asks nothing more of the disk', async () => {
  const files = folder();
  files.write({ 'report.sql': 'select 1;', 'package.json': '{}' });
  const listed: string[] = [];
  const host = nodeHost(files.path);
  const list = (path: string) => {
    listed.push(path);
    return host.list(path);
  };
  await files.select({ paths: ['report.sql'], host: { list } });
  expect(listed).toEqual([files.path]);
});

describe('the config names the tool', () => {
  test('for a folder, for a file alone, and for none', async () => {
    const files = folder();
    files.write({
      'migrations/1_x.up.sql': 'select 1;',
      'lone.sql': 'select 1;',
      'other/1_x.sql': '-- migrate:up\nselect 1;',
    });
    const models = async (framework: SqlTool | undefined, path: string, history = true) => {
      const config = { ...defaultConfig(files.path), framework };
      const { projects } = await files.select({ paths: [path], history, config });
      const reading = projects[0]?.migrations.at(-1)?.read();
      const [file] = reading && 'files' in reading ? reading.files : [];
      return [file?.framework, file?.transaction.scope, file?.transaction.kind].join(' ');
    };
    expect(await models(undefined, 'migrations/1_x.up.sql')).toBe('sql none explicit');
    expect(await models('golang-migrate', 'migrations/1_x.up.sql')).toBe('golang-migrate file implicit');
    expect(await models('golang-migrate', 'migrations/1_x.up.sql', false)).toBe('golang-migrate file implicit');
    expect(await models('hasura', 'lone.sql')).toBe('hasura file explicit');
    expect(await models(undefined, 'other/1_x.sql')).toBe('dbmate file explicit');
    expect(await models('sql', 'other/1_x.sql')).toBe('sql none explicit');
  });
});
