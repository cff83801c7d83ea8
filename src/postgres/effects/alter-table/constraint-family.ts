import { relationBy } from '../../catalog/catalog.ts';
import type { Constraint, Relation } from '../../catalog/objects.ts';
import { columnNamed, columnNames } from '../columns.ts';
import { constraintNamed, constraintsOf, notNullConstraint } from '../constraints.ts';
import { current, type Execution } from '../execution.ts';
import { children, relationsOf } from '../tree.ts';

/** The table that a foreign key references. */
export const referencedOf = (x: Execution, { references }: Constraint): Relation[] =>
  relationsOf(x, references === undefined ? [] : [references]);
/** CHECK constraints are matched by name, NOT NULL by column. */
export function inheritedTwin(
  x: Execution,
  parent: Relation,
  constraint: Constraint,
  child: Relation,
): Constraint | undefined {
  if (constraint.kind === 'check') return constraintNamed(x, child, constraint.name);
  const [name] = columnNames(current(x, parent), constraint.columns);
  const column = columnNamed(current(x, child), name);
  return column && notNullConstraint(x, child, column.number);
}
/** The same foreign key on the partitions, one level down. */
export const clonesOf = (x: Execution, constraint: Constraint): Constraint[] =>
  children(x, relationBy(x.catalog, constraint.relation) as Relation).flatMap((child) =>
    constraintsOf(x, child).filter((one) => one.parent === constraint.oid),
  );
export function descendantClones(x: Execution, constraint: Constraint): Constraint[] {
  return clonesOf(x, constraint).flatMap((clone) => [clone, ...descendantClones(x, clone)]);
}
