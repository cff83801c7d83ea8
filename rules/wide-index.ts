// An index on many columns is large, slows every write, and rarely serves more than its first columns.
import { defineRule, effectsOn, findTable, isRefused, nameOf } from '../src/rule.ts';

export const wideIndex = defineRule({
  id: 'wide-index',
  summary: 'A non-unique index has more than three columns',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  equivalents: { strongMigrations: ['add_index_columns'] },
  sources: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  options: { columns: { type: 'number', default: 3, description: 'How many key columns an index may have.' } },
  *check(step, run) {
    if (step.statement.kind !== 'IndexStmt' || isRefused(step)) return;
    const { node } = step.statement;
    if (!('IndexStmt' in node) || node.IndexStmt.unique) return;
    const count = node.IndexStmt.indexParams?.length ?? 0;
    if (count <= Number(run.options.columns ?? 3)) return;
    const table = findTable(step, node.IndexStmt.relation);
    yield {
      message: `The index of ${table ? nameOf(step, table) : 'the table'} has ${count} columns: each write that touches one of them pays for it, and queries that do not give the first ones hardly use it.`,
      effects: table ? effectsOn(step, [table]) : [],
    };
  },
});
