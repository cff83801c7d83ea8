// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
// Code that changes rows which it has read: the schema is known without it, so that it is no gap like others.
import { beforeAll, describe, expect, it } from 'vitest';
import { dbMigrate } from '../../src/frameworks/db-migrate/index.ts';
import { loadJavaScript, readScript, type ScriptTool } from '../../src/frameworks/javascript/tool.ts';
import { kysely } from '../../src/frameworks/kysely/index.ts';
import { nodePgMigrate } from '../../src/frameworks/node-pg-migrate/index.ts';
import { sequelize } from '../../src/frameworks/sequelize/index.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(loadJavaScript);

function read(tool: ScriptTool, body: string, before = '') {
  const code = `${before}\nexports.up = async (db) => {\n${body}\n};`;
  const [up] = readScript(tool, SourceText.of('1_a.js', code), { direction: 'up' });
  return { kinds: (up?.gaps ?? []).map(({ kind }) => kind), sql: (up?.pieces ?? []).map(({ sql }) => sql) };
}

const rows: readonly (readonly [string, ScriptTool, string])[] = [
  [
    'Kysely',
    kysely,
    "for (const row of await db.selectFrom('a').selectAll().execute()) await db.updateTable('a').set({ b: row.c + 1 }).execute();",
  ],
  [
    'Kysely, all at once',
    kysely,
    "const rows = await db.selectFrom('a').select('id').execute(); await Promise.all(rows.map((row) => db.deleteFrom('a').where('id', '=', row.id).execute()));",
  ],
  [
    'Sequelize',
    sequelize,
    "const [rows] = await db.sequelize.query('SELECT id FROM a'); for (const row of rows) await db.bulkUpdate('a', { b: row.b }, { id: row.id });",
  ],
  [
    'Sequelize, by SQL',
    sequelize,
    "const [rows] = await db.sequelize.query('SELECT id FROM a'); if (rows.length === 0) return; await Promise.all(rows.map((row) => db.sequelize.query('UPDATE a SET b = 1 WHERE id IN (SELECT ' + row.list + ')')));",
  ],
  [
    'node-pg-migrate',
    nodePgMigrate,
    "const { rows } = await db.db.query('SELECT id FROM a'); for (const row of rows) db.sql('UPDATE a SET b = 1 WHERE id = ' + row.id);",
  ],
  [
    'db-migrate',
    dbMigrate,
    "const found = await db.all('SELECT id FROM a'); for (const row of found) await db.runSql('UPDATE a SET b = 1 WHERE id = ?', [row.id]);",
  ],
];

describe('data work', () => {
  it.each(rows)('%s', (_, tool, body) => {
    const { kinds } = read(tool, body);
    expect(kinds.length).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(['data-work']));
  });

  it('is none where the schema may change', () => {
    const body =
      "const { rows } = await db.db.query('SELECT t FROM a'); for (const row of rows) db.addColumn('b', { c: 'int' });";
    expect(read(nodePgMigrate, body).kinds).toEqual(['unsupported']);
    const mixed =
      "const [rows] = await db.sequelize.query('SELECT 1'); for (const x of rows) await db.sequelize.query('UPDATE a SET b = ' + x + '; DROP TABLE ' + x);";
    expect(read(sequelize, mixed).kinds).not.toEqual(['data-work', 'data-work']);
  });

  it('is no gap where a view compares with what is not known', () => {
    const body =
      "await db.schema.createView('v').as(db.selectFrom('a').select('id').where(sql`kind in (${elsewhere}, ${elsewhere})`)).execute();";
    expect(read(kysely, body, "import { sql } from 'kysely'; import { elsewhere } from 'other';")).toEqual({
      kinds: [],
      sql: ['create view "v" as select "id" from "a" where kind in (NULL, NULL)'],
    });
  });

  it('is no gap where what rows decide is taken to happen', () => {
    const body =
      "const [rows] = await db.sequelize.query('SELECT 1'); if (!rows[0]) return; await db.removeColumn('a', 'b');";
    expect(read(sequelize, body)).toEqual({
      kinds: [],
      sql: ['SELECT 1', 'ALTER TABLE "public"."a" DROP COLUMN "b"'],
    });
  });

  it('is no gap where a helper returns early and nothing is sent after it', () => {
    const helper = 'function clean(row) { if (!row.b) return row; return { ...row, b: 1 }; }';
    const body =
      "const [rows] = await db.sequelize.query('SELECT * FROM a'); clean(rows[0]); await db.removeColumn('a', 'b');";
    expect(read(sequelize, body, helper)).toEqual({
      kinds: [],
      sql: ['SELECT * FROM a', 'ALTER TABLE "public"."a" DROP COLUMN "b"'],
    });
  });

  it('leaves the statements of pgm after those that are sent at once, in the order of their calls', () => {
    const body = "db.sql('SELECT 1'); await db.db.query('SELECT 2'); db.dropTable('a'); await db.db.query('SELECT 3');";
    expect(read(nodePgMigrate, body).sql).toEqual(['SELECT 2', 'SELECT 3', 'SELECT 1;', 'DROP TABLE "a"']);
  });

  it('is no migration without code', () => {
    const [up] = readScript(sequelize, SourceText.of('1_a.js', '/* archived */\n'), { direction: 'up' });
    expect(up?.gaps).toEqual([]);
  });
});
