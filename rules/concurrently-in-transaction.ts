// What PostgreSQL refuses inside a transaction: the CONCURRENTLY forms first of all.
import { advice, defineRule, effectsOn, outsideTransaction, patiently, refusalOf, type Step } from '../src/rule.ts';

const refusedInTransaction = '25001';

export const concurrentlyInTransaction = defineRule({
  id: 'concurrently-in-transaction',
  summary: 'CONCURRENTLY, VACUUM and the like inside a transaction, a multi-statement string or a function: refused',
  severity: 'error',
  concern: 'deploy',
  equivalents: { squawk: ['ban-concurrent-index-creation-in-transaction'], migrationPilot: ['MP025'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT',
  ],
  *check(step, run) {
    const refusal = refusalOf(step);
    if (refusal?.code !== refusedInTransaction) return;
    const note = outsideTransaction(step);
    const begun = step.transaction?.openedBy === 'statement' ? run.earlierInTransaction[0] : undefined;
    yield {
      message: `PostgreSQL refuses this: ${refusal.message}${opener(step)}.`,
      ...(note === undefined ? {} : { instead: advice({ note, statements: patiently(step, step.statement.sql) }) }),
      ...(begun ? { related: [{ step: begun, message: 'The transaction begins here.' }] } : {}),
      effects: effectsOn(step, []),
    };
  },
});

function opener({ transaction }: Step): string {
  switch (transaction?.openedBy) {
    case 'runner':
      return ', and the migration tool opens one around the file';
    case 'statement':
      return ', and BEGIN has opened one';
    case 'string':
      return ', and several statements in one string are one transaction';
    default:
      return '';
  }
}
