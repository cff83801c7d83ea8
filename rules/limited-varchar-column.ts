// A new column is varchar(n).
import { defineRule, isSpelt, typeProblem } from '../src/rule.ts';

export const limitedVarcharColumn = defineRule({
  id: 'limited-varchar-column',
  summary: 'A new column is varchar(n): a shorter limit is a rewrite later, and a longer one locks the table',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  sources: ['https://www.postgresql.org/docs/current/datatype-character.html'],
  equivalents: { squawk: ['prefer-text-field'], migrationPilot: ['MP037'] },
  *check(step) {
    const problem = typeProblem(step, ({ column: { type } }) => type.name === 'varchar' && type.modifiers.length > 0, {
      words: (names, count) =>
        `${count > 1 ? `Each of ${names}` : names} is varchar(n): a value that is too long fails the insert, and a shorter limit rewrites the table later; text with a CHECK can be changed without.`,
      better: (column) => (isSpelt(column, 'varchar') ? { spelling: 'varchar', to: 'text' } : undefined),
    });
    if (problem) yield problem;
  },
});
