// VALIDATE CONSTRAINT under a statement_timeout that ends it before it has read the table.
import { advice, defineRule, effectsOn, relations, scansOf, validations } from '../src/rule.ts';

export const shortStatementTimeoutOnValidate = defineRule({
  id: 'short-statement-timeout-on-validate',
  summary: 'A short statement_timeout ends VALIDATE CONSTRAINT before it has checked the table, so it never succeeds',
  severity: 'warning',
  concern: 'deploy',
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],
  options: {
    minSeconds: { type: 'number', default: 60, description: 'What the check of a table must be allowed to take.' },
  },
  *check(step, run) {
    const milliseconds = step.settings.statementTimeout?.milliseconds ?? 0;
    const scans = scansOf(step, 'check', 'foreign-key', 'not-null');
    const limit = Number(run.options.minSeconds ?? 60) * 1000;
    if (validations(step).length === 0 || scans.length === 0 || milliseconds === 0 || milliseconds >= limit) return;
    const tables = scans.map(({ relation }) => relation);
    yield {
      message: `The statement_timeout of ${milliseconds / 1000} s ends this statement if checking every row of ${relations(step, tables)} takes longer, and all of the check is lost.`,
      instead: advice({ statements: ['SET statement_timeout = 0', step.statement.sql] }),
      effects: effectsOn(step, tables),
    };
  },
});
