// A CONCURRENTLY statement may fail after statements of its file that are committed already and cannot run twice.
import { defineRule, effectsOf, effectsOn, type RunView, relations, type Step } from '../src/rule.ts';

export const unrepeatableMigration = defineRule({
  id: 'unrepeatable-migration',
  summary: 'A CONCURRENTLY statement follows statements of its file that are committed by then and cannot run again',
  severity: 'info',
  concern: 'process',
  preset: 'strict',
  equivalents: { squawk: ['prefer-robust-stmts'], migrationPilot: ['MP023'] },
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],
  *check(step, run) {
    const earlier = committedIn(step, run);
    const waits = effectsOf(step, 'wait').filter(({ relation }) => !step.isNew(relation));
    const tables = waits.map(({ relation }) => relation);
    if (step.transaction || tables.length === 0 || !earlier) return;
    yield {
      message: `If this fails while it waits for transactions that use ${relations(step, tables)}, the statements before it are committed, and the migration fails at line ${earlier.line} when it is run again.`,
      effects: effectsOn(step, tables),
    };
  },
});

/** The file's first statement that creates or drops something and says neither IF EXISTS nor IF NOT EXISTS; not this one. */
function committedIn(step: Step, { memory }: RunView): { line: number } | undefined {
  const known = memory.get(step.file.path) as { line: number } | undefined;
  const changes = ['create', 'drop', 'rename'].some((kind) => step.effects.some((effect) => effect.kind === kind));
  if (!known && changes && !/\bif\s+(?:not\s+)?exists\b|\bor\s+replace\b/i.test(step.statement.sql)) {
    memory.set(step.file.path, { line: step.statement.span.start.line });
  }
  return known;
}
