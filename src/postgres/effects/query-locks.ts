// The locks of a query, stage by stage as PostgreSQL takes them: names in parse analysis, views and rules in the rewriter,
// partitions and children in the planner, and what writing rows takes when it runs.
// src/backend/parser/analyze.c, rewrite/rewriteHandler.c (AcquireRewriteLocks), optimizer/util/inherit.c
import type { Node } from '@pgsql/types';
import type { Oid, Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import type { Query, RangeEntry } from './query.ts';
import { analyzeQuery } from './query-analysis.ts';
import { planQuery } from './query-planning.ts';
import { rewriteQuery } from './query-rewriting.ts';
import { acquire, type QueryRun, type Stage } from './query-run.ts';
import { writeRows } from './query-writes.ts';

export type { Stage } from './query-run.ts';

/** Locks (and writes, as effects) that a query takes up to the stage given. */
export function lockQuery(x: Execution, node: Node, stage: Stage = 'execute'): Query {
  const query = analyzeQuery(x, node);
  runQuery(x, query, stage);
  return query;
}

export function runQuery(x: Execution, query: Query, stage: Stage): QueryRun {
  const run: QueryRun = {
    x,
    stage,
    views: new Map(),
    expanded: new Map(),
    planned: new Set(),
    plans: 0,
    modes: new Map(),
    products: [],
    replaced: new Map(),
    writes: [],
  };
  acquire(run, query, false);
  if (stage === 'analyze') return run;
  rewriteQuery(run, query);
  if (stage === 'rewrite' || x.failed) return run;
  for (const each of [query, ...run.products]) planQuery(run, each, []);
  if (stage === 'execute') writeRows(run);
  return run;
}

/** A relation that a query names, and its columns by number: `all` where history does not tell which. */
export interface RelationRead {
  readonly relation: Relation;
  readonly columns: readonly number[] | 'all';
}

/** What a query refers to by name, each relation once: what pg_depend records for views, rules, policies and functions. */
export const readRelations = (x: Execution, node: Node): RelationRead[] => readsOf(analyzeQuery(x, node));

/** The relations of a query and of everything in it. */
export function readsOf(query: Query): RelationRead[] {
  const found = new Map<Oid, { relation: Relation; columns: Set<number> }>();
  for (const entry of entriesOf(query)) {
    if (!entry.relation) continue;
    const read = found.get(entry.relation.oid) ?? { relation: entry.relation, columns: new Set<number>() };
    for (const column of entry.used) read.columns.add(column);
    found.set(entry.relation.oid, read);
  }
  return [...found.values()].map(({ relation, columns }) => ({
    relation,
    columns: relation.known || columns.size > 0 ? [...columns].sort((a, b) => a - b) : 'all',
  }));
}

/** Every range table entry of a query, those of its subqueries included. */
export function* entriesOf(query: Query): Generator<RangeEntry> {
  for (const entry of query.entries) {
    yield entry;
    if (entry.subquery) yield* entriesOf(entry.subquery);
  }
  for (const inner of innerQueries(query)) yield* entriesOf(inner);
}

/** The queries inside one, FROM aside. */
export const innerQueries = (query: Query): Query[] => [
  ...query.arms,
  ...query.sublinks,
  ...query.commonTables.flatMap((common) => common.query ?? []),
];
