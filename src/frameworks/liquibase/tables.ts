// createTable, and how a column is written in it and in addColumn. liquibase.sqlgenerator.core.CreateTableGenerator
import {
  childrenIn,
  columnNames,
  dataIn,
  type Given,
  inSchema,
  isFalse,
  isTrue,
  nameIn,
  needed,
  qualifiedIn,
  wordIn,
} from './context.ts';
import { literal, quote, quoteList } from './names.ts';
import { typeOf } from './types.ts';
import { defaultIn } from './values.ts';

export interface Column {
  readonly name: string;
  readonly sql: string;
  readonly constraints: Given | undefined;
  readonly isPrimary: boolean;
}

/** `inKey`: the table's own constraint makes it a primary key. */
export function columnIn(column: Given): Column {
  const constraints = childrenIn(column, 'constraints')[0];
  const type = typeOf(needed(column, 'type'));
  const name = nameIn(column, 'name');
  const isPrimary = constraints !== undefined && isTrue(constraints, 'primaryKey');
  const isIdentity = type.isSerial || isTrue(column, 'autoIncrement');
  const value = isIdentity ? undefined : defaultIn(column, type);
  const isRequired = constraints !== undefined && (isPrimary || isFalse(constraints, 'nullable'));
  const parts = [
    name,
    type.sql,
    ...(value === undefined ? [] : [`DEFAULT ${value}`]),
    ...(isIdentity ? [identityIn(column)] : []),
    ...(isRequired ? ['NOT NULL'] : []),
  ];
  return { name, sql: parts.join(' '), constraints, isPrimary };
}

function identityIn(column: Given): string {
  const [start, step] = [wordIn(column, 'startWith'), wordIn(column, 'incrementBy')];
  const options = [...(start ? [`START WITH ${start}`] : []), ...(step ? [`INCREMENT BY ${step}`] : [])];
  const kind = /^always$/i.test(wordIn(column, 'generationType') ?? '') ? 'ALWAYS' : 'BY DEFAULT';
  return `GENERATED ${kind} AS IDENTITY${options.length > 0 ? ` (${options.join(' ')})` : ''}`;
}

/** `CONSTRAINT fk FOREIGN KEY (a) REFERENCES b(id)`; undefined where the column refers to nothing. */
export function referenceIn(column: string, constraints: Given): string | undefined {
  const written = wordIn(constraints, 'references')?.trim();
  const table = wordIn(constraints, 'referencedTableName');
  if (!written && !table) return undefined;
  const target = written
    ? targetOf(constraints, written)
    : `${qualifiedIn(constraints, 'referencedTableName', 'referencedTableSchemaName')} (${quoteList(needed(constraints, 'referencedColumnNames'), constraints.context.quoting)})`;
  const name = wordIn(constraints, 'foreignKeyName');
  return [
    ...(name ? [`CONSTRAINT ${quote(name, constraints.context.quoting)}`] : []),
    `FOREIGN KEY (${column}) REFERENCES ${target}`,
    ...(isTrue(constraints, 'deleteCascade') ? ['ON DELETE CASCADE'] : []),
    ...deferring(constraints),
    ...(isFalse(constraints, 'validateForeignKey') ? ['NOT VALID'] : []),
  ].join(' ');
}

/** `orgs(id)`, as it stands but for the quotes that a name needs. */
function targetOf({ context }: Given, written: string): string {
  const [, path = '', columns = ''] = /^([^(]+?)\s*\(([^)]*)\)/.exec(written) ?? [];
  if (path === '') return written;
  const names = path.split('.').map((name) => quote(name, context.quoting));
  return `${names.join('.')}(${quoteList(columns, context.quoting)})`;
}

export const deferring = (given: Given): string[] => [
  ...(isTrue(given, 'deferrable') ? ['DEFERRABLE'] : []),
  ...(isTrue(given, 'initiallyDeferred') ? ['INITIALLY DEFERRED'] : []),
];

export function createTable(change: Given): string[] {
  const { quoting } = change.context;
  const columns = columnNames(change).map((given) => ({ given, ...columnIn(given) }));
  const named = needed(change, 'tableName');
  const table = inSchema(change, quote(named, quoting));
  const parts = [
    ...columns.map(({ sql }) => sql),
    ...primaryKeyOf(named, columns, change),
    ...columns.flatMap(({ name, constraints }) => (constraints ? (referenceIn(name, constraints) ?? []) : [])),
    ...uniquesOf(columns, change),
  ];
  const tablespace = wordIn(change, 'tablespace');
  const head = `CREATE TABLE ${isTrue(change, 'ifNotExists') ? 'IF NOT EXISTS ' : ''}${table}`;
  const remarks = dataIn(change, 'remarks');
  return [
    `${head} (${parts.join(', ')})${tablespace ? ` TABLESPACE ${quote(tablespace, quoting)}` : ''}`,
    ...(remarks ? [`COMMENT ON TABLE ${table} IS ${literal(remarks)}`] : []),
    ...columns.flatMap(({ given, name }) => remarksOf(given, table, name)),
  ];
}

export function remarksOf(column: Given, table: string, name: string): string[] {
  const remarks = dataIn(column, 'remarks');
  return remarks ? [`COMMENT ON COLUMN ${table}.${name} IS ${literal(remarks)}`] : [];
}

function primaryKeyOf(table: string, columns: readonly Column[], { context }: Given): string[] {
  const keys = columns.filter(({ isPrimary }) => isPrimary);
  if (keys.length === 0) return [];
  const given = keys.flatMap(({ constraints }) => (constraints ? [constraints] : []));
  const name = given.map((each) => wordIn(each, 'primaryKeyName')).find(Boolean) ?? `${table}_pkey`;
  const tablespace = given.map((each) => wordIn(each, 'primaryKeyTablespace')).find(Boolean);
  const sql = `CONSTRAINT ${quote(name, context.quoting)} PRIMARY KEY (${keys.map((key) => key.name).join(', ')})`;
  return [tablespace ? `${sql} USING INDEX TABLESPACE ${quote(tablespace, context.quoting)}` : sql];
}

/** Those of one name are one constraint. */
function uniquesOf(columns: readonly Column[], { context }: Given): string[] {
  const byName = new Map<string, string[]>();
  for (const [at, { name, constraints }] of columns.entries()) {
    if (!constraints || !isTrue(constraints, 'unique')) continue;
    const constraint = wordIn(constraints, 'uniqueConstraintName');
    const key = constraint ? `CONSTRAINT ${quote(constraint, context.quoting)} ` : `${at}`;
    byName.set(key, [...(byName.get(key) ?? []), name]);
  }
  return [...byName].map(([key, names]) => `${/^\d/.test(key) ? '' : key}UNIQUE (${names.join(', ')})`);
}
