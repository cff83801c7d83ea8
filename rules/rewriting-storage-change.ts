// SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD write all of a table's files anew.
import {
  blockingLocks,
  defineRule,
  effectsOn,
  relations,
  rewritesFor,
  sentence,
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
  *check(step) {
    const found = rewritesFor(step, 'persistence', 'tablespace', 'access-method').filter(
      ({ rewrite }) => rewrite.relation.kind !== 'sequence',
    );
    const [first] = found;
    if (!first) return;
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
