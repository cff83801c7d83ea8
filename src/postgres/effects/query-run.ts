// One query on its way through the stages, and the locks on the relations that it names.
// src/backend/rewrite/rewriteHandler.c (AcquireRewriteLocks)
import type { Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { type Execution, lock } from './execution.ts';
import type { Query, RangeEntry } from './query.ts';

/**
 * How far a query gets: a view is only analysed, PREPARE and the bodies of SQL functions are rewritten too, EXPLAIN and
 * DECLARE CURSOR plan, everything else runs.
 */
export type Stage = 'analyze' | 'rewrite' | 'plan' | 'execute';

/** A row-writing statement after views and rules: the relation that gets the rows and what is done to it. */
export interface Write {
  readonly query: Query;
  readonly relation: Relation;
  /** The relation's names of the columns that the statement names; absent names are the same. */
  readonly names: ReadonlyMap<string, string>;
}

/** One query on its way through the stages. */
export interface QueryRun {
  readonly x: Execution;
  readonly stage: Stage;
  /** The queries that stand for views in FROM. */
  readonly views: Map<RangeEntry, Query>;
  /** Views already expanded, by oid and whether FOR UPDATE reaches them: a chain of views that each read two doubles at every step. */
  readonly expanded: Map<string, Query>;
  /** Queries planned without conditions from around them, which need no second look. */
  readonly planned: Set<Query>;
  /** How many queries were planned with conditions from around them. */
  plans: number;
  readonly modes: Map<RangeEntry, LockMode>;
  /** What rules run besides or instead. */
  readonly products: Query[];
  /** Queries that rules replace, with whether a product reads what they read. */
  readonly replaced: Map<Query, 'read' | 'dropped'>;
  readonly writes: Write[];
}

/** Locks every relation the query names; under FOR UPDATE of a view what it reads is locked ROW SHARE, WITH and sublinks not. */
export function acquire(run: QueryRun, query: Query, forUpdate: boolean): void {
  for (const entry of query.entries) {
    const mode = forUpdate && entry.mode === 'AccessShareLock' ? 'RowShareLock' : entry.mode;
    run.modes.set(entry, mode);
    if (entry.relation) lock(run.x, entry.relation, mode);
    if (entry.subquery) acquire(run, entry.subquery, forUpdate || entry.forUpdate);
  }
  for (const arm of query.arms) acquire(run, arm, forUpdate);
  for (const { query: common } of query.commonTables) if (common) acquire(run, common, false);
  for (const sublink of query.sublinks) acquire(run, sublink, false);
}
