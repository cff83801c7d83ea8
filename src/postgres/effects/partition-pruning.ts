// Which partitions a query reads or a row goes to, as far as constants tell: planning locks only those.
// src/backend/partitioning/partprune.c (prune_append_rel_partitions), src/backend/executor/execPartition.c (ExecFindPartition)
import { relationBy } from '../catalog/catalog.ts';
import type { Column, Oid, Relation } from '../catalog/objects.ts';
import { columnNumbered } from './column-lookup.ts';
import { current, type Execution } from './execution.ts';
import { boundsOf, partitionsMeeting } from './partition-bounds.ts';
import { isOrdered } from './partition-values.ts';
import { children } from './tree.ts';
import { isNothing, onlyNull, points, type Value, type ValueSet } from './value-set.ts';

/** What conditions leave of a column, by its name; `undefined` where they say nothing. */
export type Remaining = (column: string) => ValueSet | undefined;

/** The first key column of a partitioned table, where it is a column. */
function keyColumn(x: Execution, partitioned: Relation): Column | undefined {
  const table = current(x, partitioned);
  return columnNumbered(table, table.partitionKey?.columns[0]);
}

/** The partitions directly below that rows with the remaining values can be in. */
export function prunedChildren(x: Execution, partitioned: Relation, remaining: Remaining): Relation[] {
  const column = keyColumn(x, partitioned);
  const set = column && remaining(column.name);
  if (set && isNothing(set)) return [];
  const kept = set && meeting(x, partitioned, column, set);
  if (!kept) return children(x, partitioned);
  return current(x, partitioned).children.flatMap((oid) => (kept.has(oid) ? (relationBy(x.catalog, oid) ?? []) : []));
}

/** Undefined where the bounds do not tell: HASH, enums in RANGE, expressions. */
function meeting(x: Execution, partitioned: Relation, column: Column, set: ValueSet): ReadonlySet<Oid> | undefined {
  const table = current(x, partitioned);
  const strategy = table.partitionKey?.strategy;
  if (strategy === 'hash' || (strategy === 'range' && !isOrdered(column.type))) return undefined;
  const bounds = boundsOf(table, () => children(x, table), column);
  return bounds && partitionsMeeting(bounds, set);
}

/** A row's value of a column: `null`, a constant, or undefined where it is not known. */
export type RowValue = (column: string) => Value | null | undefined;

/** The partitions on the way of a row to its leaf, the leaf last; undefined where the row's values do not tell. */
export function routeRow(x: Execution, partitioned: Relation, row: RowValue): Relation[] | undefined {
  const table = current(x, partitioned);
  if (table.kind !== 'partitioned-table') return [];
  const only = onlyChild(x, table, row);
  if (!only) return undefined;
  const below = routeRow(x, only, row);
  return below && [only, ...below];
}

/** The one partition that the row can go to. */
function onlyChild(x: Execution, table: Relation, row: RowValue): Relation | undefined {
  const column = keyColumn(x, table);
  const value = column && row(column.name);
  const set = value === undefined ? undefined : value === null ? onlyNull : points([value]);
  const kept = column && set ? meeting(x, table, column, set) : undefined;
  const oids = kept ? [...kept] : table.children;
  return oids.length === 1 ? relationBy(x.catalog, oids[0]) : undefined;
}
