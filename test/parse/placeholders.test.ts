// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are the point
import { describe, expect, it } from 'vitest';
import { names, read } from './read.ts';

describe('a placeholder', () => {
  it.each([
    ['DROP INDEX a; ALTER TABLE ${schema}.users ADD b int', ['users', 'b']],
    ['ALTER TABLE ${prefix}_users ADD {{col}} int', ['${prefix}_users', '{{col}}']],
    ['ALTER TABLE app_${env}_${n} ADD {{ .Name }} int', ['app_${env}_${n}', '{{ .Name }}']],
    ['ALTER TABLE "${schema}"."a" ADD b text DEFAULT \'{{x}}\'', ['a', 'b']],
    ['ALTER TABLE ${flyway:table} ADD b int DEFAULT ${v} CHECK (b > {{min}})', ['${flyway:table}', 'b']],
    ['ALTER TABLE a ADD b varchar(${n})', ['a', 'b']],
  ])('in %s reads as written', (sql, expected) => {
    const { statements, gaps } = read(sql);
    expect(gaps).toEqual([]);
    expect(names(statements)).toEqual(expected);
    expect(statements.at(-1)?.sql).toBe(sql.split('; ').at(-1));
  });

  it.each([
    'SET lock_timeout = ${t}',
    'ALTER SEQUENCE s RESTART WITH ${n}',
    'SELECT INTERVAL ${i} FROM a LIMIT {{n}}',
    'INSERT INTO a VALUES (${x}, {{y}})',
    'CREATE TABLE a PARTITION OF b FOR VALUES FROM (${x}) TO ({{y}})',
    'GRANT SELECT ON a TO ${role}',
    'COMMENT ON TABLE a IS ${text}',
    'SELECT $$ ${as it is} $$',
  ])('stands for a name or a value in %s', (sql) => {
    const { statements, gaps } = read(sql);
    expect(gaps).toEqual([]);
    expect(statements.map((statement) => statement.sql)).toEqual([sql]);
  });

  it('keeps the places of what follows', () => {
    const sql = '-- é\nALTER TABLE ${a}.{{b}} ADD the_column int;\nfoo;';
    const { statements, gaps } = read(sql);
    const location = /"colname":"the_column".*?"location":(\d+)\}\}/.exec(JSON.stringify(statements[0]?.node))?.[1];
    expect(sql.slice(statements[0]?.offsetOf(Number(location))).startsWith('the_column')).toBe(true);
    expect(gaps.map(({ span }) => `${span?.start.line}:${span?.start.column}`)).toEqual(['3:1']);
  });

  it.each(['${sql}', 'ALTER TABLE a ${what}', '{% if x %} DROP TABLE a'])('in %s is a gap', (sql) => {
    const { statements, gaps } = read(`${sql};\nDROP TABLE b;`);
    expect(statements).toHaveLength(1);
    expect(gaps.map(({ kind }) => kind)).toEqual(['placeholder']);
  });
});
