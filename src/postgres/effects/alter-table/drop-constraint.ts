// DROP CONSTRAINT and what goes with it below the table. src/backend/commands/tablecmds.c (ATExecDropConstraint)
import type { AlterTableCmd } from '@pgsql/types';
import { put } from '../../catalog/catalog.ts';
import type { Constraint, Relation } from '../../catalog/objects.ts';
import { changeColumn } from '../columns.ts';
import { constraintNamed } from '../constraints.ts';
import { deleteObjects } from '../deletion.ts';
import { fails, lockAll, since } from '../execution.ts';
import { children, descendants } from '../tree.ts';
import { inheritedTwin, referencedOf } from './constraint-family.ts';
import { type AlterTable, type Subcommand, schedule } from './work.ts';

export const dropConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'drop', () => {
    // ATCheckPartitionsNotInUse
    if (at.target.kind === 'partitioned-table') lockAll(at.x, descendants(at.x, at.target), at.mode);
    dropConstraintOf(at, at.target, cmd, false);
  });

function dropConstraintOf(at: AlterTable, relation: Relation, cmd: AlterTableCmd, recursing: boolean): void {
  const { x } = at;
  const constraint = constraintNamed(x, relation, cmd.name);
  if (!constraint) return missingConstraint(at, relation, cmd, recursing);
  if (constraint.inherited > 0 && !recursing) {
    const message = `cannot drop inherited constraint "${constraint.name}" of relation "${relation.name}"`;
    return fails(x, message, '42P16');
  }
  if (constraint.kind === 'foreign-key') lockAll(x, referencedOf(x, constraint), at.mode);
  if (dropsFromChildren(constraint)) dropFromChildren(at, relation, constraint, cmd);
  if (constraint.kind === 'not-null') {
    for (const number of constraint.columns) changeColumn(x, relation, number, { notNull: false });
  }
  if (!x.failed) deleteObjects(x, [{ oid: constraint.oid }], cmd.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict');
}

function missingConstraint(at: AlterTable, relation: Relation, cmd: AlterTableCmd, recursing: boolean): void {
  if (recursing) return;
  const { x } = at;
  const message = `constraint "${cmd.name}" of relation "${relation.name}" does not exist`;
  if (!cmd.missing_ok) fails(x, message, '42704', { certain: relation.known && at.x.catalog.assumed === 0 });
}

/** Keys and foreign keys of partitioned tables go by their dependencies; CHECK and NOT NULL recurse. */
const dropsFromChildren = (constraint: Constraint): boolean =>
  (constraint.kind === 'check' || constraint.kind === 'not-null') && !constraint.noInherit;

function dropFromChildren(at: AlterTable, relation: Relation, constraint: Constraint, cmd: AlterTableCmd): void {
  const { x } = at;
  const below = children(x, relation);
  lockAll(x, below, at.mode);
  if (at.only && relation.kind === 'partitioned-table' && below.length > 0 && !since(x, 18)) {
    fails(x, 'cannot remove constraint from only the partitioned table when partitions exist', '42P16');
    return;
  }
  for (const child of below) {
    const theirs = inheritedTwin(x, relation, constraint, child);
    if (!theirs) continue;
    if (!at.only && theirs.inherited === 1 && !theirs.local) {
      dropConstraintOf(at, child, { ...cmd, name: theirs.name }, true);
    } else {
      const local = at.only || theirs.local;
      x.catalog = put(x.catalog, { ...theirs, inherited: Math.max(0, theirs.inherited - 1), local });
    }
  }
}
