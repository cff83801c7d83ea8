// Plain SQL migrations: their order, their direction, the sections that tools mark in them, and SQL of other databases.
import { beforeAll, describe, expect, test } from 'vitest';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { databaseOfPath, databaseOfText } from '../../src/frameworks/sql/dialect.ts';
import { sql } from '../../src/frameworks/sql/index.ts';
import { loadParser, parsePiece } from '../../src/postgres/parse.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(loadParser);

const order = (...files: string[]): string[] => sql.list({ path: 'db', files }).map(({ path }) => path);
const down = (...files: string[]): string[] =>
  sql.list({ path: 'db', files }).flatMap(({ path, direction }) => (direction === 'down' ? [path] : []));

describe('order', () => {
  test.each([
    ['numbers', ['9_x.sql', '10_a.sql', '001_z.sql'], ['001_z.sql', '9_x.sql', '10_a.sql']],
    ['timestamps', ['20240201000000_a.sql', '20240101120000_b.sql'], ['20240101120000_b.sql', '20240201000000_a.sql']],
    [
      'versions',
      ['V2.10__b.sql', 'V2_9__a.sql', 'V2__c.sql', 'V10__d.sql'],
      ['V2__c.sql', 'V2_9__a.sql', 'V2.10__b.sql', 'V10__d.sql'],
    ],
    ['equal versions, by name', ['001_b.sql', '001_a.sql', '1_c.sql'], ['001_a.sql', '001_b.sql', '1_c.sql']],
    ['names', ['users.sql', 'orders.sql'], ['orders.sql', 'users.sql']],
    [
      'numbered before named before repeatable',
      ['R__views.sql', 'fix.sql', '3_x.sql'],
      ['3_x.sql', 'fix.sql', 'R__views.sql'],
    ],
    ['folders', ['10_b/up.sql', '9_a/up.sql'], ['9_a/up.sql', '10_b/up.sql']],
    [
      'folders of years',
      ['2024/2_x.sql', '2024/10_x.sql', '2023/11_x.sql'],
      ['2023/11_x.sql', '2024/2_x.sql', '2024/10_x.sql'],
    ],
    [
      'dates',
      ['2024-02-01-000000_b/up.sql', '2024-01-31-235959_a/up.sql'],
      ['2024-01-31-235959_a/up.sql', '2024-02-01-000000_b/up.sql'],
    ],
    [
      'long numbers',
      ['90071992547409931_b.sql', '90071992547409930_a.sql'],
      ['90071992547409930_a.sql', '90071992547409931_b.sql'],
    ],
  ])('%s', (_, files, expected) => {
    expect(order(...files)).toEqual(expected);
  });

  test('dumps, seeds and callbacks are no migrations', () => {
    expect(order('1_x.sql', 'schema.sql', 'structure.sql', 'seeds.sql', 'afterMigrate.sql', 'x.md')).toEqual([
      '1_x.sql',
    ]);
  });

  test('the version is as written', () => {
    const versions = sql
      .list({ path: 'db', files: ['V2_1__x.sql', '007_x.sql', 'b.sql'] })
      .map(({ version }) => version);
    expect(versions).toEqual(['2.1', '007', '']);
  });
});

describe('direction', () => {
  test('files, folders and undo scripts that go down', () => {
    const files = [
      '1_a.up.sql',
      '1_a.down.sql',
      '2_b/up.sql',
      '2_b/down.sql',
      'V3__c.sql',
      'U3__c.sql',
      'down/4_d.sql',
      'up/4_d.sql',
    ];
    expect(down(...files)).toEqual(['1_a.down.sql', '2_b/down.sql', 'U3__c.sql', 'down/4_d.sql']);
  });

  test('_down only beside its other half', () => {
    expect(down('1_a_up.sql', '1_a_down.sql', '2_shut_down.sql')).toEqual(['1_a_down.sql']);
  });
});

test.each([
  ['a/migrations/001_x.sql', 'a/migrations'],
  ['a/001_x/up.sql', 'a'],
  ['a/migrations/2024/001_x.sql', 'a/migrations'],
  ['tmp/2024/001_x.sql', 'tmp/2024'],
  ['tmp/2024-x/report.sql', 'tmp/2024-x'],
  ['a/down/001_x.sql', 'a'],
  ['a/b.sql', 'a'],
])('the migration folder of %s is %s', (path, root) => {
  expect(sql.rootOf(path)).toBe(root);
});

test.each([
  ['any/where', ['001_x.sql'], true],
  ['any/where', ['report.sql'], false],
  ['db/migrations', ['users.sql'], true],
  ['db/post_migrate', ['users.sql'], true],
  ['db/migrations', ['schema.sql', 'README.md'], false],
  ['queries', ['users.up.sql'], true],
])('%s with %j is a migration folder: %s', (path, files, expected) => {
  expect(sql.detect({ path, files })).toBe(expected);
});

const read = (text: string, options = {}, path = '1.sql'): MigrationFile[] =>
  sql.read(SourceText.of(path, text), { path, version: '1', direction: 'up' }, options);
const shape = (file: MigrationFile) => [
  file.framework,
  file.direction,
  `${file.transaction.scope} ${file.transaction.kind}`,
  file.pieces.flatMap((piece) => parsePiece(piece).statements.map((statement) => statement.sql)),
];

describe('sections', () => {
  test('none: as psql, or as the config says', () => {
    expect(read('select 1').map(shape)).toEqual([['sql', 'up', 'none explicit', ['select 1']]]);
    expect(read('select 1', { transaction: 'run' })[0]?.transaction.scope).toBe('run');
  });

  test('goose, with a transaction and without', () => {
    const text =
      '-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose StatementEnd\n-- +goose Down\r\nselect 2;\n';
    expect(read(text).map(shape)).toEqual([
      ['goose', 'up', 'file explicit', ['select 1']],
      ['goose', 'down', 'file explicit', ['select 2']],
    ]);
    expect(read(`-- +goose NO TRANSACTION\n${text}`).map(({ transaction }) => transaction.scope)).toEqual([
      'none',
      'none',
    ]);
  });

  test('dbmate: without its transaction the block is one string', () => {
    const text = '\ufeff-- migrate:up transaction:false\nselect 1; select 2;\n\n-- migrate:down\nselect 3;';
    expect(read(text).map(shape)).toEqual([
      ['dbmate', 'up', 'file implicit', ['select 1', 'select 2']],
      ['dbmate', 'down', 'file explicit', ['select 3']],
    ]);
  });

  test('sql-migrate', () => {
    const text = '-- +migrate Up notransaction\nselect 1;\n-- +migrate Down\nselect 2;';
    expect(read(text).map(shape)).toEqual([
      ['sql-migrate', 'up', 'none explicit', ['select 1']],
      ['sql-migrate', 'down', 'file explicit', ['select 2']],
    ]);
  });

  test('node-pg-migrate', () => {
    const text = '-- Up Migration\nselect 1;\n---- Down Migration ----\nselect 2;';
    expect(read(text).map(shape)).toEqual([
      ['node-pg-migrate', 'up', 'run explicit', ['select 1']],
      ['node-pg-migrate', 'down', 'run explicit', ['select 2']],
    ]);
  });

  test('statements keep their place in the file', () => {
    const [up] = read('-- migrate:up\n\n  alter table "é" add c int;\n');
    const [statement] = up?.pieces.flatMap((piece) => parsePiece(piece).statements) ?? [];
    expect(statement?.span.start).toEqual({ offset: 17, line: 3, column: 3 });
  });

  test('SQL before the first marker is a gap, comments are not', () => {
    const [up] = read('-- note\n/* ; */\ndrop table t;\n-- +goose Up\nselect 1;');
    expect(up?.gaps).toMatchObject([{ kind: 'unsupported', span: { start: { line: 3, column: 1 } } }]);
    expect(read('-- note\n-- +goose Up\nselect 1;')[0]?.gaps).toEqual([]);
  });

  test('comments above the first marker are read', () => {
    const [up] = read('-- keep me\n-- +goose Up\nselect 1;');
    expect(up?.pieces.flatMap((piece) => parsePiece(piece).comments())[0]?.text).toBe('-- keep me');
  });

  test('words about up and down are no markers', () => {
    expect(read('-- migrate upwards\nselect 1; -- +goose Up\n').map(shape)).toEqual([
      ['sql', 'up', 'none explicit', ['select 1']],
    ]);
  });
});

test.each([
  ['mysql/001.sql', 'MySQL'],
  ['db/SQLite/001.sql', 'SQLite'],
  ['001_x.mysql.sql', 'MySQL'],
  ['001_x.clickhouse.up.sql', 'ClickHouse'],
  ['004_leave_mysql.sql', undefined],
  ['mysql_users.sql', undefined],
  ['postgres/001.sql', undefined],
])('the path %s names %s', (path, expected) => {
  expect(databaseOfPath(path)).toBe(expected);
});

test.each([
  ['create table `t` (`id` int not null auto_increment, primary key (`id`)) engine=InnoDB;', 'MySQL'],
  ['create table t (id integer primary key autoincrement);', 'SQLite'],
  ['PRAGMA foreign_keys = ON;', 'SQLite'],
  ['create table e (d Date) engine = MergeTree order by d;', 'ClickHouse'],
  ['create table [dbo].[t] (id int identity(1,1) primary key);\nGO\n', 'SQL Server'],
  // PostgreSQL accepts it, or it bears PostgreSQL's own signs, or the sign is quoted or in a comment: not another's.
  ['create table t (id int);', undefined],
  ['create table t (id serial, `x` int);', undefined],
  ["create table t (id int defalt 'AUTO_INCREMENT'); -- ENGINE=InnoDB", undefined],
  ['create tabel t (id int);', undefined],
])('%s is for %s', (text, expected) => {
  expect(databaseOfText(SourceText.of('x.sql', text))).toBe(expected);
});
