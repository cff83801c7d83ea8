// What a migration has said of tables so far, which decides what TypeORM sends for them later.
import type { Plain } from '../javascript/plain.ts';
import { emptyTable, nameOrOwn, type Table } from './table.ts';

export interface Runner {
  /** By name. */
  readonly tables: Map<string, Table>;
}

export type Work = (runner: Runner, args: readonly Plain[]) => string[];

export function known({ tables }: Runner, target: Plain): Table {
  const name = nameOrOwn(target);
  const table = tables.get(name) ?? emptyTable(name);
  tables.set(name, table);
  return table;
}
