// A blocking lock is taken with no limit to how long the statement may hold it.
import {
  advice,
  blockingLocks,
  briefly,
  defineRule,
  effectsOn,
  type RunView,
  type Step,
  sentence,
  waiting,
} from '../src/rule.ts';

export const missingStatementTimeout = defineRule({
  id: 'missing-statement-timeout',
  summary: 'No statement_timeout is in force at the first statement that takes a blocking lock',
  severity: 'info',
  concern: 'process',
  preset: 'strict',
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],
  equivalents: { squawk: ['require-statement-timeout', 'require-timeout-settings'], migrationPilot: ['MP020'] },
  *check(step, run) {
    const locks = blockingLocks(step);
    if (locks.length === 0 || (step.settings.statementTimeout?.milliseconds ?? 0) > 0 || isSaid(step, run)) return;
    yield {
      message: sentence(
        `${waiting(step, locks)} wait for as long as this statement runs, and no statement_timeout limits that`,
      ),
      instead: advice({ statements: [`SET statement_timeout = '30s'`, ...briefly(step, step.statement.sql)] }),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

/** Once per file: the same SET serves all that follows. */
function isSaid({ file }: Step, { memory }: RunView): boolean {
  const said = memory.has(file.path);
  memory.set(file.path, true);
  return said;
}
