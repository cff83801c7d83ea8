// A row of pg_constraint: what is the same for those of tables, indexes and domains.
import { add } from '../catalog/catalog.ts';
import type { Constraint } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';

export type NewConstraint = Pick<Constraint, 'kind' | 'name' | 'columns'> & Partial<Constraint>;

/** Adds the object alone: listing it and tying it to what it needs is the caller's. */
export function newConstraint(x: Execution, given: NewConstraint & Pick<Constraint, 'relation'>): Constraint {
  const [catalog, constraint] = add(
    x.catalog,
    (oid): Constraint => ({
      class: 'constraint',
      oid,
      born: x.step,
      validated: true,
      enforced: true,
      deferrable: false,
      noInherit: false,
      local: true,
      inherited: 0,
      ...given,
    }),
  );
  x.catalog = catalog;
  return constraint;
}
