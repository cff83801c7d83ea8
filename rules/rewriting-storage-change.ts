// SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD write all of a table's files anew.
import {
  actionsOf,
  advice,
  blockingLocks,
  defineRule,
  effectsOf,
  effectsOn,
  isRefused,
  nameOf,
  outsideTransaction,
  patiently,
  quoteIdent,
  type RunView,
  relationBy,
  relations,
  rewritesFor,
  type Step,
  sentence,
  since,
  unless,
  waiting,
} from '../src/rule.ts';

export const rewritingStorageChange = defineRule({
  id: 'rewriting-storage-change',
  summary:
    'A table changes its persistence, tablespace or access method, and is written anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { eugene: ['E10'], migrationPilot: ['MP047', 'MP095'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED',
    'https://github.com/reorg/pg_repack',
  ],
  *check(step, run) {
    const found = rewritesFor(step, 'persistence', 'tablespace', 'access-method').filter(
      ({ rewrite }) => rewrite.relation.kind !== 'sequence',
    );
    const [first] = found;
    if (!first) {
      yield* movedIndexes(step, run);
      yield* movedUnknown(step);
      return;
    }
    const these = found.map(({ rewrite }) => rewrite.relation);
    const locks = blockingLocks(step);
    const doubt = unless(found.map(({ rewrite }) => rewrite));
    const work = `all of ${relations(step, these)} is written anew, because ${first.reason.why}`;
    yield {
      message: sentence(`${waiting(step, locks)} wait while ${work}${doubt}`),
      effects: effectsOn(step, [...these, ...locks.map(({ relation }) => relation)]),
    };
  },
});

/** Planning a query locks all indexes of its tables, so reads wait for an index that is copied as well. */
function* movedIndexes(step: Step, run: RunView) {
  if (!actionsOf(step).some(({ node }) => node.subtype === 'AT_SetTableSpace')) return;
  const moved = effectsOf(step, 'lock').filter(({ relation }) => relation.kind === 'index' && !step.isNew(relation));
  const index = moved[0]?.relation;
  if (!index) return;
  const table = relationBy(step.before, relationBy(step.before, index.oid)?.index?.table);
  if (table && step.isNew(table)) return;
  const name = nameOf(step, index);
  const space = /\bset\s+tablespace\s+("(?:[^"]|"")+"|\S+)/i.exec(step.statement.sql)?.[1];
  const note = outsideTransaction(step);
  const rebuilt = `REINDEX (TABLESPACE ${space}) INDEX CONCURRENTLY ${name}`;
  yield {
    message: `Reads and writes of ${table ? nameOf(step, table) : `the table of ${name}`} wait while all of the index ${name} is copied to another tablespace.`,
    ...(space && since(run.version, 14)
      ? { instead: advice({ ...(note ? { note } : {}), statements: patiently(step, rebuilt) }) }
      : {}),
    effects: effectsOn(step, [index]),
  };
}

/** ALL IN TABLESPACE, where history knows of no table there. */
function* movedUnknown(step: Step) {
  if (step.statement.kind !== 'AlterTableMoveAllStmt' || step.before.created > 0 || isRefused(step)) return;
  const { node } = step.statement;
  const from = 'AlterTableMoveAllStmt' in node ? node.AlterTableMoveAllStmt.orig_tablespacename : undefined;
  yield {
    message: `Reads and writes of all that is in the tablespace ${quoteIdent(from ?? '')} wait while it is copied: every one is locked first, and the locks are held until the last is copied.`,
  };
}
