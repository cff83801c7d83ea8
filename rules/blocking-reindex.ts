// REINDEX without CONCURRENTLY: writes wait for the table, and nearly all reads for the index that is rebuilt.
import {
  advice,
  blockingLocks,
  defineRule,
  effectsOf,
  effectsOn,
  outsideTransaction,
  patiently,
  relations,
  type Step,
  tokensOf,
  unless,
} from '../src/rule.ts';

export const blockingReindex = defineRule({
  id: 'blocking-reindex',
  summary: 'Indexes are rebuilt without CONCURRENTLY: writes, and nearly all reads, wait',
  severity: 'error',
  concern: 'locks',
  sources: ['https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY'],
  *check(step) {
    if (step.statement.kind !== 'ReindexStmt') return;
    const locks = blockingLocks(step);
    const builds = effectsOf(step, 'build').filter(({ relation }) => !step.isNew(relation));
    if (locks.length === 0) return;
    const tables = relations(
      step,
      locks.map(({ relation }) => relation),
    );
    yield {
      message: `Rebuilding indexes makes writes to ${tables}, and reads that are planned meanwhile, wait until the last row is read${unless([...locks, ...builds])}.`,
      ...concurrently(step),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

/** REINDEX SYSTEM has no concurrent form. */
function concurrently(step: Step): { instead?: string } {
  const { sql } = step.statement;
  const kind = tokensOf(sql).find(({ text }) => /^(index|table|schema|database)$/i.test(text));
  if (!kind) return {};
  const note = outsideTransaction(step);
  const statement = `${sql.slice(0, kind.end)} CONCURRENTLY${sql.slice(kind.end)}`;
  return { instead: advice({ ...(note ? { note } : {}), statements: patiently(step, statement) }) };
}
