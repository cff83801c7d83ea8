// A new column of type json, which has no equality operator.
import { defineRule, effectsOn, list, nameOf, quoteIdent, typedColumns, withBetterTypes } from '../src/rule.ts';

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
    const columns = typedColumns(step).filter(({ column: { type } }) => type.name === 'json' && !type.oid);
    const [first] = columns;
    if (!first) return;
    const names = list(columns.map(({ column }) => `${nameOf(step, first.table)}.${quoteIdent(column.name)}`));
    const instead = withBetterTypes(step);
    const fresh = step.isNew(first.table);
    yield {
      message: `${names} ${columns.length > 1 ? 'are' : 'is'} json, which has no equality operator: SELECT DISTINCT, GROUP BY and UNION over the column fail${fresh ? '' : ', queries of the running application that select every column included'}.`,
      ...(fresh ? { severity: 'info' as const } : {}),
      ...(instead ? { instead } : {}),
      effects: effectsOn(step, [first.table]),
    };
  },
});
