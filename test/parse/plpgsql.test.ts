// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are the point
import { describe, expect, it } from 'vitest';
import { bodyStatements } from '../../src/postgres/plpgsql.ts';
import { read } from './read.ts';

const bodies = (sql: string) => read(sql).statements.map(bodyStatements);

const summary = (sql: string) =>
  bodies(sql).flatMap(({ statements, gaps }) => [
    ...statements.map(({ kind, span, source, conditional, repeated, handledBy }) => {
      const words = [conditional && '(conditional)', repeated && '(repeated)', handledBy && `(handles ${handledBy})`];
      const text = source.text.slice(span.start.offset, span.end.offset);
      return [`${span.start.line}:${span.start.column}`, kind, text, ...words.filter(Boolean)].join(' ');
    }),
    ...gaps.map(({ kind, span }) => `${span?.start.line}:${span?.start.column} gap ${kind}`),
  ]);

const block = (body: string) => `DO $$\nBEGIN\n${body}\nEND $$;`;

describe('static SQL', () => {
  it.each([
    ['  ALTER TABLE é ADD a int;', ['3:3 AlterTableStmt ALTER TABLE é ADD a int']],
    ['PERFORM f(1);', ['3:9 SelectStmt f(1)']],
    ['CALL p(1);', ['3:1 CallStmt CALL p(1)']],
    [
      'IF a = 1 THEN DROP TABLE a; ELSIF a = 2 THEN DROP TABLE b; ELSE DROP TABLE c; END IF;',
      [
        '3:15 DropStmt DROP TABLE a (conditional)',
        '3:46 DropStmt DROP TABLE b (conditional)',
        '3:65 DropStmt DROP TABLE c (conditional)',
      ],
    ],
    ['IF true THEN DROP TABLE a; ELSE DROP TABLE b; END IF;', ['3:14 DropStmt DROP TABLE a']],
    [
      'IF EXISTS (SELECT 1 FROM b) THEN\nRETURN;\nEND IF;\nDROP TABLE a;',
      ['3:4 SelectStmt EXISTS (SELECT 1 FROM b)', '6:1 DropStmt DROP TABLE a (conditional)'],
    ],
    [
      'CASE WHEN true THEN DROP TABLE a; ELSE DROP TABLE b; END CASE;',
      ['3:21 DropStmt DROP TABLE a (conditional)', '3:40 DropStmt DROP TABLE b (conditional)'],
    ],
    ['FOR i IN 1..3 LOOP\n DROP TABLE a;\nEND LOOP;', ['4:2 DropStmt DROP TABLE a (conditional) (repeated)']],
    ['LOOP EXIT WHEN true; DELETE FROM a; END LOOP;', ['3:22 DeleteStmt DELETE FROM a (conditional) (repeated)']],
    [
      'BEGIN\nDROP TABLE a;\nEXCEPTION WHEN undefined_table OR others THEN\nDROP TABLE b;\nEND;',
      ['4:1 DropStmt DROP TABLE a (handles undefined_table,others)', '6:1 DropStmt DROP TABLE b (conditional)'],
    ],
    ['DROP TABLE a;\nCOMMIT;\nROLLBACK;', ['3:1 DropStmt DROP TABLE a', '4:1 commit COMMIT', '5:1 rollback ROLLBACK']],
    ['DROP TABLE a; DROP TABLE a;', ['3:1 DropStmt DROP TABLE a', '3:15 DropStmt DROP TABLE a']],
    ['INSERT INTO :S.a VALUES (b[1:c]);', ['3:1 InsertStmt INSERT INTO :S.a VALUES (b[1:c])']],
    ['INSERT INTO ${s}.a\n  VALUES (1);', ['3:1 InsertStmt INSERT INTO ${s}.a\n  VALUES (1)']],
  ])('%j', (body, expected) => expect(summary(block(body))).toEqual(expected));

  it('is found in loops over queries, cursors, INTO and RETURN QUERY', () => {
    const sql = [
      'CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $f$',
      'DECLARE r record; c CURSOR FOR SELECT 1 FROM c; x int;',
      'BEGIN',
      '  FOR r IN SELECT * FROM a LOOP UPDATE b SET c = 1; END LOOP;',
      '  OPEN c;',
      '  SELECT y INTO STRICT x FROM d;',
      '  x := g(2);',
      '  RETURN QUERY DELETE FROM e RETURNING 1;',
      'END $f$',
    ].join('\n');
    expect(summary(sql).map((line) => line.replace(/^\d+:\d+ /, ''))).toEqual([
      'SelectStmt SELECT * FROM a',
      'UpdateStmt UPDATE b SET c = 1 (conditional) (repeated)',
      'SelectStmt OPEN c;',
      'SelectStmt SELECT y INTO STRICT x FROM d',
      'SelectStmt x := g(2)',
      'DeleteStmt DELETE FROM e RETURNING 1',
    ]);
  });
});

describe('EXECUTE', () => {
  it.each([
    ["EXECUTE 'DROP TABLE a';", ["3:9 DropStmt 'DROP TABLE a'"]],
    ["EXECUTE 'DROP TABLE ' || quote_ident('A b');", ["3:9 DropStmt 'DROP TABLE ' || quote_ident('A b')"]],
    ["EXECUTE format('DROP TABLE %I.%2$s', 'S', 'a');", ["3:9 DropStmt format('DROP TABLE %I.%2$s', 'S', 'a')"]],
    [
      "EXECUTE 'DROP TABLE a; DROP TABLE b';",
      ["3:9 DropStmt 'DROP TABLE a; DROP TABLE b'", "3:9 DropStmt 'DROP TABLE a; DROP TABLE b'"],
    ],
    ["EXECUTE format('DROP TABLE %I', a);", ['3:9 gap dynamic-sql']],
    ["EXECUTE 'DROP TABLE a' || b.c;", ['3:9 gap dynamic-sql']],
    ["EXECUTE format('DROP TABLE %5s', 'a');", ['3:9 gap dynamic-sql']],
    ["EXECUTE 'DROP TABEL a';", ['3:9 gap syntax']],
  ])('%j', (body, expected) => expect(summary(block(body))).toEqual(expected));

  it('evaluates to the SQL that PostgreSQL would run', () => {
    const [body] = bodies(block("EXECUTE format('ALTER TABLE %I.%I ADD x text DEFAULT %L', 'S', 'a', 'it''s');"));
    expect(body?.statements.map(({ sql }) => sql)).toEqual(['ALTER TABLE "S"."a" ADD x text DEFAULT \'it\'\'s\'']);
  });

  it('knows a variable that nothing changes, and no other', () => {
    const sql = (change: string) => `DO $$ DECLARE t text := 'a'; BEGIN ${change} EXECUTE 'DROP TABLE ' || t; END $$`;
    expect(summary(sql('')).map((line) => line.slice(5, 13))).toEqual(['DropStmt']);
    for (const change of [
      "t := 'b';",
      'SELECT 1 INTO t;',
      'FOR t IN SELECT 1 LOOP NULL; END LOOP;',
      'GET DIAGNOSTICS t = PG_CONTEXT;',
    ]) {
      expect(summary(sql(change)).at(-1)).toMatch(/gap dynamic-sql/);
    }
  });
});

describe('other bodies', () => {
  it.each([
    [
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''x''; DELETE FROM a'",
      ["1:50 SelectStmt SELECT ''x'", '1:64 DeleteStmt DELETE FROM a'],
    ],
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM a; RETURN (SELECT 1); END',
      ['1:46 DeleteStmt DELETE FROM a', '1:61 SelectStmt RETURN (SELECT 1)'],
    ],
    ['CREATE FUNCTION f() RETURNS int RETURN (SELECT 1 FROM a)', ['1:33 SelectStmt RETURN (SELECT 1 FROM a)']],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'f'", []],
    ['DO LANGUAGE plperl $$ x $$', ['1:1 gap dynamic-sql']],
    ['DO $$ BEGIN IF; END $$', ['1:1 gap syntax']],
    [
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (new.*); RETURN new; END $$',
      ['1:66 InsertStmt INSERT INTO a VALUES (new.*)'],
    ],
    ['SELECT 1', []],
  ])('%s', (sql, expected) => expect(summary(sql)).toEqual(expected));

  it('nested beyond reading are a gap', () => {
    const comment = '/*'.repeat(5_000) + '*/'.repeat(5_000);
    expect(summary(`\\echo x\nDO $$ BEGIN ${comment} DROP TABLE a; END $$;`)).toEqual(['2:1 gap nesting']);
  });
});
