// Ways back: recognised and never judged as ways forward, and with `direction: 'down'` laid out as a rollback runs them.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadParser } from '../../src/postgres/parse.ts';
import type { Selection } from '../../src/selection/request.ts';
import { type Folder, folder, repository, shape } from './repository.ts';

beforeAll(loadParser);

/** What is sent to the server, in order: `path: sql`, in brackets where it is not judged. */
const sent = (selection: Selection): string[] =>
  selection.projects.flatMap(({ migrations }) =>
    migrations.flatMap((migration) => {
      const reading = migration.read();
      const files = 'files' in reading ? reading.files : [];
      return files.map(({ path, direction, pieces }) => {
        const text = `${direction} ${path}: ${pieces.map(({ sql }) => sql.trim()).join(' ')}`;
        return migration.judged ? text : `(${text})`;
      });
    }),
  );

const goose = (n: number, down = `select -${n};`) => `-- +goose Up\nselect ${n};\n-- +goose Down\n${down}`;

function plain(files: Record<string, string>): Folder {
  const made = folder();
  made.write(files);
  return made;
}

const pairs = {
  'migrations/1_a.up.sql': 'select 1;',
  'migrations/1_a.down.sql': 'select -1;',
  'migrations/2_b.up.sql': 'select 2;',
  'migrations/2_b.down.sql': 'select -2;',
  'migrations/3_c.up.sql': 'select 3;',
  'migrations/3_c.down.sql': 'select -3;',
};

describe('a rollback', () => {
  test('of every migration: the newest first, after all ups, each a run of its own', async () => {
    const all = await plain(pairs).select({ mode: 'all', direction: 'down' });
    expect(shape(all)).toEqual([
      '(migrations/1_a.up.sql) (migrations/2_b.up.sql) (migrations/3_c.up.sql) *migrations/3_c.down.sql *migrations/2_b.down.sql *migrations/1_a.down.sql',
    ]);
    expect(all.judged).toBe(3);
  });

  test('of one: on the schema that it left, whichever half is named', async () => {
    for (const path of ['migrations/2_b.up.sql', 'migrations/2_b.down.sql']) {
      expect(shape(await plain(pairs).select({ paths: [path], direction: 'down' }))).toEqual([
        '(migrations/1_a.up.sql) (migrations/2_b.up.sql) *migrations/2_b.down.sql',
      ]);
    }
  });

  test('of two with one between: that one is rolled back too, and not judged', async () => {
    const paths = ['migrations/1_a.up.sql', 'migrations/3_c.up.sql'];
    expect(shape(await plain(pairs).select({ paths, direction: 'down' }))).toEqual([
      '(migrations/1_a.up.sql) (migrations/2_b.up.sql) (migrations/3_c.up.sql) *migrations/3_c.down.sql (migrations/2_b.down.sql) migrations/1_a.down.sql',
    ]);
  });

  test('of what is new in git, its down parts in one run', async () => {
    const repo = repository();
    repo.write({ 'migrations/1_a.sql': goose(1), 'migrations/2_b.sql': goose(2) });
    repo.commit();
    repo.git('checkout', '-q', '-b', 'feature');
    repo.write({ 'migrations/3_c.sql': goose(3), 'migrations/4_d.sql': goose(4) });
    repo.commit();
    const found = await repo.select({ direction: 'down' });
    expect(shape(found)[0]?.split(' ').slice(4)).toEqual(['*migrations/4_d.sql', 'migrations/3_c.sql']);
    expect(sent(found).slice(4)).toEqual([
      'down migrations/4_d.sql: -- +goose Down\nselect -4;',
      'down migrations/3_c.sql: -- +goose Down\nselect -3;',
    ]);
    expect(found.edited).toEqual([]);
  });

  test('without history: each by itself', async () => {
    const found = await plain(pairs).select({ mode: 'all', direction: 'down', history: false });
    expect(shape(found)).toEqual(['*migrations/1_a.down.sql', '*migrations/2_b.down.sql', '*migrations/3_c.down.sql']);
  });

  test('starts from the dump of the schema where there is one', async () => {
    const made = plain({ ...pairs, 'schema.sql': 'select 0;' });
    const config = { root: made.path, cwd: made.path, schema: { path: 'schema.sql', upTo: '3' } };
    const { defaultConfig } = await import('../../src/config/config.ts');
    const all = await made.select({
      mode: 'all',
      direction: 'down',
      config: { ...defaultConfig(made.path), ...config },
    });
    expect(shape(all)[0]).toMatch(/^\(schema\.sql\) \*migrations\/3_c\.down\.sql /);
  });

  test('a migration without a way back is named', async () => {
    const made = plain({ 'migrations/1_a.sql': 'select 1;', 'migrations/2_b.sql': goose(2) });
    const found = await made.select({ mode: 'all', direction: 'down' });
    expect(sent(found)).toEqual([
      '(up migrations/1_a.sql: select 1;)',
      '(up migrations/2_b.sql: -- +goose Up\nselect 2;)',
      'down migrations/2_b.sql: -- +goose Down\nselect -2;',
    ]);
    expect(found.notes).toContain('migrations/1_a.sql has no way back (down).');
  });
});

describe.each([
  ['halves of a name', { 'migrations/1_a.up.sql': 'select 1;', 'migrations/1_a.down.sql': 'select -1;' }],
  ['a folder for each', { 'migrations/1_a/up.sql': 'select 1;', 'migrations/1_a/down.sql': 'select -1;' }],
  ['folders of ups and downs', { 'migrations/up/1_a.sql': 'select 1;', 'migrations/down/1_a.sql': 'select -1;' }],
  ['ways back in a folder', { 'migrations/1_a.sql': 'select 1;', 'migrations/rollback/1_a.sql': 'select -1;' }],
  ['_up and _down', { 'migrations/1_a_up.sql': 'select 1;', 'migrations/1_a_down.sql': 'select -1;' }],
  ['Flyway', { 'migrations/V1__a.sql': 'select 1;', 'migrations/U1__a.sql': 'select -1;' }],
  ['names alone', { 'migrations/a.up.sql': 'select 1;', 'migrations/a.down.sql': 'select -1;' }],
  ['goose', { 'migrations/1_a.sql': goose(1) }],
  ['dbmate', { 'migrations/1_a.sql': '-- migrate:up\nselect 1;\n-- migrate:down\nselect -1;' }],
  ['sql-migrate', { 'migrations/1_a.sql': '-- +migrate Up\nselect 1;\n-- +migrate Down\nselect -1;' }],
  ['node-pg-migrate', { 'migrations/1_a.sql': '-- Up Migration\nselect 1;\n-- Down Migration\nselect -1;' }],
] as [string, Record<string, string>][])('%s', (_, files) => {
  test('forward judges the up only', async () => {
    const forward = sent(await plain(files).select({ mode: 'all' })).join();
    expect(forward).toMatch(/^up .*select 1;$/s);
  });

  test('--down judges the down only, after the up', async () => {
    const back = sent(await plain(files).select({ mode: 'all', direction: 'down' }));
    expect(back).toHaveLength(2);
    expect(back[0]).toMatch(/^\(up .*select 1;\)$/s);
    expect(back[1]).toMatch(/^down .*select -1;$/s);
  });
});

test('several migrations of one version each find their own way back', async () => {
  const files = {
    'migrations/1_a.up.sql': 'select 1;',
    'migrations/1_b.up.sql': 'select 2;',
    'migrations/1_b.down.sql': 'select -2;',
  };
  const found = await plain(files).select({ paths: ['migrations/1_a.up.sql'], direction: 'down' });
  expect(found.judged).toBe(0);
  expect(found.notes).toContain('migrations/1_a.up.sql has no way back (down).');
});
