// The bounds of a partitioned table's partitions in order, so that what a set of values meets is found by bisection.
// src/backend/partitioning/partbounds.c (PartitionBoundInfo)
import type { Node, PartitionBoundSpec } from '@pgsql/types';
import type { Column, Oid, Relation } from '../catalog/objects.ts';
import { constantValue } from './partition-values.ts';
import { type Interval, isPoint, overlap, point, type Value, type ValueSet, without } from './value-set.ts';

interface Bound {
  readonly interval: Interval;
  readonly partition: Oid;
}

export interface PartitionBounds {
  /** In ascending order; those of two partitions share at most an end. */
  readonly sorted: readonly Bound[];
  readonly list: boolean;
  readonly takesNull?: Oid;
  readonly default?: Oid;
}

const known = new WeakMap<readonly Oid[], PartitionBounds | 'unreadable'>();

/** The bounds by the first key column; undefined where one of them cannot be read. */
export function boundsOf(
  table: Relation,
  partitions: () => readonly Relation[],
  column: Column,
): PartitionBounds | undefined {
  const cached = known.get(table.children) ?? readBounds(partitions(), column) ?? 'unreadable';
  known.set(table.children, cached);
  return cached === 'unreadable' ? undefined : cached;
}

function readBounds(partitions: readonly Relation[], column: Column): PartitionBounds | undefined {
  const found: Bound[] = [];
  const special: { takesNull?: Oid; default?: Oid } = {};
  let list = false;
  for (const { oid, bound } of partitions) {
    const spec = bound?.spec && 'PartitionBoundSpec' in bound.spec ? bound.spec.PartitionBoundSpec : undefined;
    if (!bound || (!spec && !bound.default)) return undefined;
    if (bound.default) special.default = oid;
    else if (spec) {
      list ||= spec.strategy === 'l';
      const set = spec.strategy === 'l' ? listSet(spec, column) : rangeSet(spec, column);
      if (!set) return undefined;
      if (set.null) special.takesNull = oid;
      for (const interval of set.intervals) found.push({ interval, partition: oid });
    }
  }
  return { sorted: found.sort((a, b) => order(a.interval, b.interval)), list, ...special };
}

function order(a: Interval, b: Interval): number {
  return compareLow(a.low, b.low) || (a.high === undefined ? 1 : b.high === undefined ? -1 : a.high < b.high ? -1 : 1);
}

function compareLow(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  return b === undefined || a > b ? 1 : -1;
}

function listSet(spec: PartitionBoundSpec, column: Column): ValueSet | undefined {
  const values = (spec.listdatums ?? []).map((node) => constantValue(node, column.type));
  if (values.includes(undefined)) return undefined;
  return {
    intervals: values.flatMap((value) => (value === null || value === undefined ? [] : [point(value)])),
    null: values.includes(null),
  };
}

function rangeSet(spec: PartitionBoundSpec, column: Column): ValueSet | undefined {
  const low = rangeEnd(spec.lowerdatums?.[0], column);
  const high = rangeEnd(spec.upperdatums?.[0], column);
  if (low === undefined || high === undefined) return undefined;
  // With more key columns, rows that equal the upper bound in the first can still be inside.
  const more = (spec.upperdatums?.length ?? 1) > 1 && wordOf(spec.upperdatums?.[1]) !== 'minvalue';
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

function rangeEnd(node: Node | undefined, column: Column): Value | 'unbounded' | undefined {
  if (wordOf(node) === 'minvalue' || wordOf(node) === 'maxvalue') return 'unbounded';
  return constantValue(node, column.type) ?? undefined;
}

/** The partitions that rows with values of the set can be in. */
export function partitionsMeeting(bounds: PartitionBounds, set: ValueSet): ReadonlySet<Oid> {
  const found = new Set<Oid>();
  let gaps = set.null && bounds.takesNull === undefined;
  if (set.null && bounds.takesNull !== undefined) found.add(bounds.takesNull);
  for (const interval of set.intervals) {
    const met = boundsMeeting(bounds.sorted, interval);
    for (const { partition } of met) found.add(partition);
    gaps ||= bounds.list ? !isPoint(interval) || met.length === 0 : leavesGap(interval, met);
  }
  if (gaps && bounds.default !== undefined) found.add(bounds.default);
  return found;
}

const leavesGap = (interval: Interval, met: readonly Bound[]): boolean =>
  without(
    { intervals: [interval], null: false },
    met.map((bound) => bound.interval),
  ).intervals.length > 0;

function boundsMeeting(sorted: readonly Bound[], interval: Interval): Bound[] {
  const met: Bound[] = [];
  for (let at = firstReaching(sorted, interval.low); at < sorted.length; at++) {
    const bound = sorted[at] as Bound;
    if (interval.high !== undefined && bound.interval.low !== undefined && bound.interval.low > interval.high) break;
    if (overlap(bound.interval, interval)) met.push(bound);
  }
  return met;
}

/** The first bound that does not end before `low`. */
function firstReaching(sorted: readonly Bound[], low: Value | undefined): number {
  let [from, to] = [0, low === undefined ? 0 : sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const { high } = (sorted[middle] as Bound).interval;
    if (high !== undefined && low !== undefined && high < low) from = middle + 1;
    else to = middle;
  }
  return from;
}
