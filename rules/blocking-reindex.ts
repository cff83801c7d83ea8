// REINDEX without CONCURRENTLY: writes wait for the table, and nearly all reads for the index that is rebuilt.
import {
  advice,
  blockingLocks,
  defineRule,
  effectsOf,
  effectsOn,
  isRefused,
  outsideTransaction,
  patiently,
  quoteIdent,
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
  equivalents: { squawk: ['require-concurrent-reindex'], migrationPilot: ['MP021'] },
  sources: ['https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY'],
  *check(step) {
    if (step.statement.kind !== 'ReindexStmt') return;
    const locks = blockingLocks(step);
    const builds = effectsOf(step, 'build').filter(({ relation }) => !step.isNew(relation));
    if (locks.length === 0) {
      const what = unnamedTables(step);
      if (what)
        yield {
          message: `Rebuilding indexes makes writes to ${what}, and reads that are planned meanwhile, wait until the last row is read.`,
          ...concurrently(step),
        };
      return;
    }
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

/** The tables behind a REINDEX, where history knows none of them. */
function unnamedTables(step: Step): string | undefined {
  const { node, sql } = step.statement;
  if (!('ReindexStmt' in node) || isRefused(step) || /\bconcurrently\b/i.test(sql)) return undefined;
  const { kind, name } = node.ReindexStmt;
  if (kind === 'REINDEX_OBJECT_INDEX') {
    const index = effectsOf(step, 'lock').find(({ relation }) => relation.kind === 'index' && !relation.known);
    return index && 'its table (which one, history does not tell)';
  }
  if (kind === 'REINDEX_OBJECT_SCHEMA')
    return `every table of the schema ${quoteIdent(name ?? '')}, one after the other`;
  return kind === 'REINDEX_OBJECT_DATABASE' ? 'every table of the database, one after the other' : undefined;
}

/** REINDEX SYSTEM has no concurrent form. */
function concurrently(step: Step): { instead?: string } {
  const { sql } = step.statement;
  const kind = tokensOf(sql).find(({ text }) => /^(index|table|schema|database)$/i.test(text));
  if (!kind) return {};
  const note = outsideTransaction(step);
  const statement = `${sql.slice(0, kind.end)} CONCURRENTLY${sql.slice(kind.end)}`;
  return { instead: advice({ ...(note ? { note } : {}), statements: patiently(step, statement) }) };
}
