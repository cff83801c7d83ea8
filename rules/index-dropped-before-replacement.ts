// An index is dropped although a later statement builds the one that replaces it: in between, queries have neither.
import { defineRule, droppedWithoutReplacement, effectsOn, isReplaced, nameOf } from '../src/rule.ts';

export const indexDroppedBeforeReplacement = defineRule({
  id: 'index-dropped-before-replacement',
  summary: 'An index is dropped before the one that replaces it is built: queries have neither in between',
  severity: 'warning',
  concern: 'design',
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY',
  ],
  *check(step) {
    // In one transaction nobody sees the time between.
    if (step.transaction) return;
    for (const { index, relation, table } of droppedWithoutReplacement(step)) {
      if (!index || !table) continue;
      yield {
        message: `${nameOf(step, relation)} is dropped here and its replacement only built later: until that is done and valid, queries that used it read all of ${nameOf(step, table)}${index.unique ? ', and duplicates are accepted that make the build fail' : ''}.`,
        stands: { atEndOf: 'run', if: (end) => isReplaced(end, index) },
        effects: effectsOn(step, [relation]),
      };
    }
  },
});
