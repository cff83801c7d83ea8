// LOCK TABLE with no limit to its wait.
import { blockingLocks, defineRule, effectsOn, hasLockTimeout, relations, type Step, waiting } from '../src/rule.ts';

export const unlimitedTableLock = defineRule({
  id: 'unlimited-table-lock',
  summary: 'LOCK TABLE waits for its lock without a lock_timeout, and holds it until the transaction ends',
  severity: 'warning',
  concern: 'locks',
  equivalents: { migrationPilot: ['MP065'] },
  sources: ['https://www.postgresql.org/docs/current/sql-lock.html'],
  *check(step) {
    const locks = step.statement.kind === 'LockStmt' ? blockingLocks(step) : [];
    if (locks.length === 0 || hasLockTimeout(step) || hasNoWait(step)) return;
    const tables = locks.map(({ relation }) => relation);
    yield {
      message: `LOCK TABLE makes ${waiting(step, locks)} wait from its own wait for open transactions on ${relations(step, tables)}, which no lock_timeout limits, to the end of the transaction.`,
      effects: effectsOn(step, tables),
    };
  },
});

function hasNoWait({ statement: { node } }: Step): boolean {
  return 'LockStmt' in node && Boolean(node.LockStmt.nowait);
}
