// A constraint is added NOT VALID, and no migration validates it.
import {
  addedConstraints,
  advice,
  afterCommit,
  briefly,
  type Catalog,
  type Constraint,
  defineRule,
  effectsOn,
  getAs,
  nameOf,
  quoteIdent,
  relationBy,
} from '../src/rule.ts';

export const unvalidatedConstraint = defineRule({
  id: 'unvalidated-constraint',
  summary: 'A constraint is added NOT VALID and no migration validates it, so older rows may violate it',
  severity: 'info',
  concern: 'process',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT'],
  *check(step) {
    const added = (['check', 'foreign-key', 'not-null'] as const).flatMap((kind) => addedConstraints(step, kind));
    for (const constraint of added) {
      const table = relationBy(step.after, constraint.relation);
      if (constraint.validated || !constraint.enforced || !table || step.isNew(table)) continue;
      const [name, relation] = [quoteIdent(constraint.name), nameOf(step, table)];
      yield {
        message: `No migration validates ${name}: rows of ${relation} from before may violate it, and PostgreSQL builds nothing on it, neither plans nor NOT NULL.`,
        instead: advice(
          { statements: briefly(step, step.statement.sql) },
          { note: afterCommit(step), statements: [`ALTER TABLE ${relation} VALIDATE CONSTRAINT ${name}`] },
        ),
        effects: effectsOn(step, [table]),
        stands: { atEndOf: 'project', if: isUnvalidated(constraint) },
      };
    }
  },
});

const isUnvalidated =
  ({ oid, relation, name }: Constraint) =>
  (end: Catalog): boolean => {
    const now = getAs(end, oid, 'constraint');
    return now?.relation === relation && now.name === name && !now.validated;
  };
