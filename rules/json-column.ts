// A new column of type json, which has no equality operator.
import { defineRule, typeProblem } from '../src/rule.ts';

export const jsonColumn = defineRule({
  id: 'json-column',
  summary: 'A new column is json, which has no equality operator: DISTINCT, GROUP BY and UNION on it fail; jsonb has',
  severity: 'warning',
  concern: 'design',
  equivalents: { eugene: ['E3'], strongMigrations: ['add_column_json'] },
  sources: [
    'https://www.postgresql.org/docs/current/datatype-json.html',
    'https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-PROCESSING',
  ],
  *check(step) {
    const problem = typeProblem(step, ({ column: { type } }) => type.name === 'json' && !type.oid, {
      words: (names, count, isNewTable) =>
        `${names} ${count > 1 ? 'are' : 'is'} json, which has no equality operator: SELECT DISTINCT, GROUP BY and UNION over the column fail${isNewTable ? '' : ', queries of the running application that select every column included'}.`,
      onNewTable: 'info',
    });
    if (problem) yield problem;
  },
});
