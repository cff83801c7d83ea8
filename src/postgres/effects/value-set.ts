// Sets of values of one type, as conditions and partition bounds describe them: what partition pruning intersects.
// src/backend/partitioning/partprune.c works on bounds; sets give the same answer for one key column.

/** Numbers for numeric types, microseconds since 1970 for dates and times, text otherwise. */
export type Value = number | string;

/** From `low` to `high`; an end that is absent is infinite. */
export interface Interval {
  readonly low?: Value;
  readonly lowOpen?: boolean;
  readonly high?: Value;
  readonly highOpen?: boolean;
}

/** Intervals are in no order and may overlap. */
export interface ValueSet {
  readonly intervals: readonly Interval[];
  readonly null: boolean;
}

export const nothing: ValueSet = { intervals: [], null: false };
export const notNull: ValueSet = { intervals: [{}], null: false };
export const onlyNull: ValueSet = { intervals: [], null: true };

export const point = (value: Value): Interval => ({ low: value, high: value });

export const points = (values: readonly Value[]): ValueSet => ({ intervals: values.map(point), null: false });

export const isPoint = ({ low, high }: Interval): boolean => low !== undefined && low === high;

export const union = (sets: readonly ValueSet[]): ValueSet => ({
  intervals: sets.flatMap(({ intervals }) => intervals),
  null: sets.some((set) => set.null),
});

/** More pairs than that are not worth comparing: the first set alone holds whatever both hold. */
const mostPairs = 100_000;

export const intersect = (a: ValueSet, b: ValueSet): ValueSet => ({
  intervals:
    a.intervals.length * b.intervals.length > mostPairs
      ? a.intervals
      : a.intervals.flatMap((one) => b.intervals.flatMap((two) => overlap(one, two) ?? [])),
  null: a.null && b.null,
});

/** What both hold. */
export function overlap(a: Interval, b: Interval): Interval | undefined {
  const low = laterLow(a, b);
  const high = earlierHigh(a, b);
  const found = { ...low, ...high };
  return isEmpty(found) ? undefined : found;
}

function laterLow(a: Interval, b: Interval): Pick<Interval, 'low' | 'lowOpen'> {
  const { low, lowOpen } = a;
  const pick =
    low === undefined || (b.low !== undefined && (b.low > low || (b.low === low && b.lowOpen))) ? b : { low, lowOpen };
  return pick.low === undefined ? {} : { low: pick.low, ...(pick.lowOpen ? { lowOpen: true } : {}) };
}

function earlierHigh(a: Interval, b: Interval): Pick<Interval, 'high' | 'highOpen'> {
  const { high, highOpen } = a;
  const pick =
    high === undefined || (b.high !== undefined && (b.high < high || (b.high === high && b.highOpen)))
      ? b
      : { high, highOpen };
  return pick.high === undefined ? {} : { high: pick.high, ...(pick.highOpen ? { highOpen: true } : {}) };
}

const isEmpty = ({ low, high, lowOpen, highOpen }: Interval): boolean =>
  low !== undefined && high !== undefined && (low > high || (low === high && Boolean(lowOpen || highOpen)));

/** What is in `set` and in none of the `taken` intervals; null is not touched. */
export function without(set: ValueSet, taken: readonly Interval[]): ValueSet {
  const left = taken.reduce<readonly Interval[]>(
    (rest, gone) => rest.flatMap((one) => subtract(one, gone)),
    set.intervals,
  );
  return { intervals: left, null: set.null };
}

function subtract(from: Interval, gone: Interval): Interval[] {
  const below: Interval | undefined = gone.low === undefined ? undefined : { high: gone.low, highOpen: !gone.lowOpen };
  const above: Interval | undefined = gone.high === undefined ? undefined : { low: gone.high, lowOpen: !gone.highOpen };
  return [below, above].flatMap((side) => (side && overlap(from, side)) ?? []);
}

export const isNothing = (set: ValueSet): boolean => set.intervals.length === 0 && !set.null;
