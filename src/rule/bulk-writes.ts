// Which writes may reach any number of rows although they have a WHERE: no key, no range of keys, no LIMIT, no equality that picks a few.
import type { Node, SelectStmt } from '@pgsql/types';
import { getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { RelationRef, WriteEffect } from '../postgres/effect.ts';
import { conjuncts } from '../postgres/effects/query-conditions.ts';
import type { Step } from '../simulation/step.ts';
import { effectsOf } from './facts.ts';

/** A write of one statement to any number of rows. */
export interface BulkWrite {
  readonly write: WriteEffect;
  /** What it reads for an INSERT; a table in use. */
  readonly source?: RelationRef;
}

const kinds = new Set(['UpdateStmt', 'DeleteStmt', 'MergeStmt', 'InsertStmt']);

/** The statement as a bulk write; undefined where it surely or probably writes few rows. */
export function bulkWrite(step: Step): BulkWrite | undefined {
  const { kind, node } = step.statement;
  const inner = kind === 'InsertStmt' || !kinds.has(kind) ? innerWrite(step) : undefined;
  if (inner || !kinds.has(kind)) return inner && { write: inner };
  const write = effectsOf(step, 'write').find(({ command }) => `${command}stmt` === kind.toLowerCase());
  if (!write || write.keyed) return undefined;
  if ('InsertStmt' in node) return copied(step, write, node.InsertStmt.selectStmt);
  if (step.isNew(write.relation)) return undefined;
  if (write.unbounded) return { write };
  // A LIMIT anywhere is a batch.
  if (/"limitCount":/.test(JSON.stringify(node))) return undefined;
  if ('MergeStmt' in node) {
    const source = node.MergeStmt.sourceRelation;
    return source && 'RangeVar' in source && readsTable(step) ? { write } : undefined;
  }
  const { whereClause, others, set } = partsOf(node as Node);
  const conditions = whereClause ? conjuncts(whereClause) : [];
  const keys = keysOf(step, write.relation);
  const few = conditions.some((one) => isRange(one, keys) || isPick(one, set, others > 0, keys));
  return few || (conditions.length === 0 && !readsTable(step)) ? undefined : { write };
}

/** `WITH gone AS (DELETE FROM events RETURNING *) …`, EXECUTE and EXPLAIN ANALYZE. */
const innerWrite = (step: Step): WriteEffect | undefined =>
  effectsOf(step, 'write').find(
    ({ command, unbounded, relation }) =>
      unbounded && (command === 'update' || command === 'delete') && !step.isNew(relation),
  );

export function partsOf(node: Node): { whereClause?: Node | undefined; others: number; set: readonly string[] } {
  if ('UpdateStmt' in node) {
    const { whereClause, fromClause, targetList } = node.UpdateStmt;
    const set = (targetList ?? []).flatMap((target) => ('ResTarget' in target ? (target.ResTarget.name ?? '') : []));
    return { whereClause, others: fromClause?.length ?? 0, set };
  }
  if (!('DeleteStmt' in node)) return { others: 0, set: [] };
  return { whereClause: node.DeleteStmt.whereClause, others: node.DeleteStmt.usingClause?.length ?? 0, set: [] };
}

/** INSERT … SELECT from a table in use, with no condition that may pick a few rows. */
function copied(step: Step, write: WriteEffect, query: Node | undefined): BulkWrite | undefined {
  const select = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  if (!select?.fromClause || /"limitCount":/.test(JSON.stringify(select)) || isAggregate(select)) return undefined;
  const source = effectsOf(step, 'lock').find(
    ({ relation, mode }) => mode === 'AccessShareLock' && relation.kind !== 'index' && !step.isNew(relation),
  )?.relation;
  if (!source) return undefined;
  const keys = keysOf(step, source);
  const conditions = select.whereClause ? conjuncts(select.whereClause) : [];
  return conditions.some((one) => isRange(one, keys) || isPick(one, [], true, keys)) ? undefined : { write, source };
}

/** One row for the whole table. */
const isAggregate = ({ targetList = [], groupClause }: SelectStmt): boolean =>
  !groupClause &&
  targetList.length > 0 &&
  targetList.every((target) => {
    const value = 'ResTarget' in target ? target.ResTarget.val : undefined;
    return value && 'FuncCall' in value && /^(?:count|sum|max|min|avg)$/.test(lastWord(value.FuncCall.funcname));
  });

const lastWord = (names: readonly Node[] | undefined): string => {
  const last = names?.at(-1);
  return last && 'String' in last ? (last.String.sval ?? '') : '';
};

/** It reads a table in use besides the one that it writes to. */
const readsTable = (step: Step): boolean =>
  effectsOf(step, 'lock').some(({ relation, mode }) => mode === 'AccessShareLock' && relation.kind !== 'index');

/** The columns by which batches are cut: those of unique indexes, `ctid`, and `id` of what history does not tell. */
export function keysOf(step: Step, { oid }: { readonly oid: number }): Set<string> {
  const table = relationBy(step.before, oid);
  const numbers = new Set(
    (table?.indexes ?? []).flatMap((one) => {
      const index = getAs(step.before, one, 'relation')?.index;
      return index?.unique ? index.keys : [];
    }),
  );
  const names = (table?.columns ?? []).flatMap(({ number, name }) => (numbers.has(number) ? name : []));
  return new Set([...names, 'ctid', ...(table?.known && names.length > 0 ? [] : ['id'])]);
}

const columnOf = (node: Node | undefined): string | undefined =>
  node && 'ColumnRef' in node ? lastWord(node.ColumnRef.fields) : undefined;

/** `id BETWEEN 1 AND 1000`, `id <= 1000`, `id = ANY (…)`. */
export function isRange(node: Node, keys: ReadonlySet<string>): boolean {
  if (!('A_Expr' in node)) return false;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const [left, right] = [columnOf(lexpr), columnOf(rexpr)];
  const operator = lastWord(name);
  if (left !== undefined && keys.has(left)) {
    if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') return operator !== '<>';
    if (operator === '<' || operator === '<=') return true;
  }
  return right !== undefined && keys.has(right) && (operator === '>' || operator === '>=');
}

/** An equality with a value may pick a few rows, unless it is what the statement changes: `SET state = 'b' WHERE state = 'a'`. */
export function isPick(node: Node, set: readonly string[], joins: boolean, keys: ReadonlySet<string>): boolean {
  if (!('A_Expr' in node)) return false;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const equal = (kind === 'AEXPR_OP' || kind === 'AEXPR_IN') && lastWord(name) === '=';
  const column = columnOf(lexpr) ?? columnOf(rexpr);
  if (!equal || column === undefined) return false;
  const value = columnOf(lexpr) === undefined ? lexpr : rexpr;
  // Beside a join a column is another table's; without one it is a variable's.
  const text = JSON.stringify(value ?? {});
  if (/"SubLink"/.test(text) || (joins && /"ColumnRef"/.test(text))) return false;
  return keys.has(column) || !set.includes(column);
}
