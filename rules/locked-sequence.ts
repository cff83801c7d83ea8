// ALTER SEQUENCE waits for every transaction that took a value, and all that want one queue behind it.
import {
  advice,
  blocksWrites,
  briefly,
  defineRule,
  effectsOf,
  effectsOn,
  hasLockTimeout,
  type LockEffect,
  list,
  nameOf,
  type Step,
} from '../src/rule.ts';

export const lockedSequence = defineRule({
  id: 'locked-sequence',
  summary: 'A sequence is altered without a lock_timeout: INSERTs that take values from it queue behind the wait',
  severity: 'warning',
  concern: 'locks',
  sources: ['https://www.postgresql.org/docs/current/sql-altersequence.html'],
  *check(step) {
    const locks = locksOn(step);
    if (locks.length === 0 || hasLockTimeout(step)) return;
    const names = list(locks.map(({ relation }) => nameOf(step, relation)));
    yield {
      message: `nextval of ${names}, and so the INSERTs that need it, queue behind this statement for as long as it waits for transactions that took a value, and no lock_timeout limits that.`,
      instead: advice({ statements: briefly(step, step.statement.sql) }),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

/** Of statements about sequences alone. */
function locksOn(step: Step): LockEffect[] {
  if (step.statement.kind !== 'AlterSeqStmt') return [];
  return effectsOf(step, 'lock').filter(
    ({ relation, mode }) => relation.kind === 'sequence' && blocksWrites(mode) && !step.isNew(relation),
  );
}
