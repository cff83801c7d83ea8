// The SQL that a function in language SQL consists of: a string, RETURN or BEGIN ATOMIC, and what it locks when it is checked.
// src/backend/catalog/pg_proc.c (fmgr_sql_validator)
import type { CreateFunctionStmt, Node } from '@pgsql/types';
import { depend } from '../catalog/catalog.ts';
import type { Oid, Relation } from '../catalog/objects.ts';
import { parseSql } from '../libpg-query.ts';
import type { LockMode } from '../locks.ts';
import { rawStatements } from '../trees.ts';
import { defElems, stringsOf } from './column-definition.ts';
import { type Execution, lock } from './execution.ts';
import type { Query } from './query.ts';
import { analyzeQuery } from './query-analysis.ts';
import { readRelations } from './query-locks.ts';

/** The statements of the body as trees; none where it is not SQL or cannot be parsed. */
export function bodyStatements(node: CreateFunctionStmt): Node[] {
  if (node.sql_body) return atomicStatements(node.sql_body);
  const as = defElems(node.options).find(({ defname }) => defname === 'as')?.arg;
  const [text] = stringsOf(as && 'List' in as ? as.List.items : undefined);
  if (text === undefined || text.includes('\0')) return [];
  const answer = parseSql(text);
  return 'json' in answer ? rawStatements(answer.json).flatMap(({ stmt }) => (stmt as Node | undefined) ?? []) : [];
}

/** RETURN stands for a SELECT of its expression. */
function atomicStatements(body: Node): Node[] {
  if ('List' in body) return (body.List.items ?? []).flatMap(atomicStatements);
  if (!('ReturnStmt' in body)) return [body];
  return [{ SelectStmt: { targetList: [{ ResTarget: { val: body.ReturnStmt.returnval } }] } }];
}

const queryKinds = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const;

const isQuery = (node: Node): boolean => queryKinds.some((kind) => kind in node);

/** The expression that the planner may put in the place of a call: the body is one SELECT of one value. inline_function, clauses.c */
export function inlinedExpression(node: CreateFunctionStmt): Node | undefined {
  const [only, ...more] = bodyStatements(node);
  if (!only || more.length > 0 || !('SelectStmt' in only)) return undefined;
  const { targetList = [], ...rest } = only.SelectStmt;
  const plain = Object.keys(rest).every((key) => key === 'limitOption' || key === 'op');
  const [target] = targetList;
  if (!plain || targetList.length !== 1 || !target || !('ResTarget' in target)) return undefined;
  return target.ResTarget.val;
}

/** Analysing a query locks what it names, through views but not down to partitions. */
export function lockBody(x: Execution, node: Node): void {
  if (isQuery(node)) lockEntries(x, analyzeQuery(x, node));
}

function lockEntries(x: Execution, query: Query): void {
  for (const entry of query.entries) {
    if (entry.relation) lockEntry(x, entry.relation, entry.mode);
    if (entry.subquery) lockEntries(x, entry.subquery);
  }
  const inner = query.commonTables.flatMap((table) => table.query ?? []);
  for (const other of [...inner, ...query.sublinks, ...query.arms]) lockEntries(x, other);
}

/** A view's rule is read along; what it selects from is locked as the view is. AcquireRewriteLocks, rewriteHandler.c */
function lockEntry(x: Execution, relation: Relation, mode: LockMode): void {
  lock(x, relation, mode);
  if (relation.kind !== 'view' || !relation.query) return;
  for (const { relation: below } of readRelations(x, relation.query)) {
    lockEntry(x, below, mode === 'RowExclusiveLock' && !isUpdatable(relation) ? 'AccessShareLock' : mode);
  }
}

/** Writing to a view that selects from one relation writes to that relation. */
const isUpdatable = ({ query }: Relation): boolean =>
  query !== undefined &&
  'SelectStmt' in query &&
  query.SelectStmt.fromClause?.length === 1 &&
  !query.SelectStmt.groupClause;

export function recordBodyDependencies(x: Execution, from: Oid, node: Node): void {
  if (!isQuery(node)) return;
  for (const { relation, columns } of readRelations(x, node)) {
    const numbers = columns === 'all' ? relation.columns.map(({ number }) => number) : columns;
    x.catalog = depend(x.catalog, { from, on: relation.oid, kind: 'normal' });
    for (const onColumn of numbers) x.catalog = depend(x.catalog, { from, on: relation.oid, onColumn, kind: 'normal' });
  }
}
