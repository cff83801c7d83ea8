// Which partitions a query reads or a row goes to, as far as constants tell: planning locks only those.
// src/backend/partitioning/partprune.c (prune_append_rel_partitions), src/backend/executor/execPartition.c (ExecFindPartition)
import type { Node, PartitionBoundSpec } from '@pgsql/types';
import type { Column, Relation } from '../catalog/objects.ts';
import { columnNumbered } from './column-lookup.ts';
import { current, type Execution } from './execution.ts';
import { constantValue, isOrdered } from './partition-values.ts';
import { children } from './tree.ts';
import {
  type Interval,
  intersect,
  isNothing,
  isPoint,
  nothing,
  notNull,
  points,
  type Value,
  type ValueSet,
  without,
} from './value-set.ts';

/** What conditions leave of a column, by its name; `undefined` where they say nothing. */
export type Remaining = (column: string) => ValueSet | undefined;

const anything: ValueSet = { intervals: [{}], null: true };

/** The first key column of a partitioned table, where it is a column. */
function keyColumn(x: Execution, partitioned: Relation): Column | undefined {
  const table = current(x, partitioned);
  return columnNumbered(table, table.partitionKey?.columns[0]);
}

/** The partitions directly below that rows with the remaining values can be in. */
export function prunedChildren(x: Execution, partitioned: Relation, remaining: Remaining): Relation[] {
  const all = children(x, partitioned);
  const column = keyColumn(x, partitioned);
  const set = column && remaining(column.name);
  if (!column || !set) return all;
  if (isNothing(set)) return [];
  const strategy = current(x, partitioned).partitionKey?.strategy;
  if (strategy === 'hash' || (strategy === 'range' && !isOrdered(column.type))) return all;
  const bounds = new Map(all.map((child) => [child.oid, boundSet(child, column)]));
  if ([...bounds.values()].includes(undefined)) return all;
  const gaps = gapsIn(set, [...bounds.values()], strategy === 'list');
  return all.filter((child) => {
    const bound = bounds.get(child.oid);
    return bound === 'default' ? gaps : bound && !isNothing(intersect(set, bound));
  });
}

/** Whether rows of the set can be in no partition but the default one. */
function gapsIn(set: ValueSet, bounds: readonly (ValueSet | 'default' | undefined)[], list: boolean): boolean {
  const explicit = bounds.flatMap((bound) => (bound && bound !== 'default' ? [bound] : []));
  if (set.null && !explicit.some((bound) => bound.null)) return true;
  // For LIST, whatever is no set of single values reaches the default partition.
  if (list && !set.intervals.every(isPoint)) return true;
  return (
    without(
      { ...set, null: false },
      explicit.flatMap(({ intervals }) => intervals),
    ).intervals.length > 0
  );
}

/** The first key column's values that a partition takes; undefined where its bound cannot be read. */
function boundSet(partition: Relation, column: Column): ValueSet | 'default' | undefined {
  if (!partition.bound) return undefined;
  if (partition.bound.default) return 'default';
  const node = partition.bound.spec;
  const spec =
    node && 'PartitionBoundSpec' in node ? node.PartitionBoundSpec : (node as PartitionBoundSpec | undefined);
  if (!spec) return undefined;
  return spec.strategy === 'l' ? listSet(spec, column) : rangeSet(spec, column);
}

function listSet(spec: PartitionBoundSpec, column: Column): ValueSet | undefined {
  const values = (spec.listdatums ?? []).map((node) => constantValue(node, column.type));
  if (values.includes(undefined)) return undefined;
  return { ...points(values.flatMap((value) => value ?? [])), null: values.includes(null) };
}

function rangeSet(spec: PartitionBoundSpec, column: Column): ValueSet | undefined {
  const low = rangeEnd(spec.lowerdatums?.[0], column);
  const high = rangeEnd(spec.upperdatums?.[0], column);
  if (low === undefined || high === undefined) return undefined;
  // With more key columns, rows that equal the upper bound in the first can still be inside.
  const more = (spec.upperdatums?.length ?? 1) > 1 && !isMinValue(spec.upperdatums?.[1]);
  const interval: Interval = {
    ...(low === 'unbounded' ? {} : { low }),
    ...(high === 'unbounded' ? {} : { high, ...(more ? {} : { highOpen: true }) }),
  };
  return { intervals: [interval], null: false };
}

const wordOf = (node: Node | undefined): string | undefined => {
  const field = node && 'ColumnRef' in node ? node.ColumnRef.fields?.[0] : undefined;
  return field && 'String' in field ? field.String.sval?.toLowerCase() : undefined;
};

const isMinValue = (node: Node | undefined): boolean => wordOf(node) === 'minvalue';

function rangeEnd(node: Node | undefined, column: Column): Value | 'unbounded' | undefined {
  if (wordOf(node) === 'minvalue' || wordOf(node) === 'maxvalue') return 'unbounded';
  return constantValue(node, column.type) ?? undefined;
}

/** A row's value of a column: `null`, a constant, or undefined where it is not known. */
export type RowValue = (column: string) => Value | null | undefined;

/** The partitions on the way of a row to its leaf, the leaf last; undefined where the row's values do not tell. */
export function routeRow(x: Execution, partitioned: Relation, row: RowValue): Relation[] | undefined {
  const table = current(x, partitioned);
  if (table.kind !== 'partitioned-table') return [];
  const column = keyColumn(x, table);
  const value = column && row(column.name);
  const set = value === undefined ? anything : value === null ? { ...nothing, null: true } : points([value]);
  const found = prunedChildren(x, table, (name) => (name === column?.name ? set : undefined));
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  const below = routeRow(x, only, row);
  return below && [only, ...below];
}

export { notNull };
