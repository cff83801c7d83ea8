// CREATE, DROP and REINDEX … CONCURRENTLY and DETACH … CONCURRENTLY wait for transactions to end: a short timeout ends them halfway.
import {
  advice,
  defineRule,
  effectsOf,
  effectsOn,
  list,
  outsideTransaction,
  relations,
  type Step,
} from '../src/rule.ts';

export const shortLockTimeoutOnConcurrently = defineRule({
  id: 'short-lock-timeout-on-concurrently',
  summary:
    'A short lock_timeout or statement_timeout ends a CONCURRENTLY statement halfway, which leaves an invalid index',
  severity: 'warning',
  concern: 'deploy',
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://github.com/ankane/strong_migrations/issues/134',
    'https://github.com/polarsource/polar/pull/14583',
  ],
  options: {
    minSeconds: { type: 'number', default: 30, description: 'What a CONCURRENTLY statement must be allowed to wait.' },
  },
  *check(step, run) {
    const waits = effectsOf(step, 'wait').filter(({ relation }) => !step.isNew(relation));
    const tables = waits.map(({ relation }) => relation);
    const short = shortTimeouts(step, Number(run.options.minSeconds ?? 30) * 1000);
    if (tables.length === 0 || short.length === 0) return;
    const names = list(short.map(({ name, milliseconds }) => `${name} of ${milliseconds / 1000} s`));
    const left = effectsOf(step, 'build').length > 0 ? ' and leaves an invalid index behind' : '';
    yield {
      message: `The ${names} ends this statement while it waits for transactions that use ${relations(step, tables)}${left}.`,
      instead: advice({
        note: outsideTransaction(step),
        statements: [...short.map(({ name, enough }) => `SET ${name} = ${enough}`), step.statement.sql],
      }),
      effects: effectsOn(step, tables),
    };
  },
});

/** The build itself counts towards the statement_timeout, the waits towards both. */
function shortTimeouts({ settings }: Step, least: number) {
  const timeouts = [
    { name: 'lock_timeout', milliseconds: settings.lockTimeout?.milliseconds ?? 0, enough: `'10min'` },
    { name: 'statement_timeout', milliseconds: settings.statementTimeout?.milliseconds ?? 0, enough: '0' },
  ];
  return timeouts.filter(({ milliseconds }) => milliseconds > 0 && milliseconds < least);
}
