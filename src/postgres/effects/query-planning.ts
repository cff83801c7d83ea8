// What planning a query locks besides: children of what it reads, partitions less those that constants rule out.
// src/backend/optimizer/util/inherit.c (expand_inherited_rtentry), plancat.c (set_baserel_partition_constraint)
import type { Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { current, type Execution, lock, lockAll, since } from './execution.ts';
import { prunedChildren, type Remaining } from './partition-pruning.ts';
import type { CommonTable, Query, RangeEntry } from './query.ts';
import { isNever, pushedDown, type Restriction, restrictionsOf } from './query-conditions.ts';
import type { QueryRun } from './query-run.ts';
import { ancestors, descendants } from './tree.ts';
import { nothing } from './value-set.ts';

/** After so many queries, views of views are planned once, whatever conditions reach them. */
const mostPlans = 1000;

/** `given`: what conditions around the query leave of its entries' columns. */
export function planQuery(run: QueryRun, query: Query, given: readonly Restriction[]): void {
  if (run.replaced.get(query) === 'dropped' || run.planned.has(query)) return;
  const blind = given.length === 0 || ++run.plans > mostPlans;
  if (blind) run.planned.add(query);
  const all = restrictionsOf(query, blind ? [] : given);
  const never = isNever(query);
  for (const entry of query.entries) planEntry(run, query, entry, { all, never });
  for (const arm of query.arms) planQuery(run, arm, given);
  for (const sublink of query.sublinks) planQuery(run, sublink, []);
  for (const common of query.commonTables) planCommonTable(run, query, common, all);
}

interface Known {
  readonly all: readonly Restriction[];
  readonly never: boolean;
}

function planEntry(run: QueryRun, query: Query, entry: RangeEntry, known: Known): void {
  const below = entry.subquery ?? run.views.get(entry);
  if (below) planQuery(run, below, pushedDown(entry, below, namesOf(entry), known.all));
  if (!entry.relation) return;
  const mode = run.modes.get(entry) ?? entry.mode;
  if (entry === query.target) lockForInit(run.x, entry.relation);
  if (!entry.only) expand(run.x, entry.relation, mode, remainingOf(entry, known));
}

const namesOf = (entry: RangeEntry): readonly string[] =>
  (entry.subquery?.output ?? entry.relation?.columns ?? []).map(({ name }) => name);

/** Before 14 the executor reads a result relation's partition constraint, and so its parents, before any row comes. */
function lockForInit(x: Execution, relation: Relation): void {
  if (!since(x, 14)) lockAncestors(x, relation);
}

/** The partition constraint of a partition is made from its parents' bounds. */
export function lockAncestors(
  x: Execution,
  relation: Relation,
  note: { certain?: boolean; unless?: string } = {},
): void {
  if (current(x, relation).bound) lockAll(x, ancestors(x, relation), 'AccessShareLock', note);
}

const remainingOf =
  (entry: RangeEntry, { all, never }: Known): Remaining =>
  (column) =>
    never ? nothing : all.find((one) => one.entry === entry && one.column === column)?.set;

/** Children take the lock of the relation above them. */
function expand(x: Execution, relation: Relation, mode: LockMode, remaining: Remaining): void {
  if (relation.kind !== 'partitioned-table') {
    lockAll(x, descendants(x, relation), mode);
    return;
  }
  lockAncestors(x, relation);
  expandPartitions(x, relation, mode, remaining);
}

function expandPartitions(x: Execution, relation: Relation, mode: LockMode, remaining: Remaining): void {
  for (const child of prunedChildren(x, relation, remaining)) {
    lock(x, child, mode);
    if (child.kind === 'partitioned-table') expandPartitions(x, child, mode, remaining);
  }
}

/** A SELECT in WITH that nothing refers to is not planned; one that is referred to once is planned where it stands. */
function planCommonTable(run: QueryRun, query: Query, common: CommonTable, all: readonly Restriction[]): void {
  if (!common.query || (common.references === 0 && common.query.command === 'select')) return;
  planQuery(run, common.query, isInlined(common) ? pushedToCommonTable(query, common, common.query, all) : []);
}

const isInlined = ({ materialized, references, recursive, query }: CommonTable): boolean =>
  query?.command === 'select' &&
  materialized !== 'CTEMaterializeAlways' &&
  (references === 1 || materialized === 'CTEMaterializeNever') &&
  !(recursive && references > 1);

/** Only from the query that has the WITH itself: that is where nearly all WITH queries are read. */
function pushedToCommonTable(
  query: Query,
  common: CommonTable,
  below: Query,
  all: readonly Restriction[],
): Restriction[] {
  const entry = query.entries.find((candidate) => candidate.common === common);
  if (!entry) return [];
  const names = (below.output ?? []).map(({ name }, at) => common.columns?.[at] ?? name);
  return pushedDown(entry, below, names, all);
}
