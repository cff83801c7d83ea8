// The splitter against PostgreSQL's parser: with a psql command at its end the same text is cut up rather than parsed whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { names, places, read } from './read.ts';

const statements = [
  'ALTER TABLE a ADD COLUMN "é;—" int DEFAULT 1',
  'SELECT \'it\'\'s; -- no comment\', "a""b;" FROM a',
  "INSERT INTO a VALUES (E'\\';', 'back\\', U&'\\0041;', b'01', x'1F;')",
  "SELECT E'a'\n  'b\\';' -- the escapes go on",
  'SELECT $$;$$, $x$ $$ ; $x$, $1, a$b FROM a',
  'DO $do$ BEGIN ALTER TABLE a ADD b int; END $do$',
  'SELECT 1 /* ; /* nested ; */ */ + 2',
  'SELECT 1 -- ;\n + 2',
  'SELECT a[1:2], a::int, b <@ c, d->>1, - -1, 1..2 FROM a'.replace(', 1..2', ''),
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
  'CREATE RULE r AS ON INSERT TO a DO ALSO (SELECT 1; SELECT 2)',
  'BEGIN',
  'END',
  'CREATE TABLE "😀" (a int, b text CHECK (b <> \';\'))',
  'SELECT 1+/* x */2, 3*--\n4',
  'CREATE OPERATOR <--> (LEFTARG = int, RIGHTARG = int, PROCEDURE = f)'.replace('<-->', '<->'),
  'COPY a TO STDOUT',
  'SELECT :x'.replace(':x', "'10:30'::time"),
  'CALL p(a := 1, b => 2)',
] as const;

const space = fc.constantFrom(' ', '\n', '\r\n', '\t', ' -- ; comment é\n', '/* ; */', '/* /* ; */ */\n', ';', ';\n;');
const gap = fc.array(space, { maxLength: 3 }).map((parts) => parts.join(''));
const script = fc
  .array(fc.tuple(gap, fc.constantFrom(...statements), gap), { minLength: 1, maxLength: 8 })
  .map((parts) => ({
    text: parts.map(([before, statement, after]) => `${before}\n${statement}\n${after};`).join(''),
    expected: parts.map(([, statement]) => statement),
  }));

describe('a script of valid statements', () => {
  it('has the statements that PostgreSQL finds, whole and cut up', () => {
    fc.assert(
      fc.property(script, fc.constantFrom('', '\ufeff'), ({ text, expected }, mark) => {
        const whole = read(mark + text);
        const cut = read(`${mark + text}\n\\echo done\n`);
        expect(whole.gaps).toEqual([]);
        expect(cut.gaps).toEqual([]);
        expect(whole.statements.map(({ sql }) => sql)).toEqual(expected.map((sql) => sql.replace(/ -- the.*/, '')));
        expect(places(cut.statements)).toEqual(places(whole.statements));
        expect(names(cut.statements)).toEqual(names(whole.statements));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps all but the broken one', () => {
    fc.assert(
      fc.property(script, script, (before, after) => {
        const { statements: found, gaps } = read(`${before.text}\nALTER TABEL x;\n${after.text}`);
        expect(found).toHaveLength(before.expected.length + after.expected.length);
        expect(gaps.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
          'syntax PostgreSQL cannot read this statement: \'syntax error at or near "TABEL"\'.',
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('gives locations in the trees as offsets in the file', () => {
    fc.assert(
      fc.property(script, ({ text }) => {
        const whole = `é😀;${text}\nTRUNCATE the_table`.replace('é😀;', '/* é😀 */');
        for (const sql of [whole, `${whole};\n\\echo`]) {
          const last = read(sql).statements.at(-1);
          const location = Number(/"relname":"the_table".*?"location":(\d+)/.exec(JSON.stringify(last?.node))?.[1]);
          expect(sql.slice(last?.offsetOf(location)).startsWith('the_table')).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
