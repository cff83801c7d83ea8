// CREATE INDEX, plain and CONCURRENTLY.
// ProcessUtilitySlow in src/backend/tcop/utility.c, DefineIndex in src/backend/commands/indexcmds.c
import type { IndexStmt } from '@pgsql/types';
import { findRelation } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { type Execution, fails, lock, lockAll, type Note, refuseInTransaction, since, wait } from './execution.ts';
import { expressionFacts } from './expression.ts';
import type { Family } from './family.ts';
import { createIndex, definitionOfStatement, type IndexDefinition } from './index-creation.ts';
import { historyIsWhole, rangeRelation } from './names.ts';
import { descendants } from './tree.ts';

function createIndexStatement(x: Execution, stmt: IndexStmt): void {
  if (stmt.concurrent) refuseInTransaction(x, 'CREATE INDEX CONCURRENTLY');
  if (x.failed) return;
  const table = rangeRelation(x, stmt.relation);
  if (!table) return;
  const mode: LockMode = stmt.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock';
  lock(x, table, mode);
  const definition = definitionOfStatement(stmt);
  if (!definition.only && table.kind === 'partitioned-table') lockPartitions(x, table, mode, definition);
  refuseTable(x, table, stmt);
  refuseMethod(x, definition);
  refuseChangingExpressions(x, table, definition);
  if (x.failed || alreadyThere(x, table, stmt)) return;
  const note = ifAbsent(x, stmt);
  createIndex(x, table, definition, { note });
  if (stmt.concurrent && table.persistence !== 'temporary') waitForOthers(x, table, note);
}

function lockPartitions(x: Execution, table: Relation, mode: LockMode, definition: IndexDefinition): void {
  const partitions = descendants(x, table);
  lockAll(x, partitions, mode);
  const foreign = partitions.some(({ kind }) => kind === 'foreign-table');
  if (foreign && definition.unique) {
    fails(x, `cannot create unique index on partitioned table "${table.name}"`, '42809');
  }
}

const indexable = new Set<Relation['kind']>(['table', 'materialized-view', 'partitioned-table']);

function refuseTable(x: Execution, table: Relation, stmt: IndexStmt): void {
  if (!indexable.has(table.kind)) {
    const before15 =
      table.kind === 'foreign-table'
        ? `cannot create index on foreign table "${table.name}"`
        : `"${table.name}" is not a table or materialized view`;
    fails(x, since(x, 15) ? `cannot create index on relation "${table.name}"` : before15, '42809');
  } else if (table.kind === 'partitioned-table' && stmt.concurrent) {
    fails(x, `cannot create index on partitioned table "${table.name}" concurrently`, '0A000');
  }
}

/** What the built-in access methods cannot do (IndexAmRoutine); other methods are not judged. */
const abilities: Readonly<Record<string, { unique: boolean; include: boolean; manyKeys: boolean }>> = {
  btree: { unique: true, include: true, manyKeys: true },
  hash: { unique: false, include: false, manyKeys: false },
  gist: { unique: false, include: true, manyKeys: true },
  gin: { unique: false, include: false, manyKeys: true },
  brin: { unique: false, include: false, manyKeys: true },
};

function refuseMethod(x: Execution, { method, unique, include, keys }: IndexDefinition): void {
  const able = method === 'spgist' ? { unique: false, include: since(x, 14), manyKeys: false } : abilities[method];
  if (!able) return;
  const refuse = (what: string) => fails(x, `access method "${method}" does not support ${what}`, '0A000');
  if (unique && !able.unique) refuse('unique indexes');
  else if (include.length > 0 && !able.include) refuse('included columns');
  else if (keys.length > 1 && !able.manyKeys) refuse('multicolumn indexes');
}

/** Expressions and predicates must be immutable. A cast is only known to be stable where its source type is. */
function refuseChangingExpressions(x: Execution, table: Relation, { keys, predicate }: IndexDefinition): void {
  const parts = [
    ...keys.map(({ expression }) => ({ expression, what: 'index expression' })),
    { expression: predicate, what: 'index predicate' },
  ];
  for (const { expression, what } of parts) {
    const facts = expressionFacts(x, expression, table);
    if (facts.volatility === 'immutable') continue;
    const certain = facts.certain && facts.volatility === 'volatile';
    const unless = certain ? undefined : `what the ${what} calls is immutable`;
    fails(x, `functions in ${what} must be marked IMMUTABLE`, '42P17', { certain, ...(unless ? { unless } : {}) });
  }
}

/** IF NOT EXISTS: any relation of that name in the table's schema ends the statement, its locks taken. */
const alreadyThere = (x: Execution, table: Relation, stmt: IndexStmt): boolean =>
  Boolean(stmt.if_not_exists && findRelation(x.catalog, table.schema, stmt.idxname ?? ''));

const ifAbsent = (x: Execution, stmt: IndexStmt): Note =>
  stmt.if_not_exists && !historyIsWhole(x) ? { certain: false, unless: `${stmt.idxname} already exists` } : {};

/** Before each of its two passes it waits for transactions that write, at the end for every older snapshot. */
function waitForOthers(x: Execution, table: Relation, note: Note): void {
  wait(x, 'writers', table, note);
  wait(x, 'writers', table, note);
  wait(x, 'snapshots', table, note);
}

export const createIndexFamily: Family = {
  IndexStmt: { source: 'sql-createindex', run: createIndexStatement },
};
