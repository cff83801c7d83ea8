// LOCK TABLE: the tables named, their children, and the tables under the views named.
// src/backend/commands/lockcmds.c
import type { LockStmt } from '@pgsql/types';
import type { Oid, Relation } from '../catalog/objects.ts';
import { type LockMode, lockModes } from '../locks.ts';
import { type Execution, fails, lock, since } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import { analyzeQuery } from './query-analysis.ts';
import { entriesOf } from './query-locks.ts';
import { recurseSet } from './tree.ts';

function lockTable(x: Execution, stmt: LockStmt): void {
  if (x.block === 'none') {
    fails(x, 'LOCK TABLE can only be used in transaction blocks', '25P01', { when: 'outside a transaction block' });
  }
  const mode = lockModes[(stmt.mode ?? 8) - 1] ?? 'AccessExclusiveLock';
  for (const node of stmt.relations ?? []) {
    const range = 'RangeVar' in node ? node.RangeVar : undefined;
    const relation = rangeRelation(x, range);
    if (!relation || x.failed) continue;
    if (!lockable(relation)) refuse(x, relation);
    else if (relation.kind === 'view') lockView(x, relation, mode, new Set());
    else for (const each of recurseSet(x, relation, range?.inh !== true)) lock(x, each, mode);
  }
}

const lockable = ({ kind }: Relation): boolean => kind === 'table' || kind === 'partitioned-table' || kind === 'view';

function refuse(x: Execution, { name }: Relation): void {
  fails(x, since(x, 15) ? `cannot lock relation "${name}"` : `"${name}" is not a table or a view`, '42809');
}

/** LockViewRecurse: every table and view that the view's query reads, and theirs; other kinds are left alone. */
function lockView(x: Execution, view: Relation, mode: LockMode, seen: Set<Oid>): void {
  lock(x, view, mode);
  seen.add(view.oid);
  if (!view.query) return;
  for (const { relation, only } of entriesOf(analyzeQuery(x, view.query))) {
    if (!relation || !lockable(relation) || seen.has(relation.oid)) continue;
    if (relation.kind === 'view') lockView(x, relation, mode, seen);
    else for (const each of recurseSet(x, relation, only)) lock(x, each, mode);
  }
}

export const lockTableFamily: Family = {
  LockStmt: { source: 'sql-lock', run: lockTable },
};
