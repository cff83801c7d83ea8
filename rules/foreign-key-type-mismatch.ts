// A foreign key between columns of different types.
import { addedConstraints, defineRule, effectsOn, nameOf, quoteIdent, relationBy, typeName } from '../src/rule.ts';

export const foreignKeyTypeMismatch = defineRule({
  id: 'foreign-key-type-mismatch',
  summary:
    'A foreign key joins columns of different types: one may be too small for the other, and each check converts',
  severity: 'warning',
  concern: 'design',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  *check(step) {
    for (const key of addedConstraints(step, 'foreign-key')) {
      const [table, referenced] = [relationBy(step.after, key.relation), relationBy(step.after, key.references)];
      for (const [at, number] of key.columns.entries()) {
        const own = table?.columns.find((column) => column.number === number);
        const other = referenced?.columns.find((column) => column.number === key.referencedColumns?.[at]);
        if (!table || !referenced || !own?.type.known || !other?.type.known) continue;
        if (own.type.name === other.type.name && own.type.schema === other.type.schema) continue;
        const [from, to] = [
          `${nameOf(step, table)}.${quoteIdent(own.name)}`,
          `${nameOf(step, referenced)}.${quoteIdent(other.name)}`,
        ];
        const small =
          /^int[24]$/.test(own.type.name) && other.type.name > own.type.name && /^int/.test(other.type.name);
        const why = small
          ? `keys beyond the range of ${typeName(own.type)} cannot be referenced, and the change to ${typeName(other.type)} rewrites the table`
          : 'each check converts one to the other, and joins may not use an index';
        yield {
          message: `${from} is ${typeName(own.type)} and references ${to}, which is ${typeName(other.type)}: ${why}.`,
          effects: effectsOn(step, [table, referenced]),
        };
      }
    }
  },
});
