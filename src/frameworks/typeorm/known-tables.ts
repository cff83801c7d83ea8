// What migrations have said of tables so far, which decides what TypeORM sends for them later.
import type { Plain } from '../javascript/plain.ts';
import { mayChange, withRawSql } from './raw-sql.ts';
import { copyOf, emptyTable, nameOrOwn, type Table } from './table.ts';

export interface Runner {
  /** What this migration has said, by name; undefined of those that it drops. */
  readonly tables: Map<string, Table | undefined>;
  /** SQL that it has sent by itself. */
  readonly raw: string[];
  /** A table as the migrations before this one leave it. */
  readonly before: (name: string) => Table | undefined;
}

export type Work = (runner: Runner, args: readonly Plain[]) => string[];

/** The connection's own schema is not named. */
const keyOf = (name: string): string => name.replace(/^public\./, '');

/** Undefined where nothing is known of it. */
export function tableBy({ tables, raw, before }: Runner, name: string): Table | undefined {
  const key = keyOf(name);
  if (tables.has(key)) return tables.get(key);
  const found = before(key);
  const table = found && withRawSql(found, raw);
  if (table) tables.set(key, table);
  return table;
}

export function known(runner: Runner, target: Plain): Table {
  const name = nameOrOwn(target);
  const table = tableBy(runner, name) ?? emptyTable(name);
  runner.tables.set(keyOf(name), table);
  return table;
}

export const keep = ({ tables }: Runner, table: Table): unknown => tables.set(keyOf(table.name), table);

export const forget = ({ tables }: Runner, name: string): unknown => tables.set(keyOf(name), undefined);

/** SQL of the migration's own, after which less may be known. */
export function noteRawSql({ tables, raw }: Runner, sql: string): void {
  if (!mayChange(sql)) return;
  raw.push(sql);
  for (const [key, table] of tables) if (table) tables.set(key, withRawSql(table, [sql]));
}

/** What a migration leaves. */
export interface Change {
  readonly tables: ReadonlyMap<string, Table | undefined>;
  readonly raw: readonly string[];
}

/** The table as the last of them leaves it, with its place among them; undefined where that is not known. */
export function lastOf(changes: readonly Change[], name: string): { table: Table; at: number } | undefined {
  const key = keyOf(name);
  const at = changes.findLastIndex(({ tables }) => tables.has(key));
  const found = changes[at]?.tables.get(key);
  const later = changes.slice(at + 1).flatMap(({ raw }) => raw);
  const table = found && withRawSql(copyOf(found), later);
  return table && { table, at };
}
