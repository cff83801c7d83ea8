// Expressions, target lists and WITH, as every kind of query has them: which columns, subqueries and calls they bring.
// src/backend/parser/parse_expr.c, parse_target.c, parse_cte.c
import type { ColumnRef, FuncCall, Node, SelectStmt, SubLink, WithClause } from '@pgsql/types';
import type { Command, CommonTable, OutputColumn, Query, RangeEntry } from './query.ts';
import { columnNameOf, expressionType, stringsOf } from './query-columns.ts';
import { resolveColumn, type Scope, wholeRow } from './query-scope.ts';

/** The scope of one query, empty. */
export function newScope(
  given: Pick<Scope, 'x' | 'analyze'> & Partial<Pick<Scope, 'outer'>>,
  node: Node,
  command: Command,
  locked: boolean,
): Scope {
  const query: Query = {
    command,
    entries: [],
    commonTables: [],
    sublinks: [],
    calls: [],
    conditions: [],
    output: [],
    keys: [],
    arms: [],
    closed: false,
    node,
  };
  const { commonTables } = query;
  return { ...given, query, visible: [], star: [], commonTables, locked: locked ? 'all' : new Set() };
}

/** The output column that an expression makes. */
export function typed(scope: Scope, name: string, node: Node | undefined): OutputColumn {
  const find = (fields: readonly Node[]) => resolveColumn(scope, fields);
  const column = node && 'ColumnRef' in node ? find(node.ColumnRef.fields ?? []) : undefined;
  const type = expressionType(scope.x, node, find);
  return { name, ...(type ? { type } : {}), ...(column?.source ? { source: column.source } : {}) };
}

/** A target list or RETURNING: its columns, `*` expanded; undefined where a `*` covers columns that are not known. */
export function readTargets(scope: Scope, targets: readonly Node[] | undefined): OutputColumn[] | undefined {
  walk(scope, targets);
  const lists = (targets ?? []).map((node) => targetColumns(scope, node));
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

function targetColumns(scope: Scope, node: Node): readonly OutputColumn[] | undefined {
  if (!('ResTarget' in node)) return [];
  const { name, val } = node.ResTarget;
  if (!val || !('ColumnRef' in val) || !val.ColumnRef.fields?.some((field) => 'A_Star' in field)) {
    return [typed(scope, name ?? columnNameOf(val), val)];
  }
  const qualifier = stringsOf(val.ColumnRef.fields).at(-1);
  if (qualifier === undefined)
    return scope.star.every((list) => list !== undefined) ? scope.star.flatMap((l) => l ?? []) : undefined;
  const known = wholeRow(scope, qualifier);
  return known.length ? known : undefined;
}

/** WITH: its queries in order, each seeing those before it, and itself if RECURSIVE. */
export function readCommonTables(scope: Scope, clause: WithClause | undefined): void {
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename, aliascolnames, ctematerialized, ctequery } = node.CommonTableExpr;
    const columns = stringsOf(aliascolnames);
    const table: CommonTable = {
      name: ctename ?? '',
      references: 0,
      materialized: ctematerialized ?? 'CTEMaterializeDefault',
      recursive: Boolean(clause?.recursive),
      ...(columns.length ? { columns } : {}),
    };
    if (clause?.recursive) scope.commonTables.push(table);
    if (ctequery) table.query = scope.analyze(ctequery, scope, false);
    if (!clause?.recursive) scope.commonTables.push(table);
  }
}

/** WHERE. */
export function limitBy(scope: Scope, condition: Node | undefined): void {
  walk(scope, condition);
  if (condition) addCondition(scope, condition, scope.query.entries);
}

/** A condition that rules out rows of the entries. */
export function addCondition(scope: Scope, node: Node, entries: readonly RangeEntry[]): void {
  scope.query.conditions.push({ node, entries, find: (fields) => resolveColumn(scope, fields) });
}

/** Reads an expression: its columns, subqueries and calls. Long chains of operators nest deeper than the stack, hence the list. */
export function walk(scope: Scope, node: unknown): void {
  const open: unknown[] = [node];
  while (open.length > 0) {
    const next = open.pop();
    if (next === null || typeof next !== 'object') continue;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else for (const [kind, value] of Object.entries(next)) if (readKind(scope, kind, value, open)) open.push(value);
  }
}

/** Whether what is inside is still to be read. */
function readKind(scope: Scope, kind: string, value: unknown, open: unknown[]): boolean {
  if (kind === 'ColumnRef') resolveColumn(scope, (value as ColumnRef).fields ?? []);
  else if (kind === 'SelectStmt')
    scope.query.sublinks.push(scope.analyze({ SelectStmt: value as SelectStmt }, scope, false));
  else if (kind === 'SubLink') {
    const { subselect, testexpr } = value as SubLink;
    open.push(testexpr);
    if (subselect) scope.query.sublinks.push(scope.analyze(subselect, scope, false));
  } else {
    if (kind === 'FuncCall') scope.query.calls.push(value as FuncCall);
    return true;
  }
  return false;
}
