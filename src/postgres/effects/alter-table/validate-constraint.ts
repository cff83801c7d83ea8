// VALIDATE CONSTRAINT: which rows are read, under which lock. src/backend/commands/tablecmds.c (ATExecValidateConstraint)
import type { AlterTableCmd } from '@pgsql/types';
import { put, relationBy } from '../../catalog/catalog.ts';
import type { Constraint } from '../../catalog/objects.ts';
import { constraintNamed } from '../constraints.ts';
import { fails, lock, lockAll } from '../execution.ts';
import { descendants } from '../tree.ts';
import { clonesOf, inheritedTwin, referencedOf } from './constraint-family.ts';
import { type AlterTable, needCheck, recurse, type Subcommand, schedule } from './work.ts';

export const validateConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x } = at;
    const constraint = constraintNamed(x, at.target, cmd.name);
    if (!constraint) return assumeValidation(at, cmd);
    if (!constraint.enforced) {
      return fails(x, 'cannot validate NOT ENFORCED constraint', '42809');
    }
    if (constraint.kind === 'foreign-key') validateForeignKey(at, constraint);
    else validateRows(at, constraint);
  });

/** History does not know the constraint: it is validated, and may be a foreign key. */
function assumeValidation(at: AlterTable, cmd: AlterTableCmd): void {
  const { x, target } = at;
  const message = `constraint "${cmd.name}" of relation "${target.name}" does not exist`;
  if (target.known && x.catalog.assumed === 0) return fails(x, message, '42704');
  needCheck(at, target, {
    purpose: 'check',
    ...(cmd.name ? { what: cmd.name } : {}),
    certain: false,
    unless: `${cmd.name} is valid already`,
  });
}

function validateForeignKey(at: AlterTable, constraint: Constraint): void {
  const { x } = at;
  if (constraint.validated) return;
  const mark = (one: Constraint) => {
    x.catalog = put(x.catalog, { ...one, validated: true });
    const table = relationBy(x.catalog, one.relation);
    if (!table) return;
    lock(x, table, at.mode);
    if (table.kind === 'partitioned-table') for (const clone of clonesOf(x, one)) mark(clone);
    else needCheck(at, table, { purpose: 'foreign-key', what: one.name });
  };
  mark(constraint);
  for (const referenced of referencedOf(x, constraint)) {
    lock(x, referenced, 'RowShareLock');
    lockAll(x, descendants(x, referenced), 'AccessShareLock');
  }
}

function validateRows(at: AlterTable, constraint: Constraint): void {
  const { x } = at;
  if (constraint.validated) return;
  const relations = constraint.noInherit ? [at.target] : recurse(at);
  const purpose = constraint.kind === 'not-null' ? 'not-null' : 'check';
  for (const relation of relations) {
    const theirs = relation.oid === at.target.oid ? constraint : inheritedTwin(x, at.target, constraint, relation);
    if (!theirs || theirs.validated) continue;
    x.catalog = put(x.catalog, { ...theirs, validated: true });
    needCheck(at, relation, { purpose, what: theirs.name });
  }
}
