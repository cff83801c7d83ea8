// Parse analysis of INSERT, UPDATE, DELETE and MERGE: their target, taken ROW EXCLUSIVE, and what they read.
// src/backend/parser/analyze.c (setTargetTable), parse_merge.c
import type { DeleteStmt, InsertStmt, MergeStmt, Node, OnConflictClause, UpdateStmt } from '@pgsql/types';
import type { OutputColumn, Query, RangeEntry } from './query.ts';
import { addCondition, limitBy, readCommonTables, readTargets, walk } from './query-expressions.ts';
import { rangeTarget, readFrom, relationEntry, type StoredRange } from './query-from.ts';
import { relationColumns, resolveColumn, type Scope } from './query-scope.ts';

/** The relation that is written to: a range table entry under its alias, with ROW EXCLUSIVE. */
function readTarget(scope: Scope, range: StoredRange | undefined, children: boolean): RangeEntry | undefined {
  const relation = range && rangeTarget(scope, range);
  if (!relation) return undefined;
  const target: RangeEntry & { columns: readonly OutputColumn[] | undefined } = {
    ...relationEntry(scope, relation, range),
    only: !children || !range.inh,
    mode: 'RowExclusiveLock',
    forUpdate: false,
  };
  target.columns = relationColumns(scope.x, relation)?.map((column) => ({
    ...column,
    source: { entry: target, column: column.name },
  }));
  scope.query.target = target;
  scope.query.entries.push(target);
  return target;
}

function showTarget(scope: Scope, entry: RangeEntry | undefined): void {
  if (!entry) return;
  scope.visible.push({ name: entry.name, columns: entry.columns, entry });
  scope.star.push(entry.columns);
}

export function analyzeInsert(scope: Scope, insert: InsertStmt): Query {
  const { query } = scope;
  readCommonTables(scope, insert.withClause);
  const target = readTarget(scope, insert.relation, false);
  if (insert.selectStmt) query.arms.push(scope.analyze(insert.selectStmt, scope, false));
  useColumns(scope, target, insert.cols);
  showTarget(scope, target);
  if (insert.onConflictClause) readConflict(scope, target, insert.onConflictClause);
  query.output = readTargets(scope, insert.returningClause?.exprs);
  return query;
}

function readConflict(scope: Scope, target: RangeEntry | undefined, clause: OnConflictClause): void {
  const excluded = target ? [{ name: 'excluded', columns: target.columns, entry: target }] : [];
  const inside: Scope = { ...scope, visible: [...scope.visible, ...excluded] };
  walk(inside, [clause.infer, clause.targetList, clause.whereClause]);
  useColumns(scope, target, clause.targetList);
}

/** Columns of the target that are assigned to. */
function useColumns(scope: Scope, target: RangeEntry | undefined, targets: readonly Node[] | undefined): void {
  const visible = target ? [{ name: target.name, columns: target.columns, entry: target }] : [];
  const alone: Scope = { ...scope, visible };
  delete (alone as { outer?: Scope }).outer;
  for (const node of targets ?? []) {
    if ('ResTarget' in node) resolveColumn(alone, [{ String: { sval: node.ResTarget.name ?? '' } }]);
  }
}

export function analyzeUpdate(scope: Scope, update: UpdateStmt): Query {
  readCommonTables(scope, update.withClause);
  const target = readTarget(scope, update.relation, true);
  showTarget(scope, target);
  readFrom(scope, update.fromClause);
  walk(scope, update.targetList);
  useColumns(scope, target, update.targetList);
  return finishWrite(scope, update);
}

export function analyzeDelete(scope: Scope, remove: DeleteStmt): Query {
  readCommonTables(scope, remove.withClause);
  showTarget(scope, readTarget(scope, remove.relation, true));
  readFrom(scope, remove.usingClause);
  return finishWrite(scope, remove);
}

function finishWrite(scope: Scope, { whereClause, returningClause }: UpdateStmt | DeleteStmt): Query {
  limitBy(scope, whereClause);
  scope.query.output = readTargets(scope, returningClause?.exprs);
  return scope.query;
}

export function analyzeMerge(scope: Scope, merge: MergeStmt): Query {
  readCommonTables(scope, merge.withClause);
  const target = readTarget(scope, merge.relation, true);
  readFrom(scope, merge.sourceRelation ? [merge.sourceRelation] : []);
  showTarget(scope, target);
  walk(scope, merge.joinCondition);
  if (merge.joinCondition) addCondition(scope, merge.joinCondition, mergeLimits(scope, merge));
  for (const node of merge.mergeWhenClauses ?? []) {
    if (!('MergeWhenClause' in node)) continue;
    const { condition, targetList, values } = node.MergeWhenClause;
    walk(scope, [condition, targetList, values]);
    useColumns(scope, target, targetList);
  }
  scope.query.output = readTargets(scope, merge.returningClause?.exprs);
  return scope.query;
}

/** WHEN NOT MATCHED keeps the rows of its side. src/backend/parser/parse_merge.c (setMergeRelation…) */
function mergeLimits({ query }: Scope, merge: MergeStmt): readonly RangeEntry[] {
  const kinds = (merge.mergeWhenClauses ?? []).map((node) =>
    'MergeWhenClause' in node ? node.MergeWhenClause.matchKind : '',
  );
  const source = kinds.includes('MERGE_WHEN_NOT_MATCHED_BY_TARGET');
  const target = kinds.includes('MERGE_WHEN_NOT_MATCHED_BY_SOURCE');
  return query.entries.filter((entry) => (entry === query.target ? !target : !source));
}
