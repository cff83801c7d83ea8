// What TypeORM sends to add, change, rename and drop columns, as far as a migration's own code decides it: it compares the new
// column with what it loads from the database. PostgresQueryRunner.changeColumn, addColumn, dropColumn
import { Unreadable } from '../javascript/plain.ts';
import { altered } from './altered-column.ts';
import { aliases } from './loaded.ts';
import { generatedName, pathOf, quotePath, sequenceName, sequencePath } from './names.ts';
import {
  addConstraint,
  addPrimaryKey,
  columnSql,
  commentOn,
  dropConstraint,
  dropIndex,
  enumName,
  enumTypes,
  indexName,
  isEnum,
  keyName,
} from './statements.ts';
import { type Column, type Constraint, isOn, keysOf, type Table } from './table.ts';

export function addColumn(table: Table, column: Column): string[] {
  const path = quotePath(table.name);
  const statements = [...enumTypes(table.name, [column]), `ALTER TABLE ${path} ADD ${columnSql(table.name, column)}`];
  if (column.isPrimary) statements.push(...replacedKey(table, column));
  if (column.isUnique) {
    const unique = { name: generatedName('UQ', table.name, [column.name]), columnNames: [column.name], options: {} };
    statements.push(addConstraint('UQ', table.name, unique));
    table.uniques.push(unique);
  }
  if (column.options.comment) statements.push(commentOn(path, column));
  table.columns.push(column);
  return statements;
}

function replacedKey(table: Table, column: Column): string[] {
  if (!table.isWhole) throw new Unreadable('a primary key column is added, and the present primary key is not known');
  const keys = keysOf(table);
  const drop = keys.length > 0 ? [dropConstraint(table.name, keyName(table.name, keys))] : [];
  return [...drop, addPrimaryKey(table.name, [...keys, column])];
}

/** The key without the column, as its name says what it is made of. */
function shrunkKey(table: Table, column: Column): string[] {
  if (!table.isWhole) throw new Unreadable('a column of the primary key is dropped, and the key is not known');
  const keys = keysOf(table);
  const left = keys.filter(({ name }) => name !== column.name);
  const drop = dropConstraint(table.name, keyName(table.name, keys));
  return [drop, ...(left.length > 0 ? [addPrimaryKey(table.name, left)] : [])];
}

/** Of a table of another migration, the indexes and constraints go with the column. */
export function dropColumn(table: Table, name: string, ifExists = false): string[] {
  const column = table.columns.find((each) => each.name === name);
  const statements: string[] = [];
  if (column?.isPrimary) statements.push(...shrunkKey(table, column));
  const index = table.indices.find(isOn(name));
  if (index) statements.push(dropIndex(table.name, indexName(table.name, index)));
  const unique = table.uniques.find(isOn(name));
  if (unique) statements.push(dropConstraint(table.name, unique.name ?? generatedName('UQ', table.name, [name])));
  const without = (given: Constraint): Constraint =>
    given.columnNames.includes(name) ? { ...given, isGone: true } : given;
  table.indices = table.indices.filter((each) => each !== index).map(without);
  table.uniques = table.uniques.filter((each) => each !== unique).map(without);
  table.foreignKeys = table.foreignKeys.filter(({ columnNames }) => !columnNames.includes(name));
  table.columns = table.columns.filter((each) => each !== column);
  statements.push(`ALTER TABLE ${quotePath(table.name)} DROP COLUMN ${ifExists ? 'IF EXISTS ' : ''}"${name}"`);
  if (column && isEnum(column)) statements.push(`DROP TYPE ${enumName(table.name, column)}`);
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
  statements.push(...renamedParts(table, from, to));
  const touches = ({ columnNames }: Constraint): boolean => columnNames.includes(from);
  table.uniques = table.uniques.map((unique) => (touches(unique) ? renamed(unique, 'UQ') : unique));
  table.indices = table.indices.map((index) =>
    touches(index) ? renamedIndex(table, index, from, to, statements) : index,
  );
  table.foreignKeys = table.foreignKeys.map((key) => (touches(key) ? renamed(key, 'FK') : key));
  table.columns = table.columns.map((column) => {
    const { actual } = column;
    return column.name === from
      ? { ...column, name: to, ...(actual ? { actual: { ...actual, name: to } } : {}) }
      : column;
  });
  return statements;
}

/** The type and the sequence that are named for the column, and the key that is named for its columns. */
function renamedParts(table: Table, from: string, to: string): string[] {
  const column = table.columns.find(({ name }) => name === from);
  if (!column) return [];
  const next = { ...column, name: to };
  const statements: string[] = [];
  if (isEnum(column) && !column.options.enumName) {
    const own = enumName(table.name, next);
    statements.push(`ALTER TYPE ${enumName(table.name, column)} RENAME TO ${own.slice(own.indexOf('.') + 1)}`);
  }
  if (column.isPrimary && !column.options.primaryKeyConstraintName && table.isWhole) {
    const keys = keysOf(table);
    const others = keys.filter(({ name }) => name !== from);
    const [old, name] = [keyName(table.name, keys), keyName(table.name, [...others, next])];
    statements.push(`ALTER TABLE ${quotePath(table.name)} RENAME CONSTRAINT "${old}" TO "${name}"`);
  }
  if (column.isGenerated && column.options.generationStrategy === 'increment') {
    const sequence = quotePath(sequencePath(table.name, from));
    statements.push(`ALTER SEQUENCE ${sequence} RENAME TO "${sequenceName(table.name, to)}"`);
  }
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

/** TypeORM drops and adds a column whose type, length or expression differs; its data is lost. */
export function changeColumn(table: Table, from: string, given: Column | undefined, column: Column): string[] {
  const old = given ?? table.columns.find(({ name }) => name === from);
  if (!old && !Object.hasOwn(aliases, column.type)) {
    throw new Unreadable(
      'TypeORM compares it with the column in the database, which no migration that is read defines',
    );
  }
  const isRecreated =
    !old ||
    old.type !== column.type ||
    lengthOf(old) !== lengthOf(column) ||
    old.isArray !== column.isArray ||
    (column.options.generatedType === 'STORED' && old.options.asExpression !== column.options.asExpression);
  if (isRecreated) return [...dropColumn(table, from), ...addColumn(table, column)];
  const renamed = from === column.name ? [] : renameColumn(table, from, column.name);
  return [...renamed, ...altered(table, old, column)];
}

const lengthOf = ({ options }: Column): string => String(options.length ?? '');
