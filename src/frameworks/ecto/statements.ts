// The SQL of what Ecto queues. lib/ecto/adapters/postgres/connection.ex, execute_ddl
import { changeSql, definition, primaryKey, quoted, quotedText, tableName } from './columns.ts';
import type { Change, Column, Constraint, Index, Operation, Table } from './operation.ts';

type Schema = Exclude<Operation, { kind: 'sql' | 'run' }>;

/** Each is sent by itself. */
export function statementsOf(operation: Schema): string[] {
  switch (operation.kind) {
    case 'createTable':
      return createTable(operation);
    case 'alter':
      return alterTable(operation);
    case 'dropTable':
      return [`DROP TABLE ${ifExists(operation)}${tableName(operation.table)}${mode(operation)}`];
    case 'createIndex':
      return createIndex(operation.index, operation.ifs);
    case 'dropIndex':
      return [dropIndex(operation)];
    case 'renameTable':
      return [`ALTER TABLE ${tableName(operation.from)} RENAME TO ${quoted(operation.to.name)}`];
    case 'renameColumn':
      return [`ALTER TABLE ${tableName(operation.table)} RENAME ${quoted(operation.from)} TO ${quoted(operation.to)}`];
    case 'renameIndex':
      return [`ALTER INDEX ${tableName(operation.index)} RENAME TO ${quoted(operation.to)}`];
    case 'createConstraint':
      return createConstraint(operation.constraint);
    default: {
      const { constraint } = operation;
      const name = quoted(constraint.name);
      return [`ALTER TABLE ${ownTable(constraint)} DROP CONSTRAINT ${ifExists(operation)}${name}${mode(operation)}`];
    }
  }
}

const ifExists = ({ ifs }: { readonly ifs: boolean }): string => (ifs ? 'IF EXISTS ' : '');
const mode = ({ isCascade }: { readonly isCascade: boolean }): string => (isCascade ? ' CASCADE' : '');

const ownTable = ({ table, prefix }: Pick<Constraint, 'table' | 'prefix'>): string =>
  tableName({ name: table, ...(prefix === undefined ? {} : { prefix }) });

function commentOn(what: string, name: string, comment: string | undefined): string[] {
  return comment === undefined ? [] : [`COMMENT ON ${what} ${name} IS ${quotedText(comment)}`];
}

const columnComments = (table: Table, columns: readonly Column[]): string[] =>
  columns.flatMap(({ name, options }) => commentOn('COLUMN', `${tableName(table)}.${quoted(name)}`, options.comment));

function createTable({ table, columns, ifs }: Extract<Operation, { kind: 'createTable' }>): string[] {
  const key = primaryKey(columns);
  const parts = [...columns.map((column) => definition(table, column)), ...(key ? [key] : [])];
  const options = table.options === undefined ? '' : ` ${table.options}`;
  return [
    `CREATE TABLE ${ifs ? 'IF NOT EXISTS ' : ''}${tableName(table)} (${parts.join(', ')})${options}`,
    ...commentOn('TABLE', tableName(table), table.comment),
    ...columnComments(table, columns),
  ];
}

const isColumn = (change: Change): change is Change & Column => 'is' in change;

function alterTable({ table, changes }: Extract<Operation, { kind: 'alter' }>): string[] {
  if (changes.length === 0) return [];
  const columns = changes.filter(isColumn);
  const key = primaryKey(columns);
  const parts = [...changes.map((change) => changeSql(table, change)), ...(key ? [`ADD ${key}`] : [])];
  return [
    `ALTER TABLE ${tableName(table)} ${parts.join(', ')}`,
    ...commentOn('TABLE', tableName(table), table.comment),
    ...columnComments(table, columns),
  ];
}

function createIndex(index: Index, ifs: boolean): string[] {
  const parts = [
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${index.isConcurrent ? 'CONCURRENTLY ' : ''}${ifs ? 'IF NOT EXISTS ' : ''}${quoted(index.name)} ON ${index.isOnly ? 'ONLY ' : ''}${ownTable(index)}`,
    ...(index.using === undefined ? [] : [`USING ${index.using}`]),
    `(${index.columns.join(', ')})`,
    ...(index.include.length > 0 ? [`INCLUDE (${index.include.join(', ')})`] : []),
    ...(index.nullsDistinct === undefined ? [] : [index.nullsDistinct ? 'NULLS DISTINCT' : 'NULLS NOT DISTINCT']),
    ...(index.options === undefined ? [] : [`WITH (${index.options})`]),
    ...(index.where === undefined ? [] : [`WHERE ${index.where}`]),
  ];
  return [parts.join(' '), ...commentOn('INDEX', tableName(index), index.comment)];
}

function dropIndex(operation: Extract<Operation, { kind: 'dropIndex' }>): string {
  const { index } = operation;
  return `DROP INDEX ${index.isConcurrent ? 'CONCURRENTLY ' : ''}${ifExists(operation)}${tableName(index)}${mode(operation)}`;
}

function createConstraint(constraint: Constraint): string[] {
  const { check, exclude, isValidated, comment } = constraint;
  const name = quoted(constraint.name);
  const is = check === undefined ? `EXCLUDE USING ${exclude ?? ''}` : `CHECK (${check})`;
  return [
    `ALTER TABLE ${ownTable(constraint)} ADD CONSTRAINT ${name} ${is}${isValidated ? '' : ' NOT VALID'}`,
    ...commentOn('CONSTRAINT', `${name} ON ${ownTable(constraint)}`, comment),
  ];
}
