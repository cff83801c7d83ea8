// What the file has made so far: names of indexes and keys that later commands of it look up.
import type { Column } from './columns.ts';
import type { Index } from './indexes.ts';
import { foreignKeyName, indexName, quoteName, referenceColumn } from './names.ts';
import { namesIn, type Plain, type PlainObject, textIn, Unreadable } from './options.ts';
import type { KnownTable, Session } from './session.ts';
import { hasLegacyIndexNames } from './version.ts';

function tableOf(session: Session, name: string): KnownTable {
  const known = session.tables.get(name) ?? { columns: new Map(), hasKey: false };
  session.tables.set(name, known);
  return known;
}

export function rememberColumn(session: Session, table: string, { name, type }: Column): void {
  tableOf(session, table).columns.set(name, type);
}

export const typeOf = (session: Session, table: string, column: string): string | undefined =>
  session.tables.get(table)?.columns.get(column);

const keyOf = (table: string, columns: readonly string[]): string => [table, ...columns].join('\0');

export const rememberForeignKey = (session: Session, table: string, columns: readonly string[], name: string): void => {
  session.foreignKeys.set(keyOf(table, columns), name);
};

/** ActiveRecord asks the database for it; here it is the file's own, or the one that it would have made up. */
export function foreignKeyFor(session: Session, table: string, to: Plain, options: PlainObject): string {
  const name = textIn(options.name, 'name');
  if (name !== undefined) return name;
  if (options.column === undefined && typeof to !== 'string') throw new Unreadable('the foreign key is not named');
  const columns = options.column === undefined ? [referenceColumn(String(to))] : namesIn(options.column, 'column');
  return session.foreignKeys.get(keyOf(table, columns)) ?? foreignKeyName(table, columns);
}

export function indexFor(session: Session, table: string, column: Plain, options: PlainObject): string {
  const name = textIn(options.name, 'name');
  if (name !== undefined) return name;
  const columns = namesIn(column ?? options.column, 'the column');
  const own = session.indexes.find((index) => index.table === table && sameNames(index.columns, columns));
  return own?.name ?? indexName(table, columns, hasLegacyIndexNames(session.version));
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.join('\0') === b.join('\0');

/** Indexes that are named for a column are renamed with it. Those that are not made in this file are not known. */
export function renamedIndexes(session: Session, table: string, from: string, to: string): string[] {
  const isLegacy = hasLegacyIndexNames(session.version);
  return replaceIndexes(session, table, (index) => {
    const columns = index.columns.map((column) => (column === from ? to : column));
    const isNamed = index.name === indexName(table, index.columns, isLegacy);
    return {
      ...index,
      columns,
      name: isNamed && columns !== index.columns ? indexName(table, columns, isLegacy) : index.name,
    };
  });
}

/** Indexes that are named for a table are renamed with it. */
export function indexesOfRenamed(session: Session, from: string, to: string): string[] {
  const isLegacy = hasLegacyIndexNames(session.version);
  return replaceIndexes(session, from, (index) => ({
    ...index,
    table: to,
    name: index.name === indexName(from, index.columns, isLegacy) ? indexName(to, index.columns, isLegacy) : index.name,
  }));
}

function replaceIndexes(session: Session, table: string, change: (index: Index) => Index): string[] {
  const statements: string[] = [];
  for (const [at, index] of session.indexes.entries()) {
    if (index.table !== table) continue;
    const changed = change(index);
    session.indexes[at] = changed;
    if (changed.name !== index.name) {
      statements.push(`ALTER INDEX ${quoteName(index.name)} RENAME TO ${quoteName(changed.name)}`);
    }
  }
  return statements;
}
