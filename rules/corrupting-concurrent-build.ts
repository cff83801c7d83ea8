// PostgreSQL 14.0 to 14.3: an index built CONCURRENTLY while others write may miss rows.
import { defineRule, effectsOf, effectsOn, type RunView, relations } from '../src/rule.ts';

export const corruptingConcurrentBuild = defineRule({
  id: 'corrupting-concurrent-build',
  summary: 'PostgreSQL 14.0 to 14.3 leave rows out of an index that is built CONCURRENTLY while others write',
  severity: 'error',
  concern: 'data',
  equivalents: { strongMigrations: ['add_index_corruption'] },
  sources: ['https://www.postgresql.org/docs/release/14.4/'],
  *check(step, run) {
    if (!isAffected(run)) return;
    const { node } = step.statement;
    const build = 'IndexStmt' in node && node.IndexStmt.concurrent;
    const reindex = step.statement.kind === 'ReindexStmt';
    const waits = effectsOf(step, 'wait').filter(({ relation }) => !step.isNew(relation));
    if (!(build || reindex) || waits.length === 0) return;
    const tables = waits.map(({ relation }) => relation);
    yield {
      message: `PostgreSQL 14.${run.version.minor} leaves rows of ${relations(step, tables)} that are written meanwhile out of the index, so that queries miss them, and reports no error: 14.4 mends that.`,
      effects: effectsOn(step, tables),
    };
  },
});

const isAffected = ({ version: { major, minor } }: RunView): boolean =>
  major === 14 && minor !== undefined && minor < 4;
