// What ActiveRecord asks the database: the names of indexes and keys, the types of columns, whether something is there.
import { note, tableIn } from './history.ts';
import {
  bareName,
  foreignKeyName,
  indexName,
  isExpression,
  quoteName,
  quoteTable,
  referenceColumn,
  schemaOf,
} from './names.ts';
import { namesIn, type Plain, type PlainObject, textIn, Unreadable } from './options.ts';
import {
  droppedTable,
  type KnownConstraint,
  type KnownIndex,
  type KnownTable,
  renamedColumn,
  renamedIndex,
  renamedTable,
} from './schema.ts';
import type { Session } from './session.ts';
import { hasLegacyIndexNames } from './version.ts';

export const typeOf = (session: Session, table: string, column: string): string | undefined =>
  tableIn(session, table)?.columns.get(column);

/** Undefined where it is not known. */
export function hasColumn(session: Session, table: string, column: string): boolean | undefined {
  const known = tableIn(session, table);
  if (known?.columns.has(column)) return true;
  return known?.isWhole ? false : undefined;
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.join('\0') === b.join('\0');

/** The one that the options tell, `null` where there is none, undefined where that is not known. */
export function foreignKeyIn(
  session: Session,
  table: string,
  to: Plain,
  options: PlainObject,
): KnownConstraint | null | undefined {
  const known = tableIn(session, table);
  const name = textIn(options.name, 'name');
  const columns = options.column === undefined ? undefined : namesIn(options.column, 'column');
  const found = known?.constraints.find(
    (each) =>
      each.to !== undefined &&
      (to === undefined || to === null || each.to === to) &&
      (name === undefined || each.name === name) &&
      (columns === undefined || sameNames(each.columns, columns)),
  );
  return found ?? (known?.isWhole ? null : undefined);
}

/** The one that the database has, or that it would have made up. */
export function foreignKeyFor(session: Session, table: string, to: Plain, options: PlainObject): string {
  const name = textIn(options.name, 'name');
  if (name !== undefined) return name;
  if (options.column === undefined && typeof to !== 'string') throw new Unreadable('the foreign key is not named');
  const columns = options.column === undefined ? [referenceColumn(String(to))] : namesIn(options.column, 'column');
  return foreignKeyIn(session, table, to, options)?.name ?? foreignKeyName(table, columns);
}

/** As `foreignKeyIn`, of any constraint by its name. */
export function constraintIn(session: Session, table: string, name: string): KnownConstraint | null | undefined {
  const known = tableIn(session, table);
  return known?.constraints.find((each) => each.name === name) ?? (known?.isWhole ? null : undefined);
}

/** As `foreignKeyIn`. */
export function indexIn(
  session: Session,
  table: string,
  column: Plain,
  options: PlainObject,
): KnownIndex | null | undefined {
  const known = tableIn(session, table);
  const name = textIn(options.name, 'name');
  const given = column ?? options.column ?? undefined;
  const generated = given === undefined ? undefined : indexName(table, namesIn(given, 'the column'), false);
  const found = known?.indexes.find(
    (index) =>
      (name === undefined || index.name === bareName(name)) &&
      (generated === undefined || indexName(table, index.columns, false) === generated),
  );
  return found ?? (known?.isWhole ? null : undefined);
}

export function indexFor(session: Session, table: string, column: Plain, options: PlainObject): string {
  const name = textIn(options.name, 'name');
  if (name !== undefined) return name;
  const columns = namesIn(column ?? options.column, 'the column');
  return (
    indexIn(session, table, column, options)?.name ?? indexName(table, columns, hasLegacyIndexNames(session.version))
  );
}

/** Those that are named as ActiveRecord would, in the order in which it finds them. Of expressions it makes up other names. */
const namedBy = (indexes: readonly KnownIndex[], nameOf: (columns: readonly string[]) => string): KnownIndex[] =>
  indexes
    .filter(({ name, columns }) => !columns.some(isExpression) && name === nameOf(columns))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Indexes that are named for a column are renamed with it. */
export function renameColumn(session: Session, table: string, from: string, to: string): string[] {
  const indexes = tableIn(session, table)?.indexes ?? [];
  note(session, table, renamedColumn(table, from, to));
  return namedBy(indexes, (columns) => indexName(table, columns, false)).flatMap(({ name, columns }) => {
    if (!columns.includes(from)) return [];
    const renamed = columns.map((column) => (column === from ? to : column));
    return renameIndex(session, table, name, indexName(table, renamed, false));
  });
}

export function renameIndex(session: Session, table: string, from: string, to: string): string {
  note(session, table, renamedIndex(table, from, to));
  const schema = schemaOf(table);
  const own = schema === undefined ? '' : `${quoteName(schema)}.`;
  return `ALTER INDEX ${own}${quoteName(from)} RENAME TO ${quoteTable(to)}`;
}

const longestName = 63;
const nameFor = (table: string, suffix: string): string => `${table.slice(0, longestName - suffix.length)}${suffix}`;

/** What is named for a table is renamed with it: its key, the sequence of that, indexes. */
export function renameTable(session: Session, from: string, to: string): string[] {
  const known = tableIn(session, from);
  const isLegacy = hasLegacyIndexNames(session.version);
  const { sequence, statements } = keyRenamed(known, from, to);
  const indexes = namedBy(known?.indexes ?? [], (columns) => indexName(from, columns, isLegacy));
  note(
    session,
    to,
    renamedTable(from, to, (table) => withSequence(table, sequence)),
  );
  const others = indexes.map(({ name, columns }) => renameIndex(session, to, name, indexName(to, columns, isLegacy)));
  return [...statements, ...others];
}

function keyRenamed(
  known: KnownTable | undefined,
  from: string,
  to: string,
): { sequence?: string; statements: readonly string[] } {
  const key = known?.key;
  if (!key) return { statements: [] };
  const index = `ALTER INDEX ${quoteTable(nameFor(from, '_pkey'))} RENAME TO ${quoteTable(nameFor(to, '_pkey'))}`;
  const suffix = `_${key.column}_seq`;
  if (key.sequence === undefined || key.sequence !== nameFor(bareName(from), suffix)) return { statements: [index] };
  const sequence = nameFor(bareName(to), suffix);
  const own = `${quoteName(schemaOf(from) ?? 'public')}.${quoteName(key.sequence)}`;
  return { sequence, statements: [index, `ALTER TABLE ${own} RENAME TO ${quoteTable(sequence)}`] };
}

const withSequence = (table: KnownTable, sequence: string | undefined): KnownTable =>
  table.key && sequence !== undefined ? { ...table, key: { ...table.key, sequence } } : table;

export const forgetTable = (session: Session, table: string): void => note(session, table, droppedTable(table));
