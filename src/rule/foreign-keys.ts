// Foreign keys that a statement adds, and the tables of others that it locks for them.
import type { Constraint } from '../postgres/catalog/objects.ts';
import type { RelationRef } from '../postgres/effect.ts';
import type { Step } from '../simulation/step.ts';
import { addedConstraints } from './catalog.ts';
import { blockingLocks } from './facts.ts';

export interface LockedReferenced {
  readonly table: RelationRef;
  readonly keys: readonly Constraint[];
}

/** The tables, there before this run, that the statement's new foreign keys reference and lock. */
export function lockedReferenced(step: Step): LockedReferenced[] {
  const keys = addedConstraints(step, 'foreign-key').filter(({ relation, references }) => relation !== references);
  return blockingLocks(step).flatMap(({ relation }) => {
    const own = keys.filter(({ references }) => references === relation.oid);
    return own.length > 0 ? [{ table: relation, keys: own }] : [];
  });
}
