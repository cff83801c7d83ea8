// Sizes and depths at which PostgreSQL's parser, or a careless reader around it, crashes, hangs or goes quadratic.
import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

const kinds = (sql: string) => {
  const { statements, gaps } = read(sql);
  return { statements: statements.length, gaps: gaps.map(({ kind }) => kind) };
};

describe('nesting', () => {
  it.each([
    ['comments', `SELECT ${'/*'.repeat(100_000)}${'*/'.repeat(100_000)} 1`],
    ['parentheses', `SELECT ${'('.repeat(100_000)}`],
    ['a chain of operators', `SELECT ${'1+'.repeat(100_000)}1`],
    ['a chain that the parser holds but a walk would not', `SELECT ${'1+'.repeat(3_000)}1`],
    ['NOT', `SELECT ${'NOT '.repeat(5_000)}true`],
    ['ARRAY', `SELECT ARRAY${'['.repeat(3_000)}1${']'.repeat(3_000)}`],
    ['CASE', `SELECT ${'CASE WHEN a THEN '.repeat(5_000)}1${' END'.repeat(5_000)}`],
  ])('of %s is one gap', (_name, sql) => {
    expect(kinds(`DROP TABLE a;\n${sql};\nDROP TABLE b;`)).toEqual({ statements: 2, gaps: ['nesting'] });
  });

  it('in a comment between statements harms nothing', () => {
    const comment = '/*'.repeat(50_000) + '*/'.repeat(50_000);
    expect(kinds(`DROP TABLE a;${comment}DROP TABLE b;`)).toEqual({ statements: 2, gaps: [] });
  });

  it('of a usual length is no gap', () => {
    expect(kinds(`SELECT ${'1+'.repeat(1_000)}1`)).toEqual({ statements: 1, gaps: [] });
  });
});

describe('size', () => {
  it('of one statement is a gap that says what it is', () => {
    const { statements, gaps } = read(
      `DROP TABLE a;\nINSERT INTO b VALUES ${"('abcdefgh'),\n".repeat(700_000)}(1);\nDROP TABLE c;`,
    );
    expect(statements).toHaveLength(2);
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'This INSERT is 10 MB of data, more than the 8 MB that are read of one statement.',
    ]);
  });

  it('of the data of COPY is no matter', () => {
    expect(kinds(`COPY a FROM stdin;\n${"1\tit's; $$\n".repeat(1_000_000)}\\.\nDROP TABLE b;`)).toEqual({
      statements: 2,
      gaps: [],
    });
  });

  it('of many statements keeps each in its place, with its tree', () => {
    const count = 20_000;
    const sql = Array.from(
      { length: count },
      (_, at) => `ALTER TABLE "é${at}"\n  ADD COLUMN a int; -- add a column to a table\n`,
    );
    sql[500] = 'ALTER TABLE;\n\n';
    const { statements, gaps } = read(sql.join(''));
    expect(sql.join('').length).toBeGreaterThan(1_000_000);
    expect(gaps.map(({ span }) => `${span?.start.line}:${span?.start.column}`)).toEqual(['1001:12']);
    expect(statements).toHaveLength(count - 1);
    for (const at of [0, 499, 10_000, count - 2]) {
      const number = at < 500 ? at : at + 1;
      const statement = statements[at];
      expect(statement?.span.start).toMatchObject({ line: number * 2 + 1, column: 1 });
      expect(statement?.kind).toBe('AlterTableStmt');
      expect(JSON.stringify(statement?.node)).toContain(`"relname":"é${number}"`);
    }
  });
});

describe('time grows with the length', () => {
  it.each([
    ['semicolons', ';', 500_000],
    ['backslashes', '\\', 100_000],
    ['commands', '\\x\n', 50_000],
    ['dollar signs', '$a$ $b$ ', 50_000],
    ['braces', '{{', 100_000],
    ['open placeholders', '${', 100_000],
    ['variables', ':a ', 50_000],
    ['strings over lines', "insert into t values ('a;\n", 3_000],
    ['escape strings with comments', "E'\\'' -- -- -- x\n", 50_000],
    ['conditions', '\\if x\n', 10_000],
    ['copies', 'copy t from stdin;\n', 20_000],
    ['open bodies', 'create function f() begin atomic select 1;\n', 10_000],
  ])('for %s', (_name, part, count) => {
    const started = performance.now();
    read(part.repeat(count));
    read(part.repeat(count), { psql: false });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it('a NUL is a gap, for PostgreSQL would read only up to it', () => {
  expect(kinds('DROP TABLE a; \0 DROP TABLE b')).toEqual({ statements: 0, gaps: ['encoding'] });
});
