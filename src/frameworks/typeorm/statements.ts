// The SQL of TypeORM's schema builder. src/driver/postgres/PostgresQueryRunner.ts (createTableSql, buildCreateColumnSql and on)
import { type Plain, stringsOf, Unreadable } from '../javascript/plain.ts';
import { generatedName, pathOf, quoteAll, quoteIndex, quotePath } from './names.ts';
import { type Column, type Constraint, fullType, type Table } from './table.ts';

export const isEnum = ({ type }: Column): boolean => type === 'enum' || type === 'simple-enum';

export function enumName(table: string, column: Column): string {
  const { schema, name } = pathOf(table);
  const own = column.options.enumName ?? `${name}_${column.name.toLowerCase()}_enum`;
  return `${schema ?? 'public'}.${own}`
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}

/** The types that a column needs: TypeORM makes those that are not there. */
export function enumTypes(table: string, columns: readonly Column[]): string[] {
  const statements = columns.filter(isEnum).map((column) => {
    const values = stringsOf(column.options.enum, 'enum').map((value) => `'${value.replaceAll("'", "''")}'`);
    return `CREATE TYPE ${enumName(table, column)} AS ENUM(${values.join(', ')})`;
  });
  return [...new Set(statements)];
}

const serials: Readonly<Record<string, string>> = {
  integer: 'SERIAL',
  int: 'SERIAL',
  int4: 'SERIAL',
  smallint: 'SMALLSERIAL',
  int2: 'SMALLSERIAL',
  bigint: 'BIGSERIAL',
  int8: 'BIGSERIAL',
};

const isGiven = (value: Plain): boolean => value !== undefined && value !== null;

export function columnSql(table: string, column: Column): string {
  const { name, options } = column;
  const isUuid = options.generationStrategy === 'uuid';
  const parts = [`"${name}"`];
  if (column.isGenerated && !isUuid) parts.push(generatedType(column));
  if (isEnum(column)) parts.push(`${enumName(table, column)}${column.isArray ? ' array' : ''}`);
  else if (!column.isGenerated || column.type === 'uuid') parts.push(fullType(column));
  if (options.generatedType === 'STORED' && options.asExpression) {
    parts.push(`GENERATED ALWAYS AS (${options.asExpression}) STORED`);
  }
  if (options.collation) parts.push(`COLLATE "${options.collation}"`);
  if (!column.isNullable) parts.push('NOT NULL');
  if (isGiven(options.default)) parts.push(`DEFAULT ${options.default}`);
  if (column.isGenerated && isUuid && !options.default) parts.push('DEFAULT uuid_generate_v4()');
  return parts.filter((part) => part !== '').join(' ');
}

function generatedType({ type, options }: Column): string {
  if (options.generationStrategy !== 'identity') return serials[type] ?? '';
  return `${type} GENERATED ${options.generatedIdentity ?? 'BY DEFAULT'} AS IDENTITY`;
}

/** CREATE TABLE, after the types of its columns and before its indexes and comment. */
export function createTable(table: Table, isWith: { foreignKeys: boolean; indices: boolean }): string[] {
  const path = quotePath(table.name);
  const comments = table.columns.flatMap(({ name, options }) =>
    options.comment ? [`; COMMENT ON COLUMN ${path}."${name}" IS ${quoted(String(options.comment))}`] : [],
  );
  return [
    ...enumTypes(table.name, table.columns),
    `CREATE TABLE ${path} (${[...table.columns.map((column) => columnSql(table.name, column)), ...constraints(table, isWith.foreignKeys)].join(', ')})${comments.join('')}`,
    ...(isWith.indices ? table.indices.map((index) => createIndex(table.name, index)) : []),
    ...(table.comment ? [`COMMENT ON TABLE ${path} IS ${quoted(table.comment)}`] : []),
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** In the order in which TypeORM writes them; the uniques that columns ask for come after those that the table names. */
function constraints(table: Table, areForeignKeysIn: boolean): string[] {
  for (const { name, isUnique } of table.columns) {
    const isThere = table.uniques.some(({ columnNames }) => columnNames.length === 1 && columnNames[0] === name);
    if (isUnique && !isThere) table.uniques.push({ name: undefined, columnNames: [name], options: {} });
  }
  const keys = table.columns.filter(({ isPrimary }) => isPrimary);
  return [
    ...table.uniques.map((unique) => constraint('UQ', table.name, unique)),
    ...table.checks.map((check) => constraint('CHK', table.name, check)),
    ...table.exclusions.map((exclusion) => constraint('XCL', table.name, exclusion)),
    ...(areForeignKeysIn ? table.foreignKeys.map((key) => constraint('FK', table.name, key)) : []),
    ...(keys.length > 0 ? [primaryKey(table.name, keys)] : []),
  ];
}

export function keyName(table: string, keys: readonly Column[]): string {
  const [first] = keys;
  const own = first?.options.primaryKeyConstraintName;
  return typeof own === 'string'
    ? own
    : generatedName(
        'PK',
        table,
        keys.map(({ name }) => name),
      );
}

function primaryKey(table: string, keys: readonly Column[]): string {
  return `CONSTRAINT "${keyName(table, keys)}" PRIMARY KEY (${quoteAll(keys.map(({ name }) => name))})`;
}

export function commentOn(path: string, { name, options }: Column): string {
  const text = options.comment ? quoted(String(options.comment)) : 'NULL';
  return `COMMENT ON COLUMN ${path}."${name}" IS ${text}`;
}

export const addPrimaryKey = (table: string, keys: readonly Column[]): string =>
  `ALTER TABLE ${quotePath(table)} ADD ${primaryKey(table, keys)}`;

export type ConstraintKind = 'UQ' | 'CHK' | 'XCL' | 'FK';

export function constraintName(
  kind: ConstraintKind,
  table: string,
  { name, columnNames, options }: Constraint,
): string {
  const isExpression = kind === 'CHK' || kind === 'XCL';
  return name ?? generatedName(kind, table, isExpression ? [String(options.expression)] : columnNames);
}

function constraint(kind: ConstraintKind, table: string, given: Constraint, isAlone = false): string {
  const { columnNames, options } = given;
  const head = `CONSTRAINT "${constraintName(kind, table, given)}"`;
  const deferrable = options.deferrable ? ` DEFERRABLE ${options.deferrable}` : '';
  if (kind === 'UQ') return `${head} UNIQUE (${quoteAll(columnNames)})${deferrable}`;
  if (kind === 'CHK') return `${head} CHECK (${options.expression})`;
  if (kind === 'XCL') return `${head} EXCLUDE ${options.expression}${deferrable}`;
  return `${head} FOREIGN KEY (${quoteAll(columnNames)}) REFERENCES ${references(options, isAlone)}${deferrable}`;
}

function references(options: Constraint['options'], isAlone: boolean): string {
  const { referencedTableName: name, referencedSchema: schema, onDelete, onUpdate } = options;
  if (typeof name !== 'string') throw new Unreadable('referencedTableName is not given');
  const columns = stringsOf(options.referencedColumnNames ?? [], 'referencedColumnNames');
  const target = quotePath(typeof schema === 'string' && !name.includes('.') ? `${schema}.${name}` : name);
  const list = isAlone ? `(${quoteAll(columns, ',')})` : ` (${quoteAll(columns)})`;
  return `${target}${list}${onDelete ? ` ON DELETE ${onDelete}` : ''}${onUpdate ? ` ON UPDATE ${onUpdate}` : ''}`;
}

export const addConstraint = (kind: ConstraintKind, table: string, given: Constraint): string =>
  `ALTER TABLE ${quotePath(table)} ADD ${constraint(kind, table, given, true)}`;

export const dropConstraint = (table: string, name: string, ifExists = false): string =>
  `ALTER TABLE ${quotePath(table)} DROP CONSTRAINT ${ifExists ? 'IF EXISTS ' : ''}"${name}"`;

export function indexName(table: string, { name, columnNames, options }: Constraint): string {
  return name ?? generatedName('IDX', table, columnNames, options.where ? String(options.where) : undefined);
}

export function createIndex(table: string, index: Constraint): string {
  const { isUnique, isConcurrent, isSpatial, type, where } = index.options;
  const using = isSpatial ? 'USING gist' : typeof type === 'string' ? `USING ${type}` : '';
  const head = `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX${isConcurrent ? ' CONCURRENTLY' : ''}`;
  const on = `"${indexName(table, index)}" ON ${quotePath(table)} ${using} (${quoteAll(index.columnNames)})`;
  return `${head} ${on} ${where ? `WHERE ${where}` : ''}`;
}

export function dropIndex(table: string, name: string, { isConcurrent = false, ifExists = false } = {}): string {
  return `DROP INDEX ${isConcurrent ? 'CONCURRENTLY ' : ''}${ifExists ? 'IF EXISTS ' : ''}${quoteIndex(table, name)}`;
}
