// CLUSTER: a table by an index named now or before, a partitioned table leaf by leaf (15), or all that were clustered before.
// src/backend/commands/cluster.c
import type { ClusterStmt } from '@pgsql/types';
import { allRelations, findRelation, relationBy } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import {
  build,
  change,
  current,
  type Execution,
  fails,
  lock,
  refuseInTransaction,
  rewrite,
  since,
} from './execution.ts';
import type { Family } from './family.ts';
import { indexesOf } from './index-match.ts';
import { rangeRelation } from './names.ts';
import { descendants } from './tree.ts';

function cluster(x: Execution, stmt: ClusterStmt): void {
  if (!stmt.relation) {
    clusterAll(x);
    return;
  }
  const table = rangeRelation(x, stmt.relation);
  if (!table) return;
  if (!['table', 'materialized-view', 'partitioned-table'].includes(table.kind)) {
    fails(x, `"${table.name}" is not a table or materialized view`, '42809');
    return;
  }
  lock(x, table, 'AccessExclusiveLock');
  const partitioned = table.kind === 'partitioned-table';
  if (partitioned && !since(x, 15)) {
    fails(x, 'cannot cluster a partitioned table', '0A000');
    return;
  }
  const index = chosenIndex(x, table, stmt.indexname);
  if (x.failed) return;
  if (partitioned) clusterPartitions(x, index);
  else clusterTable(x, table, index);
}

/** The index named, or the one that CLUSTER or CLUSTER ON marked before. */
function chosenIndex(x: Execution, table: Relation, name: string | undefined): Relation | undefined {
  const indexes = indexesOf(x, table);
  const { known: certain } = table;
  const unless = certain ? {} : { unless: 'it has such an index' };
  if (name === undefined) {
    const marked = indexes.find(({ index }) => index?.clustered);
    if (marked) return marked;
    fails(x, `there is no previously clustered index for table "${table.name}"`, '42704', { certain, ...unless });
    return undefined;
  }
  const index = indexes.find((candidate) => candidate.name === name);
  if (!index && !(findRelation(x.catalog, table.schema, name) === undefined && !certain)) {
    fails(x, `index "${name}" for table "${table.name}" does not exist`, '42704', { certain, ...unless });
  }
  if (index) refuseIndex(x, index);
  return index;
}

/** Methods that return rows in order. */
const ordered = new Set(['btree', 'gist']);

function refuseIndex(x: Execution, { name, index }: Relation): void {
  if (!index) return;
  if (['hash', 'gin', 'brin', 'spgist'].includes(index.method) && !ordered.has(index.method)) {
    fails(x, `cannot cluster on index "${name}" because access method does not support clustering`, '0A000');
  } else if (index.partial) fails(x, `cannot cluster on partial index "${name}"`, '0A000');
  else if (!index.valid) fails(x, `cannot cluster on invalid index "${name}"`, '0A000');
}

function clusterTable(x: Execution, table: Relation, index: Relation | undefined): void {
  lock(x, table, 'AccessExclusiveLock');
  rewrite(x, table, { cause: 'cluster', why: 'CLUSTER writes the whole table anew in the order of the index' });
  for (const each of indexesOf(x, table)) {
    lock(x, each, 'AccessExclusiveLock');
    build(x, `${each.schema}.${each.name}`, table);
  }
  if (index) markClustered(x, table, index);
}

/** mark_index_clustered: at most one index per table. */
export function markClustered(x: Execution, table: Relation, index: Relation | undefined): void {
  for (const each of indexesOf(x, table)) {
    const clustered = each.oid === index?.oid;
    const info = current(x, each).index;
    if (info && (info.clustered ?? false) !== clustered) change(x, each.oid, { index: { ...info, clustered } });
  }
}

/** Each leaf has a transaction of its own; partitioned tables in between are not locked. */
function clusterPartitions(x: Execution, index: Relation | undefined): void {
  refuseInTransaction(x, 'CLUSTER');
  if (x.failed || !index) return;
  for (const part of descendants(x, index)) {
    const table = relationBy(x.catalog, part.index?.table);
    if (table?.kind === 'table') clusterTable(x, table, undefined);
  }
}

function clusterAll(x: Execution): void {
  refuseInTransaction(x, 'CLUSTER');
  if (x.failed) return;
  for (const relation of [...allRelations(x.catalog)]) {
    const table = relation.index?.clustered ? relationBy(x.catalog, relation.index.table) : undefined;
    if (table) clusterTable(x, table, relation);
  }
}

export const clusterFamily: Family = {
  ClusterStmt: { source: 'sql-cluster', run: cluster },
};
