// Parse analysis: a SELECT, INSERT, UPDATE, DELETE or MERGE becomes a Query, its names resolved as PostgreSQL resolves them.
// Takes no lock itself. src/backend/parser/analyze.c
import type { Node } from '@pgsql/types';
import type { Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import type { Query } from './query.ts';
import { analyzeDelete, analyzeInsert, analyzeMerge, analyzeUpdate } from './query-dml.ts';
import { newScope, walk } from './query-expressions.ts';
import { relationEntry } from './query-from.ts';
import type { Scope } from './query-scope.ts';
import { analyzeSelect } from './query-select.ts';

/** Analyses a query; `outer` makes names of a query around it visible, as rules do with NEW and OLD. */
export const analyzeQuery = (x: Execution, node: Node, outer?: Scope): Query => analyze(x, node, outer, false);

const nested =
  (x: Execution): Scope['analyze'] =>
  (node, outer, locked) =>
    analyze(x, node, outer, locked);

function analyze(x: Execution, node: Node, outer: Scope | undefined, locked: boolean): Query {
  const from = { x, analyze: nested(x), ...(outer ? { outer } : {}) };
  if ('SelectStmt' in node) return analyzeSelect(newScope(from, node, 'select', locked), node.SelectStmt);
  if ('InsertStmt' in node) return analyzeInsert(newScope(from, node, 'insert', locked), node.InsertStmt);
  if ('UpdateStmt' in node) return analyzeUpdate(newScope(from, node, 'update', locked), node.UpdateStmt);
  if ('DeleteStmt' in node) return analyzeDelete(newScope(from, node, 'delete', locked), node.DeleteStmt);
  if ('MergeStmt' in node) return analyzeMerge(newScope(from, node, 'merge', locked), node.MergeStmt);
  return newScope(from, node, 'select', locked).query;
}

/** Subqueries and column references of an expression over a relation, as CHECK, WHEN and policies have them. */
export function analyzeExpression(nodes: readonly (Node | undefined)[], scope: Scope): Query {
  for (const node of nodes) walk(scope, node);
  return scope.query;
}

/** A scope that sees one relation under each of the names: `new` and `old`, or the relation's own. */
export function scopeOver(x: Execution, relation: Relation, names: readonly string[]): Scope {
  const scope = newScope({ x, analyze: nested(x) }, { SelectStmt: {} }, 'select', false);
  for (const name of names) {
    const entry = relationEntry(scope, relation, { relname: name, alias: { aliasname: name } });
    scope.query.entries.push(entry);
    scope.visible.push({ name, columns: entry.columns, entry });
    scope.star.push(entry.columns);
  }
  return scope;
}
