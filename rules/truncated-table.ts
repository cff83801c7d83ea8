// TRUNCATE of a table that was there before this run; CASCADE empties every table that references it.
import { blockingLocks, defineRule, effectsOf, effectsOn, list, nameOf, relations, waiting } from '../src/rule.ts';

export const truncatedTable = defineRule({
  id: 'truncated-table',
  summary: 'TRUNCATE deletes every row, with CASCADE those of all referencing tables too, while reads and writes wait',
  severity: 'error',
  concern: 'data',
  equivalents: { squawk: ['ban-truncate-cascade'], migrationPilot: ['MP036'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-truncate.html',
    'https://linear.app/blog/linear-incident-on-jan-24th-2024',
  ],
  *check(step) {
    const emptied = effectsOf(step, 'write')
      .filter(({ command, relation }) => command === 'truncate' && !step.isNew(relation))
      .map(({ relation }) => relation);
    if (emptied.length === 0) return;
    const { node } = step.statement;
    const written = 'TruncateStmt' in node ? (node.TruncateStmt.relations ?? []).length : emptied.length;
    const all = list(emptied.map((relation) => nameOf(step, relation)));
    const names = emptied.length > written ? all : relations(step, emptied);
    const cascade = 'TruncateStmt' in node && node.TruncateStmt.behavior === 'DROP_CASCADE';
    const how = cascade && emptied.length > written ? ' (CASCADE follows the foreign keys)' : '';
    yield {
      message: `Every row of ${names} is deleted${how}, and ${waiting(step, blockingLocks(step))} wait until the transaction ends.`,
      effects: effectsOn(step, emptied),
    };
  },
});
