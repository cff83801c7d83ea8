// REFRESH MATERIALIZED VIEW, CHECKPOINT and DISCARD.
// src/backend/commands/matview.c, src/backend/commands/discard.c
import type { DiscardStmt, RefreshMatViewStmt } from '@pgsql/types';
import { membersOf } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import { deleteObjects } from './deletion.ts';
import { build, type Execution, fails, lock, refuseInTransaction, rewrite, since } from './execution.ts';
import type { Family } from './family.ts';
import { indexesOf } from './index-match.ts';
import { rangeRelation } from './names.ts';
import { lockQuery } from './query-locks.ts';

function refresh(x: Execution, stmt: RefreshMatViewStmt): void {
  const view = rangeRelation(x, stmt.relation, 'materialized-view');
  if (!view) return;
  lock(x, view, stmt.concurrent ? 'ExclusiveLock' : 'AccessExclusiveLock');
  if (view.kind !== 'materialized-view') {
    fails(x, `"${view.name}" is not a materialized view`, '0A000');
    return;
  }
  if (stmt.concurrent && stmt.skipData) {
    const words = since(x, 18)
      ? 'REFRESH options CONCURRENTLY and WITH NO DATA'
      : 'CONCURRENTLY and WITH NO DATA options';
    fails(x, `${words} cannot be used together`, '42601');
    return;
  }
  if (stmt.concurrent) refuseWithoutUniqueIndex(x, view);
  if (x.failed) return;
  if (!stmt.skipData && view.query) lockQuery(x, view.query);
  if (!stmt.concurrent) replace(x, view);
}

/** Needs a unique index on columns alone, over all rows. */
function refuseWithoutUniqueIndex(x: Execution, view: Relation): void {
  const usable = indexesOf(x, view).some(
    ({ index }) => index?.unique && index.valid && !index.partial && !index.hasExpressions,
  );
  if (usable) return;
  const unless = view.known ? {} : { unless: 'it has a unique index without a WHERE clause' };
  const message = `cannot refresh materialized view "${view.schema}.${view.name}" concurrently`;
  fails(x, message, '55000', { certain: view.known, ...unless });
}

function replace(x: Execution, view: Relation): void {
  rewrite(x, view, { cause: 'refresh', why: 'its query is run anew into a new file' });
  for (const index of indexesOf(x, view)) build(x, `${index.schema}.${index.name}`, view);
}

/** Drops the session's temporary tables; nothing that others see. */
function discard(x: Execution, stmt: DiscardStmt): void {
  if (stmt.target === 'DISCARD_ALL') refuseInTransaction(x, 'DISCARD ALL');
  if (x.failed || (stmt.target !== 'DISCARD_ALL' && stmt.target !== 'DISCARD_TEMP')) return;
  deleteObjects(
    x,
    membersOf(x.catalog, 'pg_temp').map(({ oid }) => ({ oid })),
    'cascade',
  );
}

export const maintenanceFamily: Family = {
  RefreshMatViewStmt: { source: 'sql-refreshmaterializedview', run: refresh },
  CheckPointStmt: { source: 'sql-checkpoint', run: () => undefined },
  DiscardStmt: { source: 'sql-discard', run: discard },
};
