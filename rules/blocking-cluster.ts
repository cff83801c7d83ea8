// CLUSTER writes a table anew, in the order of an index, under a lock that lets nobody read it.
import { blockingLocks, defineRule, effectsOn, relations, rewritesFor, sentence, waiting } from '../src/rule.ts';

export const blockingCluster = defineRule({
  id: 'blocking-cluster',
  summary: 'CLUSTER writes the table and its indexes anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { squawk: ['prefer-repack'], migrationPilot: ['MP032'] },
  sources: ['https://www.postgresql.org/docs/current/sql-cluster.html', 'https://github.com/reorg/pg_repack'],
  *check(step) {
    const these = rewritesFor(step, 'cluster').map(({ rewrite }) => rewrite.relation);
    if (these.length === 0) return;
    const who = waiting(step, blockingLocks(step));
    yield {
      message: sentence(`${who} wait while CLUSTER writes ${relations(step, these)} and all indexes anew`),
      effects: effectsOn(step, these),
    };
  },
});
