// A hash index answers = on one column and nothing else.
import { defineRule, effectsOn, findTable, isRefused, nameOf } from '../src/rule.ts';

export const hashIndex = defineRule({
  id: 'hash-index',
  summary: 'A hash index serves only =, on one column, and can be neither unique nor sorted by',
  severity: 'info',
  concern: 'design',
  sources: [
    'https://www.postgresql.org/docs/current/indexes-types.html#INDEXES-TYPES-HASH',
    'https://www.postgresql.org/docs/current/hash-index.html',
  ],
  *check(step) {
    if (step.statement.kind !== 'IndexStmt' || isRefused(step)) return;
    const { node } = step.statement;
    if (!('IndexStmt' in node) || node.IndexStmt.accessMethod?.toLowerCase() !== 'hash') return;
    const table = findTable(step, node.IndexStmt.relation);
    yield {
      message: `A hash index of ${table ? nameOf(step, table) : 'the table'} finds rows by = alone: no ORDER BY, no range, no second column and no uniqueness, all of which a B-tree gives for about the same cost.`,
      effects: table ? effectsOn(step, [table]) : [],
    };
  },
});
