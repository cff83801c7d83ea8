// A lock_timeout that is set, but does not limit what it is meant to limit.
import {
  advice,
  blockingLocks,
  briefly,
  defineRule,
  effectsOn,
  hasLockTimeout,
  heldBlocking,
  type Ineffective,
  lastTimeoutChange,
  needsLockTimeout,
  type Problem,
  type RunView,
  relations,
  type Step,
  sentence,
  type TimeoutChange,
  takesAway,
  timeoutChange,
  waiting,
  whyIneffective,
} from '../src/rule.ts';

export const ineffectiveLockTimeout = defineRule({
  id: 'ineffective-lock-timeout',
  summary: 'A lock_timeout that is set, switched off or set too late does not limit the wait for a blocking lock',
  severity: 'warning',
  concern: 'locks',
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT',
    'https://www.postgresql.org/docs/current/sql-set.html',
    'https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES',
  ],
  options: {
    maxSeconds: {
      type: 'number',
      default: 60,
      description: 'A longer lock_timeout limits nothing that users would not notice.',
    },
  },
  *check(step, run) {
    const last = lastTimeoutChange(step, run);
    const change = timeoutChange(step);
    if (change) yield* ofChange(step, change);
    else if (needsLockTimeout(step)) yield* ofStatement(step, run, last);
  },
});

/** What is wrong with the SET itself. */
function* ofChange(step: Step, change: TimeoutChange): Generator<Problem> {
  const instead = `SET lock_timeout = '5s';`;
  if (change.scope === 'transaction' && !step.transaction) {
    const message = 'SET LOCAL has no effect outside a transaction, so no lock_timeout is in force.';
    yield { message, instead };
  } else if (change.value !== undefined && /^\d+$/.test(change.value) && isTiny(change)) {
    const message = `A lock_timeout without a unit is in milliseconds: after ${change.value} ms nearly every wait for a lock fails.`;
    yield { message, instead };
  } else if ((change.milliseconds ?? 0) > 0 && change.scope !== 'later sessions' && !hasLockTimeout(step)) {
    yield* tooLate(step, instead);
  }
}

const isTiny = ({ milliseconds = 0 }: TimeoutChange): boolean => milliseconds > 0 && milliseconds < 100;

function* tooLate(step: Step, instead: string): Generator<Problem> {
  const held = heldBlocking(step);
  const [first] = held;
  if (!first) return;
  const tables = relations(
    step,
    held.map(({ relation }) => relation),
  );
  yield {
    message: `The lock_timeout comes too late for ${tables}: line ${first.step.statement.span.start.line} waits for that lock without limit.`,
    instead: `-- before line ${first.step.statement.span.start.line}\n${instead}`,
    related: [{ step: first.step, message: 'takes the lock' }],
  };
}

/** What is wrong when a statement needs the limit; once per file. */
function* ofStatement(step: Step, run: RunView, last: TimeoutChange | undefined): Generator<Problem> {
  const locks = blockingLocks(step);
  const why = whyIneffective(step, last);
  const seconds = (step.settings.lockTimeout?.milliseconds ?? 0) / 1000;
  const long = seconds > Number(run.options.maxSeconds ?? 60);
  if ((!why && !long) || why === 'outside a transaction' || run.memory.has(step.file.path)) return;
  run.memory.set(step.file.path, true);
  const who = `${waiting(step, locks)} queue behind this statement`;
  const { sql } = step.statement;
  const limit = `SET lock_timeout = '5s'`;
  yield {
    message: sentence(
      why
        ? `${who} for as long as it waits for its lock: ${reasons[why]}`
        : `${who} for up to ${seconds} s, the lock_timeout in force`,
    ),
    ...(takesAway(step) ? {} : { instead: advice({ statements: why ? briefly(step, sql) : [limit, sql] }) }),
    ...(last ? { related: [{ step: last.step, message: 'sets the lock_timeout' }] } : {}),
    effects: effectsOn(
      step,
      locks.map(({ relation }) => relation),
    ),
  };
}

const reasons: Record<Ineffective, string> = {
  'outside a transaction': 'SET LOCAL has no effect outside a transaction',
  ended: 'the lock_timeout of SET LOCAL ended with its transaction',
  'later sessions': 'the lock_timeout of a role or database holds for sessions that begin after it is set',
  zero: 'a lock_timeout of 0 is no limit',
  reset: 'the lock_timeout is reset',
  undone: 'the lock_timeout was rolled back or can not be read',
};
