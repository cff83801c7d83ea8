// A new column is varchar(n).
import {
  defineRule,
  effectsOn,
  isSpelt,
  list,
  nameOf,
  quoteIdent,
  typedColumns,
  withBetterTypes,
} from '../src/rule.ts';

export const limitedVarcharColumn = defineRule({
  id: 'limited-varchar-column',
  summary: 'A new column is varchar(n): a shorter limit is a rewrite later, and a longer one locks the table',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  sources: ['https://www.postgresql.org/docs/current/datatype-character.html'],
  equivalents: { squawk: ['prefer-text-field'], migrationPilot: ['MP037'] },
  *check(step) {
    const columns = typedColumns(step).filter(
      ({ column: { type } }) => type.name === 'varchar' && type.modifiers.length > 0,
    );
    const [first] = columns;
    if (!first) return;
    const names = list(columns.map(({ column }) => `${nameOf(step, first.table)}.${quoteIdent(column.name)}`));
    const instead = withBetterTypes(step, (column) =>
      isSpelt(column, 'varchar') ? { spelling: 'varchar', to: 'text' } : undefined,
    );
    yield {
      message: `${columns.length > 1 ? `Each of ${names}` : names} is varchar(n): a value that is too long fails the insert, and a shorter limit rewrites the table later; text with a CHECK can be changed without.`,
      ...(instead ? { instead } : {}),
      effects: effectsOn(step, [first.table]),
    };
  },
});
