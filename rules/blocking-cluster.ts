// CLUSTER writes a table anew, in the order of an index, under a lock that lets nobody read it.
import {
  blockingLocks,
  defineRule,
  effectsOn,
  isRefused,
  relations,
  rewritesFor,
  type Step,
  sentence,
  waiting,
} from '../src/rule.ts';

export const blockingCluster = defineRule({
  id: 'blocking-cluster',
  summary: 'CLUSTER writes the table and its indexes anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { squawk: ['prefer-repack'], migrationPilot: ['MP032'] },
  sources: ['https://www.postgresql.org/docs/current/sql-cluster.html', 'https://github.com/reorg/pg_repack'],
  *check(step) {
    const these = rewritesFor(step, 'cluster').map(({ rewrite }) => rewrite.relation);
    if (these.length === 0) {
      if (isOfAll(step))
        yield {
          message:
            'Reads and writes of every table that was clustered before, one after the other, wait while CLUSTER writes it and all its indexes anew.',
        };
      return;
    }
    const who = waiting(step, blockingLocks(step));
    yield {
      message: sentence(`${who} wait while CLUSTER writes ${relations(step, these)} and all indexes anew`),
      effects: effectsOn(step, these),
    };
  },
});

/** CLUSTER without a table, where history knows of none. */
function isOfAll(step: Step): boolean {
  const { node } = step.statement;
  return 'ClusterStmt' in node && !node.ClusterStmt.relation && step.before.created === 0 && !isRefused(step);
}
