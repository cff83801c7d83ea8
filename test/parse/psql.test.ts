import { describe, expect, it } from 'vitest';
import { SourceText } from '../../src/source/source-text.ts';
import { names, places, read } from './read.ts';

const summary = (sql: string) => {
  const { statements, gaps } = read(sql);
  return [
    ...places(statements).map((place, at) => `${place}${statements[at]?.conditional ? ' (conditional)' : ''}`),
    ...gaps.map(({ kind, span }) => `${kind} ${span?.start.line}:${span?.start.column}`),
  ];
};

describe('variables', () => {
  it('are substituted as names, literals and text, in their places', () => {
    const sql =
      "\\set t 'my table'\n\\set n 42\n\\set w a:n\nALTER TABLE :\"t\" ADD x text DEFAULT :'t', ADD y int DEFAULT :n, ADD :w int;\nDROP TABLE b;";
    const { statements, gaps } = read(sql);
    expect(gaps).toEqual([]);
    expect(names(statements)).toEqual(['my table', 'x', 'y', 'a42']);
    expect(JSON.stringify(statements[0]?.node)).toContain('"sval":"my table"');
    expect(statements[0]?.sql).toContain(':"t" ADD x text DEFAULT :\'t\'');
    expect(statements[0]?.text).toContain('"my table" ADD x text DEFAULT \'my table\'');
    const column = /"colname":"a42".*?"location":(\d+)\}\}/.exec(JSON.stringify(statements[0]?.node))?.[1];
    expect(sql.slice(statements[0]?.offsetOf(Number(column)), -1)).toMatch(/^:w int/);
  });

  it('without a known value stand for a name or a value', () => {
    const { statements, gaps } = read(
      "ALTER TABLE :schema.a ADD :\"c\" text DEFAULT :'v'; SET lock_timeout = :'timeout';",
    );
    expect(gaps).toEqual([]);
    expect(names(statements)).toEqual(['a', ':"c"']);
    expect(JSON.stringify(statements[0]?.node)).toContain('"schemaname":":schema"');
  });

  it('are left alone in casts, slices, assignments and strings', () => {
    const sql = "\\set n 5\n\\set text 6\nSELECT a::text, b[1:2], f(x := 1), ':n', $$:n$$, '10:30'::time;";
    expect(read(sql).statements[0]?.text).toBe(read(sql).statements[0]?.sql);
  });

  it('may hold whole statements', () => {
    const { statements } = read("\\set s 'DROP TABLE a; DROP TABLE b'\n:s;");
    expect(names(statements)).toEqual([]);
    expect(statements.map(({ kind, sql }) => `${kind} ${sql}`)).toEqual(['DropStmt :s', 'DropStmt :s']);
  });

  it('that a query sets are no longer known', () => {
    const { statements } = read('\\set a 1\nSELECT 2 AS a \\gset\nALTER TABLE t ALTER b SET DEFAULT :a;');
    expect(statements[1]?.text).toContain('":a"');
  });
});

describe('conditions', () => {
  it.each([
    ['\\if true\nDROP TABLE a;\n\\else\nDROP TABLE b;\n\\endif', ['2:1 DROP TABLE a']],
    ['\\if off\nDROP TABLE a;\n\\elif 1\nDROP TABLE b;\n\\else\nDROP TABLE c;\n\\endif', ['4:1 DROP TABLE b']],
    [
      '\\if :x\nDROP TABLE a;\n\\else\nDROP TABLE b;\n\\endif\nDROP TABLE c;',
      ['2:1 DROP TABLE a (conditional)', '4:1 DROP TABLE b (conditional)', '6:1 DROP TABLE c'],
    ],
    [
      '\\set x no\n\\if :x\nDROP TABLE a;\n\\if :y\nDROP TABLE b;\n\\endif\n\\endif\nDROP TABLE c;',
      ['8:1 DROP TABLE c'],
    ],
    ["\\if false\nSELECT 'it''s;\n\\endif\n';\n\\endif\nDROP TABLE c;", ['6:1 DROP TABLE c']],
    ['\\if :x\n\\set y 1\n\\endif\n\\if :y\nDROP TABLE a;\n\\endif', ['5:1 DROP TABLE a (conditional)']],
    ['\\if 1\nDROP TABLE a;', ['2:1 DROP TABLE a', 'psql 2:14']],
    ['\\endif\nDROP TABLE a;', ['2:1 DROP TABLE a', 'psql 1:1']],
  ])('%j', (sql, expected) => expect(summary(sql)).toEqual(expected));

  it('cut out part of a statement', () => {
    const { statements } = read('CREATE TABLE t (\n\\if 0\n  a int,\n\\endif\n  b int);');
    expect(names(statements)).toEqual(['t', 'b']);
    expect(places(statements)[0]).toMatch(/^1:1 CREATE TABLE t \([\s\S]*b int\)$/);
  });
});

describe('commands', () => {
  it.each([
    ['SELECT 1 \\g\nSELECT 2\n\\gx\nSELECT 3 \\g out.txt', ['1:1 SELECT 1', '2:1 SELECT 2', '4:1 SELECT 3']],
    ["SELECT 'DROP TABLE a' \\gexec\nSELECT 2;", ["1:1 SELECT 'DROP TABLE a'", '2:1 SELECT 2', 'dynamic-sql 1:1']],
    ['SELECT 1\n\\echo hi\n + 2;', ['1:1 SELECT 1\n\\echo hi\n + 2']],
    ['SELECT 1\n\\r\nSELECT 2;', ['3:1 SELECT 2']],
    ['SELECT 1;\n\\q\nSELECT 2; foo;', ['1:1 SELECT 1']],
    [
      "\\timing on\n\\x\n\\pset null 'NULL'\n\\encoding UTF8\n\\dt+ public.*\n\\restrict k\n\\unrestrict k\nSELECT 1;",
      ['8:1 SELECT 1'],
    ],
    ["\\COPY a FROM 'b'\nSELECT 1;", ["1:1 \\COPY a FROM 'b'", '2:1 SELECT 1']],
    ['\\timing \\\\ SELECT 1;', ['1:12 SELECT 1']],
    ['\\frobnicate\nSELECT 1;', ['2:1 SELECT 1', 'psql 1:1']],
    ['\\! rm -rf "x\nSELECT 1;', ['2:1 SELECT 1', 'psql 1:1']],
    ['\\connect db\nSELECT 1;', ['1:1 \\connect db', '2:1 SELECT 1']],
    ['\\set AUTOCOMMIT off\nSELECT 1;', ['1:1 \\set AUTOCOMMIT off', '2:1 SELECT 1']],
  ])('%j', (sql, expected) => expect(summary(sql)).toEqual(expected));

  it('\\; sends a statement together with the next', () => {
    const { statements } = read('SELECT 1\\; SELECT 2; SELECT 3;');
    expect(statements.map(({ sql, sentWithNext = false }) => [sql, sentWithNext])).toEqual([
      ['SELECT 1', true],
      ['SELECT 2', false],
      ['SELECT 3', false],
    ]);
  });

  it('\\connect and AUTOCOMMIT are marked', () => {
    expect(
      read('\\c -reuse-previous=on "dbname=x"\n\\set AUTOCOMMIT off').statements.map(({ kind, node }) => [kind, node]),
    ).toEqual([
      ['PsqlConnect', { PsqlConnect: { target: '-reuse-previous=on "dbname=x"' } }],
      ['PsqlAutocommit', { PsqlAutocommit: { on: false } }],
    ]);
  });

  it('without psql are errors', () => {
    expect(read('\\echo x\nSELECT 1;', { psql: false }).gaps.map(({ kind }) => kind)).toEqual(['syntax']);
  });
});

describe('copy', () => {
  it.each([
    ["COPY a FROM stdin;\nit's; DROP TABLE b;\n\\.\nDROP TABLE c;", ['1:1 COPY a FROM stdin', '4:1 DROP TABLE c']],
    [
      'COPY a (b) FROM STDIN WITH (FORMAT csv); -- c\r\n1\r\n\\.\r\nDROP TABLE c;',
      ['1:1 COPY a (b) FROM STDIN WITH (FORMAT csv)', '4:1 DROP TABLE c'],
    ],
    [
      'COPY a FROM stdin; COPY b FROM stdin;\n1\n\\.\n2\n\\.\nDROP TABLE c;',
      ['1:1 COPY a FROM stdin', '1:20 COPY b FROM stdin', '6:1 DROP TABLE c'],
    ],
    ['COPY a FROM stdin;\n1\t2\n', ['1:1 COPY a FROM stdin']],
    ['COPY a FROM stdin;\n\nDROP TABLE c;\n', ['1:1 COPY a FROM stdin', 'psql 1:1']],
    [
      "\\copy a (b, c) FROM 'x y.csv' WITH (FORMAT csv);\nDROP TABLE c;",
      ["1:1 \\copy a (b, c) FROM 'x y.csv' WITH (FORMAT csv)", '2:1 DROP TABLE c'],
    ],
    [
      "\\copy (SELECT a FROM b) TO PROGRAM 'gzip' csv\nDROP TABLE c;",
      ["1:1 \\copy (SELECT a FROM b) TO PROGRAM 'gzip' csv", '2:1 DROP TABLE c'],
    ],
    ["\\copy a from stdin\nit's\n\\.\nDROP TABLE c;", ['1:1 \\copy a from stdin', '4:1 DROP TABLE c']],
  ])('%j', (sql, expected) => expect(summary(sql)).toEqual(expected));

  it('\\copy is read as the COPY that psql sends', () => {
    expect(read("\\copy s.a from '/tmp/x'").statements[0]?.node).toMatchObject({
      CopyStmt: { relation: { schemaname: 's', relname: 'a' }, is_from: true },
    });
  });
});

describe('include', () => {
  const files: Record<string, string> = {
    'b.sql': '\\set v 1\nDROP TABLE b; -- in b\n\\ir c.sql',
    'c.sql': '\\i b.sql\nDROP TABLE c; foo;',
  };
  const include = (path: string) => (files[path] === undefined ? undefined : SourceText.of(path, files[path]));

  it('reads the file in its place, with its own positions', () => {
    const { statements, gaps, comments } = read("DROP TABLE a;\n\\i 'b.sql'\nSELECT :v;\n\\i d.sql", { include });
    expect(statements.map(({ file, span, includedFrom }) => [file, span.start.line, includedFrom?.file])).toEqual([
      ['a.sql', 1, undefined],
      ['b.sql', 2, 'a.sql'],
      ['c.sql', 2, 'b.sql'],
      ['a.sql', 3, undefined],
    ]);
    expect(statements[3]?.text).toBe('SELECT 1');
    expect(gaps.map(({ kind, file, span }) => `${kind} ${file}:${span?.start.line}`)).toEqual([
      'include c.sql:1',
      'syntax c.sql:2',
      'include a.sql:4',
    ]);
    expect(comments().map(({ text, file }) => `${file} ${text}`)).toEqual(['b.sql -- in b']);
  });

  it('says so where the name is not known', () => {
    const { gaps } = read('\\i :dir/b.sql', { include });
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'The file that \\i reads depends on a psql variable or command, so it is not known.',
    ]);
  });
});

it('finds comments outside strings, data and commands', () => {
  const sql = "-- a\nSELECT '-- no' /* b /* c */ */; -- d\nCOPY t FROM stdin;\n-- data\n\\.\n\\echo -- no\n-- e";
  const found = read(sql).comments();
  expect(found.map(({ text, kind, span }) => `${span.start.line}:${span.start.column} ${kind} ${text}`)).toEqual([
    '1:1 line -- a',
    '2:16 block /* b /* c */ */',
    '2:33 line -- d',
    '7:1 line -- e',
  ]);
});
