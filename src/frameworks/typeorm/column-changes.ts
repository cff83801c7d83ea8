// What TypeORM sends to add, change, rename and drop columns, as far as a migration's own code decides it: it compares the new
// column with what it loads from the database. PostgresQueryRunner.changeColumn, addColumn, dropColumn
import { Unreadable } from '../javascript/plain.ts';
import { generatedName, pathOf, quotePath } from './names.ts';
import {
  addConstraint,
  addPrimaryKey,
  columnSql,
  dropConstraint,
  dropIndex,
  enumName,
  enumTypes,
  indexName,
} from './statements.ts';
import { type Column, type Constraint, fullType, type Table } from './table.ts';

const isOn =
  (name: string) =>
  ({ columnNames }: Constraint): boolean =>
    columnNames.length === 1 && columnNames[0] === name;

export function addColumn(table: Table, column: Column): string[] {
  const path = quotePath(table.name);
  const statements = [...enumTypes(table.name, [column]), `ALTER TABLE ${path} ADD ${columnSql(table.name, column)}`];
  if (column.isPrimary) statements.push(...replacedKey(table, column));
  if (column.isUnique) {
    const unique = { name: undefined, columnNames: [column.name], options: {} };
    statements.push(addConstraint('UQ', table.name, unique));
    table.uniques.push(unique);
  }
  if (column.options.comment) statements.push(commentOn(path, column));
  table.columns.push(column);
  return statements;
}

function commentOn(path: string, { name, options }: Column): string {
  const text = options.comment ? `'${String(options.comment).replaceAll("'", "''")}'` : 'NULL';
  return `COMMENT ON COLUMN ${path}."${name}" IS ${text}`;
}

function replacedKey(table: Table, column: Column): string[] {
  if (!table.isWhole) throw new Unreadable('a primary key column is added, and the present primary key is not known');
  const keys = table.columns.filter(({ isPrimary }) => isPrimary);
  const drop =
    keys.length > 0
      ? [
          dropConstraint(
            table.name,
            generatedName(
              'PK',
              table.name,
              keys.map(({ name }) => name),
            ),
          ),
        ]
      : [];
  return [...drop, addPrimaryKey(table.name, [...keys, column])];
}

/** Of a table of another migration, the indexes and constraints go with the column. */
export function dropColumn(table: Table, name: string, ifExists = false): string[] {
  const column = table.columns.find((each) => each.name === name);
  const statements: string[] = [];
  if (column?.isPrimary) throw new Unreadable('a column of the primary key is dropped');
  const index = table.indices.find(isOn(name));
  if (index) statements.push(dropIndex(table.name, indexName(table.name, index)));
  const unique = table.uniques.find(isOn(name));
  if (unique) statements.push(dropConstraint(table.name, unique.name ?? generatedName('UQ', table.name, [name])));
  table.indices = table.indices.filter((each) => each !== index);
  table.uniques = table.uniques.filter((each) => each !== unique);
  table.foreignKeys = table.foreignKeys.filter(({ columnNames }) => !columnNames.includes(name));
  table.columns = table.columns.filter((each) => each !== column);
  statements.push(`ALTER TABLE ${quotePath(table.name)} DROP COLUMN ${ifExists ? 'IF EXISTS ' : ''}"${name}"`);
  if (column?.type === 'enum' || column?.type === 'simple-enum')
    statements.push(`DROP TYPE ${enumName(table.name, column)}`);
  return statements;
}

/** Constraints and sequences that bear a generated name are renamed with it. */
export function renameColumn(table: Table, from: string, to: string): string[] {
  const path = quotePath(table.name);
  const statements = [`ALTER TABLE ${path} RENAME COLUMN "${from}" TO "${to}"`];
  const renamed = (given: Constraint, kind: 'UQ' | 'FK'): Constraint => {
    const columnNames = [...given.columnNames.filter((name) => name !== from), to];
    if (given.columnNames.length === columnNames.length - 1) return given;
    const old = generatedName(kind, table.name, given.columnNames);
    if ((given.name ?? old) === old) {
      const next = generatedName(kind, table.name, columnNames);
      statements.push(`ALTER TABLE ${path} RENAME CONSTRAINT "${old}" TO "${next}"`);
      return { ...given, name: next, columnNames };
    }
    return { ...given, columnNames };
  };
  const touches = ({ columnNames }: Constraint): boolean => columnNames.includes(from);
  table.uniques = table.uniques.map((unique) => (touches(unique) ? renamed(unique, 'UQ') : unique));
  table.indices = table.indices.map((index) =>
    touches(index) ? renamedIndex(table, index, from, to, statements) : index,
  );
  table.foreignKeys = table.foreignKeys.map((key) => (touches(key) ? renamed(key, 'FK') : key));
  table.columns = table.columns.map((column) => (column.name === from ? { ...column, name: to } : column));
  return statements;
}

function renamedIndex(table: Table, index: Constraint, from: string, to: string, statements: string[]): Constraint {
  const columnNames = [...index.columnNames.filter((name) => name !== from), to];
  const old = indexName(table.name, { ...index, name: undefined });
  if ((index.name ?? old) !== old) return { ...index, columnNames };
  const next = indexName(table.name, { ...index, name: undefined, columnNames });
  statements.push(`ALTER INDEX "${pathOf(table.name).schema ?? 'public'}"."${old}" RENAME TO "${next}"`);
  return { ...index, name: next, columnNames };
}

/** What PostgreSQL calls these types when TypeORM loads them, so that a column of such a type always differs from what is loaded. */
const aliases: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  float: 'double precision',
  float4: 'real',
  float8: 'double precision',
  decimal: 'numeric',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
  char: 'character',
  varbit: 'bit varying',
};

/** A column that was created earlier as it comes back from the database. */
export const loaded = (column: Column): Column => ({ ...column, type: aliases[column.type] ?? column.type });

const lengthOf = ({ options }: Column): string => String(options.length ?? '');

/** TypeORM drops and adds a column whose type, length or expression differs; its data is lost. */
export function changeColumn(table: Table, from: string, given: Column | undefined, column: Column): string[] {
  const old = given ?? table.columns.find(({ name }) => name === from);
  if (!old && !Object.hasOwn(aliases, column.type)) {
    throw new Unreadable('TypeORM compares it with the column in the database, which this file does not define');
  }
  const isRecreated =
    !old ||
    old.type !== column.type ||
    lengthOf(old) !== lengthOf(column) ||
    old.isArray !== column.isArray ||
    (column.options.generatedType === 'STORED' && old.options.asExpression !== column.options.asExpression);
  if (isRecreated) return [...dropColumn(table, from), ...addColumn(table, column)];
  return [...(from === column.name ? [] : renameColumn(table, from, column.name)), ...altered(table, old, column)];
}

/** TypeORM keeps the column in its cache as it was, so that a later change is compared with the first state again. */
const same = (a: Column, b: Column, ...keys: readonly string[]): boolean =>
  keys.every((key) => JSON.stringify(a.options[key] ?? null) === JSON.stringify(b.options[key] ?? null));

function altered(table: Table, old: Column, column: Column): string[] {
  const path = quotePath(table.name);
  const alter = `ALTER TABLE ${path} ALTER COLUMN "${column.name}"`;
  if (
    old.isPrimary !== column.isPrimary ||
    old.isGenerated !== column.isGenerated ||
    !same(old, column, 'enum', 'enumName', 'generatedType')
  ) {
    throw new Unreadable('a change of its primary key, enum or generation is not known here');
  }
  const statements: string[] = [];
  if (!same(old, column, 'precision', 'scale')) statements.push(`${alter} TYPE ${fullType(column)}`);
  if (old.isNullable !== column.isNullable) statements.push(`${alter} ${column.isNullable ? 'DROP' : 'SET'} NOT NULL`);
  if (!same(old, column, 'comment')) statements.push(commentOn(path, column));
  if (old.isUnique !== column.isUnique) {
    const unique = { name: undefined, columnNames: [column.name], options: {} };
    if (column.isUnique) statements.push(addConstraint('UQ', table.name, unique));
    else statements.push(dropConstraint(table.name, generatedName('UQ', table.name, [column.name])));
  }
  if (!same(old, column, 'default')) {
    const { default: value } = column.options;
    statements.push(value === undefined || value === null ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${value}`);
  }
  return statements;
}
