// What the conditions of a query leave of each column, where constants tell when planning: AND, OR, NOT, comparisons,
// IN, BETWEEN, IS NULL, and columns equated with one another. src/backend/partitioning/partprune.c (gen_partprune_steps)
import type { A_Expr, BoolExpr, Node } from '@pgsql/types';
import { constantList, constantValue } from './partition-values.ts';
import type { ColumnSource, Condition, OutputColumn, Query, RangeEntry } from './query.ts';
import { stringsOf } from './query-columns.ts';
import {
  type Interval,
  intersect,
  isPoint,
  nothing,
  notNull,
  onlyNull,
  points,
  union,
  type Value,
  type ValueSet,
} from './value-set.ts';

/** What is left of one column. */
export interface Restriction extends ColumnSource {
  readonly set: ValueSet;
}

type Find = Condition['find'];

/** The restrictions of a query's own conditions and those that reach it from around it, one per column. */
export function restrictionsOf(query: Query, given: readonly Restriction[]): readonly Restriction[] {
  const own = query.conditions.flatMap(({ node, entries, find }) =>
    restrictionsIn(node, find).filter(({ entry }) => entries.includes(entry)),
  );
  const all = conjunction([...given, ...own]);
  return conjunction([...all, ...propagated(query, all)]);
}

/** Whether the WHERE is constant and false, so that nothing is read. */
export const isNever = (query: Query): boolean =>
  query.conditions.some(({ node, entries }) => entries === query.entries && conjuncts(node).some(isConstantFalse));

const isConstantFalse = (node: Node): boolean =>
  'A_Const' in node &&
  (node.A_Const.isnull === true || (node.A_Const.boolval !== undefined && !node.A_Const.boolval.boolval));

const sameColumn = (a: ColumnSource, b: ColumnSource): boolean => a.entry === b.entry && a.column === b.column;

function conjunction(all: readonly Restriction[]): Restriction[] {
  const merged: Restriction[] = [];
  for (const one of all) {
    const at = merged.findIndex((other) => sameColumn(one, other));
    if (at < 0) merged.push(one);
    else merged[at] = { ...one, set: intersect((merged[at] as Restriction).set, one.set) };
  }
  return merged;
}

/** Only columns that every arm of an OR restricts stay restricted. */
const disjunction = (arms: readonly (readonly Restriction[])[]): Restriction[] =>
  (arms[0] ?? []).flatMap((first) => {
    const others = arms.map((arm) => arm.find((one) => sameColumn(one, first)));
    if (others.includes(undefined)) return [];
    return [{ ...first, set: union(others.map((one) => (one as Restriction).set)) }];
  });

/** `a = b` and `a = 5` give `b = 5`. */
function propagated(query: Query, all: readonly Restriction[]): Restriction[] {
  const constants = all.filter(({ set }) => set.intervals.length === 1 && set.intervals.every(isPoint) && !set.null);
  return query.conditions.flatMap(({ node, entries, find }) =>
    conjuncts(node).flatMap((conjunct) => {
      const [left, right] = equated(conjunct, find);
      if (!left || !right) return [];
      const both: [ColumnSource, ColumnSource][] = [
        [left, right],
        [right, left],
      ];
      return both.flatMap(([from, to]) =>
        constants
          .filter((one) => sameColumn(one, from) && entries.includes(to.entry))
          .map(({ set }) => ({ ...to, set })),
      );
    }),
  );
}

function equated(node: Node, find: Find): [ColumnSource?, ColumnSource?] {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || stringsOf(node.A_Expr.name).at(-1) !== '=') return [];
  return [columnOf(node.A_Expr.lexpr, find)?.source, columnOf(node.A_Expr.rexpr, find)?.source];
}

export const conjuncts = (node: Node): Node[] =>
  'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR' ? (node.BoolExpr.args ?? []).flatMap(conjuncts) : [node];

const columnOf = (node: Node | undefined, find: Find): OutputColumn | undefined =>
  node && 'ColumnRef' in node ? find(node.ColumnRef.fields ?? []) : undefined;

function restrictionsIn(node: Node, find: Find): readonly Restriction[] {
  if ('BoolExpr' in node) return booleanRestrictions(node.BoolExpr, find);
  if ('A_Expr' in node) return comparisonRestrictions(node.A_Expr, find);
  if ('NullTest' in node) {
    return restrict(columnOf(node.NullTest.arg, find), node.NullTest.nulltesttype === 'IS_NULL' ? onlyNull : notNull);
  }
  return 'ColumnRef' in node ? restrict(columnOf(node, find), points([1])) : [];
}

const restrict = (column: OutputColumn | undefined, set: ValueSet | undefined): Restriction[] =>
  column?.source && set ? [{ ...column.source, set }] : [];

function booleanRestrictions({ boolop, args }: BoolExpr, find: Find): readonly Restriction[] {
  if (boolop === 'NOT_EXPR') return args?.[0] ? negated(args[0], find) : [];
  const arms = (args ?? []).map((arg) => restrictionsIn(arg, find));
  return boolop === 'AND_EXPR' ? conjunction(arms.flat()) : disjunction(arms);
}

const negations: Record<string, string> = { '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

function negated(node: Node, find: Find): readonly Restriction[] {
  if ('ColumnRef' in node) return restrict(columnOf(node, find), points([0]));
  const operator = 'A_Expr' in node ? negations[stringsOf(node.A_Expr.name).at(-1) ?? ''] : undefined;
  if (!operator || !('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return [];
  return comparisonRestrictions({ ...node.A_Expr, name: [{ String: { sval: operator } }] }, find);
}

const commuted: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=' };

function comparisonRestrictions(expression: A_Expr, find: Find): readonly Restriction[] {
  const { kind, name, lexpr, rexpr } = expression;
  const operator = stringsOf(name).at(-1) ?? '';
  const left = columnOf(lexpr, find);
  if (kind === 'AEXPR_BETWEEN') return restrict(left, between(rexpr, left));
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') {
    const values = operator === '=' ? constantList(rexpr, left?.type) : undefined;
    return restrict(left, values && points(values));
  }
  if (kind !== 'AEXPR_OP') return [];
  if (left?.source) return restrict(left, compared(operator, constantValue(rexpr, left.type)));
  const right = columnOf(rexpr, find);
  return restrict(right, compared(commuted[operator] ?? '', constantValue(lexpr, right?.type)));
}

function between(node: Node | undefined, column: OutputColumn | undefined): ValueSet | undefined {
  const [low, high] = node && 'List' in node ? (node.List.items ?? []) : [];
  const least = compared('>=', constantValue(low, column?.type));
  const most = compared('<=', constantValue(high, column?.type));
  return least && most ? intersect(least, most) : (least ?? most);
}

function compared(operator: string, value: Value | null | undefined): ValueSet | undefined {
  if (value === undefined) return undefined;
  if (value === null) return operator in commuted ? nothing : undefined;
  const intervals: Record<string, Interval> = {
    '=': { low: value, high: value },
    '<': { high: value, highOpen: true },
    '<=': { high: value },
    '>': { low: value, lowOpen: true },
    '>=': { low: value },
  };
  const interval = intervals[operator];
  return interval && { intervals: [interval], null: false };
}

/** What restrictions on a subquery, WITH query or view mean for the entries below it; `names` are its columns as seen from outside. */
export const pushedDown = (
  entry: RangeEntry,
  below: Query,
  names: readonly string[],
  all: readonly Restriction[],
): Restriction[] =>
  all.filter((one) => one.entry === entry).flatMap(({ column, set }) => pushInto(below, names.indexOf(column), set));

function pushInto(below: Query, at: number, set: ValueSet): Restriction[] {
  if (below.closed || at < 0) return [];
  if (below.arms.length > 0) return below.arms.flatMap((arm) => pushInto(arm, at, set));
  const source = below.output?.[at]?.source;
  return source ? [{ ...source, set }] : [];
}
