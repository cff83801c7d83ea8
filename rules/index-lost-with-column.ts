// DROP COLUMN takes along every index that the column is part of, those on other columns too.
import {
  advice,
  columnDrop,
  defineRule,
  effectsOn,
  indexesLostWithColumns,
  list,
  nameOf,
  quoteIdent,
} from '../src/rule.ts';

export const indexLostWithColumn = defineRule({
  id: 'index-lost-with-column',
  summary: 'DROP COLUMN silently drops an index on several columns that queries by its other columns use',
  severity: 'warning',
  concern: 'design',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN'],
  *check(step, run) {
    for (const { index, table, remaining } of indexesLostWithColumns(step)) {
      const columns = remaining.map(quoteIdent);
      yield {
        message: `The index ${nameOf(step, index)} goes with the column, and no other index begins with ${list(columns)}: queries that search ${nameOf(step, table)} by ${remaining.length > 1 ? 'them' : 'it'} read the whole table from here on.`,
        ...(table.partitionKey ? {} : { instead: advice(...columnDrop(step, run.version, 'the column')) }),
        effects: effectsOn(step, [index, table]),
      };
    }
  },
});
