import { put } from '../../catalog/catalog.ts';
import type { Constraint } from '../../catalog/objects.ts';
import { columnNames } from '../columns.ts';
import { constraintNamed } from '../constraints.ts';
import { current, fails, lock, lockAll, since } from '../execution.ts';
import { children, descendants, relationsOf } from '../tree.ts';
import { descendantClones, referencedOf } from './constraint-family.ts';
import { requireNotNull } from './not-null.ts';
import { type AlterTable, needCheck, type Subcommand, schedule } from './work.ts';

interface AlterConstraintNode {
  conname?: string;
  alterEnforceability?: boolean;
  is_enforced?: boolean;
  alterDeferrability?: boolean;
  deferrable?: boolean;
  alterInheritability?: boolean;
  noinherit?: boolean;
}

export const alterConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const node = ((cmd.def as { ATAlterConstraint?: AlterConstraintNode } | undefined)?.ATAlterConstraint ??
      (cmd.def as { Constraint?: AlterConstraintNode } | undefined)?.Constraint ??
      {}) as AlterConstraintNode;
    const { x } = at;
    const constraint = constraintNamed(x, at.target, node.conname);
    if (!constraint) return assumeConstraint(at, node);
    if (node.alterInheritability) changeInheritance(at, constraint, node.noinherit ?? false);
    else if (node.alterEnforceability) changeEnforcement(at, constraint, node.is_enforced ?? false);
    else changeDeferrability(at, constraint, node.deferrable ?? false);
  });

/** History does not know the constraint: only a foreign key can be made ENFORCED. */
function assumeConstraint(at: AlterTable, node: AlterConstraintNode): void {
  const { x, target } = at;
  const message = `constraint "${node.conname}" of relation "${target.name}" does not exist`;
  if (target.known && x.catalog.assumed === 0) return fails(x, message, '42704');
  if (!node.alterEnforceability) return;
  if (!since(x, 18)) return fails(x, 'syntax error at or near "ENFORCED"', '42601');
  const unless = `${node.conname} is enforced already`;
  const what = node.conname ? { what: node.conname } : {};
  if (node.is_enforced) needCheck(at, target, { purpose: 'foreign-key', ...what, certain: false, unless });
}

function changeDeferrability(at: AlterTable, constraint: Constraint, deferrable: boolean): void {
  const { x } = at;
  x.catalog = put(x.catalog, { ...constraint, deferrable });
  for (const clone of descendantClones(x, constraint)) {
    for (const table of relationsOf(x, [clone.relation])) lock(x, table, at.mode);
    x.catalog = put(x.catalog, { ...clone, deferrable });
  }
}

/** 18: ENFORCED creates the triggers and looks every row up; NOT ENFORCED drops them. */
function changeEnforcement(at: AlterTable, constraint: Constraint, enforced: boolean): void {
  const { x } = at;
  if (!since(x, 18)) return fails(x, 'syntax error at or near "ENFORCED"', '42601');
  if (constraint.enforced === enforced) return;
  const mode = enforced ? 'ShareRowExclusiveLock' : 'AccessExclusiveLock';
  const referenced = referencedOf(x, constraint);
  for (const relation of referenced) lockAll(x, [relation, ...descendants(x, relation)], mode);
  for (const one of [constraint, ...descendantClones(x, constraint)]) {
    x.catalog = put(x.catalog, { ...one, enforced, validated: enforced });
    for (const table of relationsOf(x, [one.relation])) {
      lock(x, table, at.mode);
      if (enforced && table.kind !== 'partitioned-table')
        needCheck(at, table, { purpose: 'foreign-key', what: one.name });
    }
  }
}

/** 18: NOT NULL constraints switch between INHERIT and NO INHERIT. */
function changeInheritance(at: AlterTable, constraint: Constraint, noInherit: boolean): void {
  const { x } = at;
  x.catalog = put(x.catalog, { ...constraint, noInherit });
  const below = children(x, at.target);
  lockAll(x, below, at.mode);
  if (noInherit) return;
  const [name] = columnNames(current(x, at.target), constraint.columns);
  for (const relation of descendants(x, at.target)) {
    lock(x, relation, at.mode);
    if (name) requireNotNull(at, relation, name);
  }
}
