// REINDEX: an index, a table, a partitioned one of either, a schema or the database; plain and CONCURRENTLY.
// src/backend/commands/indexcmds.c (ExecReindex, ReindexPartitions, ReindexMultipleTables, ReindexRelationConcurrently)
import type { ReindexStmt } from '@pgsql/types';
import { allRelations, relationBy } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { build, type Execution, fails, lock, refuseInTransaction, scan, since, unknown, wait } from './execution.ts';
import type { Family } from './family.ts';
import { indexesOf } from './index-match.ts';
import { rangeRelation, schemaNamed } from './names.ts';
import { isOn, statementOptions } from './statement-options.ts';
import { descendants } from './tree.ts';

interface Reindex {
  readonly concurrently: boolean;
  /** On the table. */
  readonly mode: LockMode;
}

function reindex(x: Execution, stmt: ReindexStmt): void {
  const options = statementOptions(stmt.params);
  const concurrently = isOn(options, 'concurrently');
  if (concurrently) refuseInTransaction(x, 'REINDEX CONCURRENTLY');
  if (!since(x, 14) && options.has('tablespace')) fails(x, 'syntax error at or near "TABLESPACE"', '42601');
  if (x.failed) return;
  const how: Reindex = { concurrently, mode: concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock' };
  if (stmt.kind === 'REINDEX_OBJECT_INDEX') reindexNamedIndex(x, stmt, how);
  else if (stmt.kind === 'REINDEX_OBJECT_TABLE') reindexNamedTable(x, stmt, how);
  else reindexMany(x, stmt, how);
}

/** The table is locked before the index. */
function reindexNamedIndex(x: Execution, stmt: ReindexStmt, how: Reindex): void {
  const index = rangeRelation(x, stmt.relation, 'index');
  if (!index) return;
  if (index.kind !== 'index') {
    fails(x, `"${index.name}" is not an index`, '42809');
    return;
  }
  const table = relationBy(x.catalog, index.index?.table);
  if (!table && how.concurrently) for (const others of ['writers', 'lockers'] as const) wait(x, others, index);
  else if (!table) unknown(x, `the table of index ${index.name} is not known: it is locked too`);
  if (table) lock(x, table, how.mode);
  lock(x, index, how.concurrently ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
  if (table?.kind === 'partitioned-table') reindexPartitionedIndex(x, index, how);
  else if (how.concurrently && index.index?.exclusion) refuseExclusion(x, index);
  else if (table) rebuild(x, table, [index], how);
}

const refuseExclusion = (x: Execution, index: Relation): void =>
  fails(x, 'concurrent index creation for exclusion constraints is not supported', '0A000', {
    source: `src/backend/commands/indexcmds.c (${index.name})`,
  });

/** ReindexPartitions locks the whole tree SHARE in a first transaction, CONCURRENTLY or not; each leaf has its own. */
function reindexPartitionedIndex(x: Execution, index: Relation, how: Reindex): void {
  if (!since(x, 14)) {
    fails(x, 'REINDEX is not yet implemented for partitioned indexes', '0A000');
    return;
  }
  refuseInTransaction(x, 'REINDEX INDEX');
  if (x.failed) return;
  for (const part of descendants(x, index)) {
    const table = relationBy(x.catalog, part.index?.table);
    lock(x, part, 'ShareLock', { brief: true });
    if (!table || table.kind === 'partitioned-table') continue;
    lock(x, table, how.mode);
    rebuild(x, table, [part], how);
  }
}

function reindexNamedTable(x: Execution, stmt: ReindexStmt, how: Reindex): void {
  const table = rangeRelation(x, stmt.relation);
  if (!table) return;
  if (!['table', 'materialized-view', 'partitioned-table'].includes(table.kind)) {
    fails(x, `"${table.name}" is not a table or materialized view`, '42809');
    return;
  }
  lock(x, table, how.mode);
  if (table.kind !== 'partitioned-table') {
    reindexTable(x, table, how);
    return;
  }
  // 13 only warns that it is not implemented.
  if (since(x, 14)) reindexPartitions(x, table, how);
}

function reindexPartitions(x: Execution, table: Relation, how: Reindex): void {
  refuseInTransaction(x, 'REINDEX TABLE');
  if (x.failed) return;
  const partitions = descendants(x, table);
  for (const partition of partitions) lock(x, partition, 'ShareLock', { brief: true });
  for (const partition of partitions) if (partition.kind === 'table') reindexTable(x, partition, how);
}

function reindexTable(x: Execution, table: Relation, how: Reindex): void {
  lock(x, table, how.mode);
  if (!table.known) {
    const doubt = { certain: false, unless: `${table.name} has no index` };
    scan(x, table, 'index-build', doubt);
    if (how.concurrently) for (const others of ['writers', 'lockers'] as const) wait(x, others, table, doubt);
  }
  const indexes = indexesOf(x, table).filter((index) => !skipped(index, how));
  rebuild(x, table, indexes, how);
}

/** What REINDEX TABLE CONCURRENTLY leaves alone with a warning. */
const skipped = (index: Relation, { concurrently }: Reindex): boolean =>
  concurrently && Boolean(index.index?.exclusion || index.index?.valid === false);

function rebuild(x: Execution, table: Relation, indexes: readonly Relation[], { concurrently }: Reindex): void {
  for (const index of indexes) {
    if (!concurrently) lock(x, index, 'AccessExclusiveLock');
    build(x, `${index.schema}.${index.name}`, table);
  }
  if (!concurrently || indexes.length === 0 || table.persistence === 'temporary') return;
  for (const others of ['writers', 'writers', 'snapshots', 'lockers', 'lockers'] as const) wait(x, others, table);
}

const words: Readonly<Record<string, string>> = {
  REINDEX_OBJECT_SCHEMA: 'REINDEX SCHEMA',
  REINDEX_OBJECT_SYSTEM: 'REINDEX SYSTEM',
  REINDEX_OBJECT_DATABASE: 'REINDEX DATABASE',
};

/** One transaction per table; partitioned tables come with their partitions, catalogs are not ours to report. */
function reindexMany(x: Execution, stmt: ReindexStmt, how: Reindex): void {
  const system = stmt.kind === 'REINDEX_OBJECT_SYSTEM';
  if (!since(x, 16) && !stmt.name) {
    fails(x, 'syntax error', '42601');
    return;
  }
  refuseInTransaction(x, words[stmt.kind ?? ''] ?? 'REINDEX');
  if (system && how.concurrently) fails(x, 'cannot reindex system catalogs concurrently', '0A000');
  const schema = stmt.kind === 'REINDEX_OBJECT_SCHEMA' ? stmt.name : undefined;
  if (schema !== undefined && !schemaNamed(x, schema)) {
    fails(x, `schema "${schema}" does not exist`, '3F000', { certain: false, unless: 'the schema exists' });
  }
  if (x.failed || system) return;
  for (const relation of [...allRelations(x.catalog)]) {
    const wanted = relation.kind === 'table' || relation.kind === 'materialized-view';
    if (wanted && (schema === undefined || relation.schema === schema)) reindexTable(x, relation, how);
  }
}

export const reindexFamily: Family = {
  ReindexStmt: { source: 'sql-reindex', run: reindex },
};
