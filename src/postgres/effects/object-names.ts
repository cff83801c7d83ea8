// The names that PostgreSQL chooses for sequences and constraints that a statement leaves unnamed.
// src/backend/commands/indexcmds.c (ChooseRelationName), src/backend/catalog/pg_constraint.c (ChooseConstraintName)
import { getAs, named } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import { nameAddition, objectName } from './index-names.ts';

/** The first of `label`, `label1`, `label2` … that gives a free name. */
function firstFree(make: (label: string) => string, label: string, taken: (name: string) => boolean): string {
  let name = make(label);
  for (let pass = 1; taken(name); pass++) name = make(`${label}${pass}`);
  return name;
}

/** A relation name that is free in the schema. */
export function chooseRelationName(
  x: Execution,
  given: { name1: string; name2: string; label: string; schema: string },
): string {
  const taken = (name: string) => named(x.catalog, 'relation', given.schema, name).length > 0;
  return firstFree((label) => objectName(given.name1, given.name2, label), given.label, taken);
}

/** A constraint name that no constraint of the relation bears. */
export function chooseConstraintName(
  x: Execution,
  relation: Relation,
  columns: readonly string[],
  label: string,
): string {
  const names = new Set(relation.constraints.map((oid) => getAs(x.catalog, oid, 'constraint')?.name));
  return firstFree(
    (l) => objectName(relation.name, nameAddition(columns), l),
    label,
    (name) => names.has(name),
  );
}
