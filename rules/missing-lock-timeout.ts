// A statement waits for a lock that blocks others, with no limit to the wait: whoever comes after it queues behind it.
import {
  advice,
  blockingLocks,
  briefly,
  briefTimeout,
  defineRule,
  effectsOn,
  hasLockTimeout,
  heldBlocking,
  lastTimeoutChange,
  needsLockTimeout,
  type RunView,
  type Step,
  sentence,
  takesAway,
  waiting,
  whyIneffective,
} from '../src/rule.ts';

export const missingLockTimeout = defineRule({
  id: 'missing-lock-timeout',
  summary:
    'No lock_timeout is in force at the first statement that takes a blocking lock, so others queue behind its wait',
  severity: 'warning',
  concern: 'locks',
  equivalents: {
    squawk: ['require-lock-timeout', 'require-timeout-settings'],
    eugene: ['E9'],
    migrationPilot: ['MP004'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT',
    'https://blog.railway.com/p/incident-report-december-8-2025',
    'https://status.flagsmith.com/incidents/h64tzjy7btly',
  ],
  *check(step, run) {
    const last = lastTimeoutChange(step, run);
    if (hasLockTimeout(step) || !needsLockTimeout(step) || whyIneffective(step, last)) return;
    if (isSaid(step, run)) return;
    const locks = blockingLocks(step);
    yield {
      message: sentence(
        `${waiting(step, locks)} queue behind this statement for as long as it waits for its lock, and no lock_timeout limits that`,
      ),
      ...(takesAway(step) ? {} : { instead: limited(step) }),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

/** A limit set after the transaction's first lock comes too late for that. */
function limited(step: Step): string {
  const [first] = heldBlocking(step);
  if (!first) return advice({ statements: briefly(step, step.statement.sql) });
  return advice({ note: `before line ${first.step.statement.span.start.line}`, statements: [briefTimeout] });
}

/** Once per file and transaction: the same SET serves all that follows. */
function isSaid({ file, transaction }: Step, { memory }: RunView): boolean {
  const keys = [file.path, ...(transaction ? [transaction.id] : [])];
  const said = keys.some((key) => memory.has(key));
  for (const key of keys) memory.set(key, true);
  return said;
}
