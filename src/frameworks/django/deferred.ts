// Statements that Django keeps for the end of a migration, and follows through renames until then. django/db/backends/ddl_references.py
import type { Site } from '../python/value.ts';
import { generatedName, quote, quoteAll } from './names.ts';
import type { Listed } from './state.ts';

export interface Deferred {
  readonly kind: 'index' | 'unique' | 'foreign key' | 'other';
  table: string;
  columns: string[];
  /** Of a generated name; undefined once the name is settled. */
  suffix: string;
  name: string | undefined;
  /** After the columns of an index: an operator class. */
  readonly operatorClass?: string;
  target?: { table: string; column: string };
  /** Of `other`: the statement as it is. */
  readonly sql?: string;
  readonly site: Site;
}

export const nameIn = ({ name, table, columns, suffix, target }: Deferred): string =>
  name ?? generatedName(table, columns, target ? suffix.replace('*', `${target.table}_${target.column}`) : suffix);

/** The statement, as it has become by now. */
export function sqlOf(deferred: Deferred): string {
  const { kind, table, columns, operatorClass, target, sql } = deferred;
  const name = quote(nameIn(deferred));
  if (kind === 'other') return sql ?? '';
  if (kind === 'unique') return `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${name} UNIQUE (${quoteAll(columns)})`;
  if (kind === 'index')
    return `CREATE INDEX ${name} ON ${quote(table)} (${columns.map((column) => quote(column) + (operatorClass ? ` ${operatorClass}` : '')).join(', ')})`;
  const to = `${quote(target?.table ?? '')} (${quote(target?.column ?? '')})`;
  return `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${name} FOREIGN KEY (${quoteAll(columns)}) REFERENCES ${to} DEFERRABLE INITIALLY DEFERRED`;
}

export function listedOf(deferred: Deferred): Listed | undefined {
  if (deferred.kind === 'other') return undefined;
  return { name: nameIn(deferred), kind: deferred.kind, columns: deferred.columns };
}

export const concerns = (deferred: Deferred, table: string): boolean =>
  deferred.table === table || deferred.target?.table === table;

export function concernsColumn({ table, columns, target }: Deferred, of: string, column: string): boolean {
  return (table === of && columns.includes(column)) || (target?.table === of && target.column === column);
}

export function renameTable(deferred: Deferred, from: string, to: string): void {
  if (deferred.table === from) deferred.table = to;
  if (deferred.target?.table === from) deferred.target = { ...deferred.target, table: to };
}

export function renameColumn(deferred: Deferred, table: string, from: string, to: string): void {
  if (deferred.table === table) deferred.columns = deferred.columns.map((column) => (column === from ? to : column));
  if (deferred.target?.table === table && deferred.target.column === from) deferred.target = { table, column: to };
}
