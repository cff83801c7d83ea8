// A new column of type char(n): padded with blanks, which comparisons then ignore.
import { defineRule, typeProblem } from '../src/rule.ts';

export const paddedCharColumn = defineRule({
  id: 'padded-char-column',
  summary: 'A new column is char(n), which pads values with blanks and is neither smaller nor faster than text',
  severity: 'info',
  concern: 'design',
  equivalents: { squawk: ['ban-char-field'], migrationPilot: ['MP041'] },
  sources: [
    'https://www.postgresql.org/docs/current/datatype-character.html',
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29',
  ],
  *check(step) {
    const problem = typeProblem(step, ({ column: { type } }) => type.name === 'bpchar' && !type.oid, {
      words: (names, count) =>
        `${names} ${count > 1 ? 'are' : 'is'} char(n): shorter values are padded with blanks, which comparisons ignore and LIKE does not, and another length is a rewrite of the table.`,
    });
    if (problem) yield problem;
  },
});
