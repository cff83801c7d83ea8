// Parse analysis of SELECT, VALUES, TABLE and set operations. src/backend/parser/analyze.c (transformSelectStmt)
import type { Node, SelectStmt } from '@pgsql/types';
import type { Oid, Relation } from '../catalog/objects.ts';
import { columnNames } from './column-lookup.ts';
import { objectAs } from './execution.ts';
import type { ColumnSource, OutputColumn, Query } from './query.ts';
import { stringsOf } from './query-columns.ts';
import { limitBy, readCommonTables, readTargets, typed, walk } from './query-expressions.ts';
import { readFrom } from './query-from.ts';
import { resolveColumn, type Scope } from './query-scope.ts';

export function analyzeSelect(base: Scope, select: SelectStmt): Query {
  const scope = { ...base, locked: lockedNames(base, select) };
  const { query } = scope;
  readCommonTables(scope, select.withClause);
  if (select.larg && select.rarg) return analyzeSetOperation(scope, select);
  readFrom(scope, select.fromClause);
  query.output = select.valuesLists ? valuesColumns(scope, select.valuesLists) : readTargets(scope, select.targetList);
  limitBy(scope, select.whereClause);
  walk(scope, [select.groupClause, select.havingClause, select.windowClause, select.limitCount, select.limitOffset]);
  walk(
    scope,
    select.distinctClause?.filter((node) => Object.keys(node).length > 0),
  );
  walk(scope, sortsByColumn(select, query.output));
  query.keys.push(...keysGroupedBy(scope, select));
  query.closed = Boolean(select.limitCount ?? select.limitOffset) || query.calls.some(({ over }) => over);
  return query;
}

/** FOR UPDATE without OF reaches everything in FROM. */
function lockedNames(scope: Scope, { lockingClause }: SelectStmt): Scope['locked'] {
  if (scope.locked === 'all' || !lockingClause?.length) return scope.locked;
  const lists = lockingClause.map((node) => ('LockingClause' in node ? node.LockingClause.lockedRels : undefined));
  if (lists.some((list) => !list?.length)) return 'all';
  return new Set(
    lists.flatMap((list) => list ?? []).map((node) => ('RangeVar' in node ? (node.RangeVar.relname ?? '') : '')),
  );
}

/** ORDER BY may name an output column, which then is no column of a relation. */
const sortsByColumn = (select: SelectStmt, output: readonly OutputColumn[] | undefined): readonly Node[] =>
  (select.sortClause ?? []).filter((node) => {
    const sorted = 'SortBy' in node ? node.SortBy.node : undefined;
    const [name, ...more] = sorted && 'ColumnRef' in sorted ? stringsOf(sorted.ColumnRef.fields) : [];
    return name === undefined || more.length > 0 || !output?.some((column) => column.name === name);
  });

function analyzeSetOperation(scope: Scope, select: SelectStmt): Query {
  const { query, locked } = scope;
  for (const arm of armsOf(select)) query.arms.push(scope.analyze({ SelectStmt: arm }, scope, locked === 'all'));
  query.output = query.arms[0]?.output?.map(({ name, type }) => ({ name, ...(type ? { type } : {}) }));
  query.closed = Boolean(select.limitCount ?? select.limitOffset);
  walk(scope, [select.limitCount, select.limitOffset]);
  return query;
}

/** The arms of `a UNION b UNION c …`, which the grammar nests to the left as deep as it is long. */
function armsOf(select: SelectStmt): SelectStmt[] {
  const arms: SelectStmt[] = [];
  let at = select;
  for (;;) {
    arms.push(at.rarg ?? {});
    const left = at.larg ?? {};
    if (!isPlainOperation(left)) return [left, ...arms.reverse()];
    at = left;
  }
}

/** One without parentheses of its own around WITH, LIMIT or ORDER BY. */
const isPlainOperation = ({
  larg,
  withClause,
  sortClause,
  limitCount,
  limitOffset,
  lockingClause,
}: SelectStmt): boolean =>
  larg !== undefined && !(withClause ?? sortClause ?? limitCount ?? limitOffset ?? lockingClause);

function valuesColumns(scope: Scope, lists: readonly Node[]): OutputColumn[] {
  walk(scope, lists);
  const first = lists[0] && 'List' in lists[0] ? (lists[0].List.items ?? []) : [];
  return first.map((node, at) => typed(scope, `column${at + 1}`, node));
}

/** check_functional_grouping: a target that is a column of a table grouped by its primary key, and is not grouped itself. */
function keysGroupedBy(scope: Scope, { groupClause, targetList }: SelectStmt): Oid[] {
  if (!groupClause) return [];
  const grouped = groupClause.flatMap((node) => columnOf(scope, node) ?? []);
  const targets = (targetList ?? []).flatMap(
    (node) => columnOf(scope, 'ResTarget' in node ? node.ResTarget.val : undefined) ?? [],
  );
  const loose = targets.filter(
    (one) => !grouped.some((other) => other.entry === one.entry && other.column === one.column),
  );
  return [...new Set(loose.map(({ entry }) => entry))].flatMap((entry) => {
    const names = grouped.filter((one) => one.entry === entry).map(({ column }) => column);
    return primaryKeyWithin(scope, entry.relation, names) ?? [];
  });
}

const columnOf = (scope: Scope, node: Node | undefined): ColumnSource | undefined =>
  node && 'ColumnRef' in node ? resolveColumn(scope, node.ColumnRef.fields ?? [])?.source : undefined;

function primaryKeyWithin({ x }: Scope, relation: Relation | undefined, names: readonly string[]): Oid | undefined {
  const constraints = relation?.constraints.flatMap((oid) => objectAs(x, oid, 'constraint') ?? []) ?? [];
  const key = constraints.find(({ kind }) => kind === 'primary-key');
  const covered = key && relation && columnNames(relation, key.columns).every((name) => names.includes(name));
  return covered ? key.oid : undefined;
}
