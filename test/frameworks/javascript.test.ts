// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
// The partial evaluator: what it follows, what it leaves as a gap, and that hostile code ends in one.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadJavaScript, readScript } from '../../src/frameworks/javascript/tool.ts';
import { typeorm } from '../../src/frameworks/typeorm/index.ts';
import { toFileOffset } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(loadJavaScript);

const wrapped = (body: string, before = ''): string =>
  `import { MigrationInterface, QueryRunner, Table, TableColumn } from 'typeorm';\n${before}
export class A1700000000000 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {\n${body}\n}
  public async down(queryRunner: QueryRunner): Promise<void> {}
}`;

function readText(code: string, files: Readonly<Record<string, string>> = {}) {
  const source = SourceText.of('src/migrations/1700000000000-A.ts', code);
  const [up] = readScript(typeorm, source, {
    readFile: (path) => (files[path] === undefined ? undefined : SourceText.of(path, files[path])),
  });
  if (!up) throw new Error('nothing is read');
  return up;
}

const sqlOf = (body: string, before = '', files: Readonly<Record<string, string>> = {}): string[] => {
  const up = readText(wrapped(body, before), files);
  expect(up.gaps).toEqual([]);
  return up.pieces.map(({ sql }) => sql);
};

const gapsOf = (body: string, before = ''): string[] =>
  readText(wrapped(body, before)).gaps.map(({ reason }) => reason);

describe('what is followed', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a template of constants',
      'await queryRunner.query(`DROP TABLE "${schema}"."t"`)',
      "const schema = 's';",
      ['DROP TABLE "s"."t"'],
    ],
    ['concatenation', "await queryRunner.query('A ' + 'B ' + 1)", '', ['A B 1']],
    [
      'a loop over a list',
      "for (const t of ['a', 'b']) await queryRunner.query(`DROP TABLE ${t}`)",
      '',
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    [
      'a counted loop',
      'for (let i = 0; i < 2; i++) { await queryRunner.query(`DROP TABLE t${i}`) }',
      '',
      ['DROP TABLE t0', 'DROP TABLE t1'],
    ],
    [
      'promises',
      "await Promise.all(['a', 'b'].map((t) => queryRunner.query(`DROP TABLE ${t}`)))",
      '',
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    [
      'then',
      "return queryRunner.query('A').then(() => queryRunner.query('B')).catch(() => queryRunner.query('C'))",
      '',
      ['A', 'B'],
    ],
    [
      'a helper and what it closes over',
      "const run = (t: string) => queryRunner.query(`DROP TABLE ${t}`); await run('x')",
      '',
      ['DROP TABLE x'],
    ],
    [
      'a renamed parameter in a helper',
      'await drop(queryRunner)',
      "async function drop({ query: send = null, ...rest } : any) { await send('A') }",
      ['A'],
    ],
    [
      'destructuring and defaults',
      'const [{ a, b = "y" }] = rows; await queryRunner.query(a + b)',
      "const rows = [{ a: 'x' }];",
      ['xy'],
    ],
    ['spread', 'for (const t of [...more, "b"]) await queryRunner.query(t)', "const more = ['a'];", ['a', 'b']],
    [
      'object entries',
      'for (const [k, v] of Object.entries({ a: 1 })) await queryRunner.query(`${k}=${v}`)',
      '',
      ['a=1'],
    ],
    [
      'a condition that is known',
      'if (kinds.includes("a")) await queryRunner.query("A"); else await queryRunner.query("B")',
      "const kinds = ['a'];",
      ['A'],
    ],
    ['an alias', 'const q = queryRunner; const query = q.query.bind(q); await query("A")', '', ['A']],
    [
      'string methods',
      'for (const s of list.split(";")) if (s.trim()) await queryRunner.query(s.trim())',
      'const list = "A ; B ;";',
      ['A', 'B'],
    ],
    ['an enum', 'await queryRunner.query(Kind.Two)', "enum Kind { One = 'A', Two = 'B' }", ['B']],
    [
      'a switch',
      'switch (kind) { case "a": await queryRunner.query("A"); break; default: await queryRunner.query("B") }',
      "const kind = 'a';",
      ['A'],
    ],
    [
      'a default that makes no difference',
      'const a = process.env.A ?? "a"; const b = process.env.B ? 1 : 2; await queryRunner.query("A")',
      '',
      ['A'],
    ],
    [
      'a bound function',
      'const send = queryRunner.query.bind(queryRunner, "A"); await send(); await both.bind(null, queryRunner)("B")',
      'const both = (q: QueryRunner, sql: string) => q.query(sql);',
      ['A', 'B'],
    ],
    ['a question to the schema', 'if (!(await queryRunner.hasTable("t"))) { await queryRunner.query("A") }', '', ['A']],
    ['what has nothing to do with SQL', 'console.log(process.env.X); const d = new Date();', '', []],
  ])('%s', (_, body, before, expected) => {
    expect(sqlOf(body, before)).toEqual(expected);
  });

  it('reads helpers of the project, and SQL files', () => {
    const before = `import { drop } from '../helpers';\nimport * as fs from 'fs';\nimport { join } from 'path';`;
    const body = `await drop(queryRunner, 't'); await queryRunner.query(fs.readFileSync(join(__dirname, 'a.sql'), 'utf8'))`;
    const files = {
      'src/helpers/index.ts': 'export const drop = (q, t) => q.query(`DROP TABLE ${t}`);',
      'src/migrations/a.sql': 'SELECT 1',
    };
    expect(sqlOf(body, before, files)).toEqual(['DROP TABLE t', 'SELECT 1']);
  });

  it('reads methods of the class and of one above it', () => {
    const code = `import { MigrationInterface } from 'typeorm';
abstract class Base { protected table = 't'; protected drop(q) { return q.query('DROP TABLE ' + this.table); } }
export class A1700000000000 extends Base implements MigrationInterface { async up(q) { await this.drop(q); } async down() {} }`;
    expect(readText(code).pieces.map(({ sql }) => sql)).toEqual(['DROP TABLE t']);
  });
});

it('goes on with a Knex column after what it refers to, and with a promise after a schema', async () => {
  const { knex } = await import('../../src/frameworks/knex/index.ts');
  const code = `exports.up = (knex) => knex.schema
    .alterTable('a', (t) => { t.integer('b').references('c.id').unique().notNullable().onDelete('CASCADE'); })
    .then(() => knex.schema.dropTable('d'));`;
  const [up] = readScript(knex, SourceText.of('1_a.js', code), { direction: 'up' });
  expect(up?.gaps).toEqual([]);
  expect(up?.pieces.map(({ sql }) => sql)).toEqual([
    'alter table "a" add column "b" integer not null',
    'alter table "a" add constraint "a_b_foreign" foreign key ("b") references "c" ("id") on delete CASCADE',
    'alter table "a" add constraint "a_b_unique" unique ("b")',
    'drop table "d"',
  ]);
});

it('reads a migration that is exported as an object with a name, and ends in a gap where an enum is computed', async () => {
  const { sequelize } = await import('../../src/frameworks/sequelize/index.ts');
  const code = `import { labels } from 'elsewhere';
export const addState = { up: (q, Sequelize) => q.addColumn('a', 'b', { type: Sequelize.ENUM(labels) }) };`;
  const [up] = readScript(sequelize, SourceText.of('1_a.ts', code), { direction: 'up' });
  expect(up?.gaps.map(({ reason }) => reason)).toEqual([expect.stringMatching(/labels of an enum/)]);
});

describe('where SQL points to', () => {
  it('is the characters that were written', () => {
    const code = wrapped("await queryRunner.query(`ALTER TABLE \\`x\\` ${'DROP'} y`);");
    const [piece] = readText(code).pieces;
    if (!piece) throw new Error('no piece');
    expect(piece.sql).toBe('ALTER TABLE `x` DROP y');
    expect(code.slice(toFileOffset(piece, 0), toFileOffset(piece, 5))).toBe('ALTER');
    const drop = piece.sql.indexOf('DROP');
    expect(code.slice(toFileOffset(piece, drop), toFileOffset(piece, drop + 3) + 1)).toBe('DROP');
    expect(code[toFileOffset(piece, piece.sql.length - 1)]).toBe('y');
  });

  it('is the whole call of a statement that the tool makes', () => {
    const code = wrapped("await queryRunner.dropColumn('t', 'c');");
    const [piece] = readText(code).pieces;
    if (!piece) throw new Error('no piece');
    const at = code.indexOf("queryRunner.dropColumn('t'");
    expect([toFileOffset(piece, 0), toFileOffset(piece, piece.sql.length)]).toEqual([
      at,
      at + "queryRunner.dropColumn('t', 'c')".length,
    ]);
  });
});

describe('what is a gap', () => {
  it.each<[string, string, RegExp]>([
    [
      'a computed name',
      'await queryRunner.query(`ALTER TABLE ${process.env.T} ADD c int`)',
      /^An ALTER TABLE on a table whose name is computed \(process\.env\.T\)/,
    ],
    [
      'a computed part',
      'await queryRunner.query(`ALTER TABLE t ADD c ${type()}`)',
      /^An ALTER TABLE on the table t of which a part is computed/,
    ],
    ['a condition', "if (process.env.X) await queryRunner.query('A')", /^Whether this runs depends on process\.env\.X/],
    ['unknown code', 'await helper(queryRunner)', /^helper is code that is not read/],
    ['a method that is not known', 'await queryRunner.frobnicate("t")', /frobnicate is not known here/],
    [
      'rows',
      "for (const r of await queryRunner.query('SELECT 1')) await queryRunner.query('A')",
      /^How often this loop runs depends on/,
    ],
    ['entities', 'await queryRunner.manager.save({})', /data work in code/],
    [
      'an option that is not known',
      "await queryRunner.addColumn('t', new TableColumn({ name: 'c', type: 'int', frob: 1 }))",
      /has the option frob/,
    ],
  ])('%s', (_, body, reason) => {
    expect(gapsOf(body)).toEqual([expect.stringMatching(reason)]);
  });

  it('is not a value among data', () => {
    expect(sqlOf("await queryRunner.query(`UPDATE t SET a = '${process.env.A}' WHERE b = ${process.env.B}`)")).toEqual([
      "UPDATE t SET a = '' WHERE b = NULL",
    ]);
  });
});

describe('hostile code ends in a gap', () => {
  const deep = (open: string, close: string, times: number): string => open.repeat(times) + close.repeat(times);
  it.each<[string, string]>([
    ['a loop over a billion', 'for (let i = 0; i < 1e9; i++) {}'],
    ['a loop without an end that sends', "while (true) await queryRunner.query('A')"],
    ['recursion', 'const f = () => f(); f()'],
    ['mutual recursion with data', 'const f = (x: any[]) => g([...x, x]); const g = (x: any[]) => f(x); f([])'],
    ['a string that doubles', "let s = 'x'; for (;;) s += s"],
    ['a list that doubles', 'let l: any[] = [1]; for (;;) l = [...l, ...l]'],
    ['a repeated string', "let s = 'x'.repeat(9999); for (;;) s = s.repeat(9999)"],
    ['nested brackets', `x = ${deep('[', ']', 50_000)}`],
    ['nested functions', deep('(() => {', '})();', 5_000)],
    ['a long sum', `x = ${'1+'.repeat(100_000)}1; await queryRunner.query('A')`],
    ['a line of 10 MB', `x = '${'x'.repeat(10_000_000)}'`],
    ['code that is none', 'const = {'],
  ])('%s', (_, body) => {
    const start = performance.now();
    const { gaps } = readText(wrapped(body));
    expect(gaps.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('types without end', () => {
    const source = SourceText.of(
      'a.ts',
      `export default { async up() {}, async down() {} }${' as any'.repeat(50_000)};`,
    );
    expect(() => readScript(typeorm, source)).not.toThrow();
  });
});
