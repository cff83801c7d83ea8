// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
// Work on rows by a migration's own code, which is a gap of a kind of its own: the schema is known without it.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadJavaScript, readScript, type ScriptTool } from '../../src/frameworks/javascript/tool.ts';
import { knex } from '../../src/frameworks/knex/index.ts';
import { mikroorm } from '../../src/frameworks/mikroorm/index.ts';
import { typeorm } from '../../src/frameworks/typeorm/index.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(loadJavaScript);

const read = (tool: ScriptTool, code: string) => {
  const [up] = readScript(tool, SourceText.of('m/1700000000000-A.ts', code), { direction: 'up' });
  return { kinds: up?.gaps.map(({ kind }) => kind), sent: up?.pieces.map(({ sql }) => sql), gaps: up?.gaps ?? [] };
};

const inTypeorm = (body: string) =>
  read(typeorm, `export class A1700000000000 { async up(q) { ${body} } async down() {} }`);
const inKnex = (body: string, before = '') => read(knex, `${before}; exports.up = async (knex) => { ${body} }`);
const inMikroorm = (body: string) =>
  read(mikroorm, `export class Migration20240101000000 extends Migration { async up() { ${body} } }`);

describe('a loop over rows', () => {
  it.each([
    [
      'TypeORM',
      inTypeorm,
      "for (const row of await q.query('SELECT id FROM a')) await q.query('UPDATE a SET b = 1 WHERE id = $1', [row.id]);",
    ],
    [
      'TypeORM, by forEach',
      inTypeorm,
      "const rows = await q.query('SELECT id FROM a'); rows.forEach((row) => q.query('UPDATE a SET b = 1 WHERE id = $1', [row.id]));",
    ],
    [
      'Knex, by map',
      inKnex,
      "const rows = await knex('a').select(); await Promise.all(rows.map((row) => knex('a').where({ id: row.id }).update({ b: row.c })));",
    ],
    [
      'Knex, by then',
      inKnex,
      "await knex('a').select().then((rows) => rows.map((row) => knex('a').where('id', row.id).del()));",
    ],
    [
      'MikroORM',
      inMikroorm,
      "for (const row of await this.execute('select id from a')) await this.execute('update a set b = 1');",
    ],
  ])('%s', async (_, readIn, body) => {
    const { kinds } = (readIn as typeof inKnex)(body);
    expect(new Set(kinds)).toEqual(new Set(['data-work']));
  });

  it('is more than work on rows where it changes the schema', () => {
    const body = "for (const row of await q.query('SELECT t FROM a')) await q.query(`ALTER TABLE ${row.t} ADD b int`);";
    expect(inTypeorm(body).kinds).toEqual(['dynamic-sql', 'unsupported']);
  });

  it('is run once where nobody knows when it ends', () => {
    const body =
      "for (;;) { const rows = await knex('a').select().limit(9); if (rows.length === 0) break; await knex.raw('UPDATE a SET b = 1'); }";
    expect(inKnex(body)).toMatchObject({ kinds: ['data-work'], sent: ['UPDATE a SET b = 1'] });
  });
});

describe('what follows a question to the database', () => {
  it('is taken to happen', () => {
    const body =
      "const [{ count }] = await q.query('SELECT count(*) FROM a'); if (Number(count) > 0) await q.query('DROP TABLE a');";
    expect(inTypeorm(body)).toMatchObject({ kinds: [], sent: [expect.anything(), 'DROP TABLE a'] });
  });

  it('is not doubted for an early return after which nothing is sent', () => {
    const code = `function key() { if (process.env.KEY) return process.env.KEY; return 'x'; }`;
    expect(inKnex("key(); await knex.schema.dropTable('a');", code).kinds).toEqual([]);
    expect(inKnex("if (process.env.KEY) return; await knex.schema.dropTable('a');").kinds).toEqual(['unsupported']);
  });
});

it('reads a schema that the environment names, and no other name', () => {
  const { sent, kinds } = inKnex(
    'await knex.raw(`SET search_path = ${process.env.DB_SCHEMA}, public; DROP TABLE ${process.env.DB_SCHEMA}.a`); await knex.raw(`DROP TABLE ${process.env.T}`);',
  );
  expect(sent).toEqual(['SET search_path = db_schema, public; DROP TABLE db_schema.a']);
  expect(kinds).toEqual(['dynamic-sql']);
});

it("reads Knex's SQL within SQL, and Strapi's work on documents as such", () => {
  expect(inKnex("await knex.raw(`ALTER TABLE a ADD b int DEFAULT ${knex.raw('?', [3])}`)").sent).toEqual([
    'ALTER TABLE a ADD b int DEFAULT 3',
  ]);
  const { kinds, gaps } = inKnex("await strapi.db.query('api::a.a').updateMany({}); strapi.log.info('done');");
  expect(kinds).toEqual(['data-work']);
  expect(gaps[0]?.reason).toMatch(/^strapi\.db\.query changes or reads rows/);
});
