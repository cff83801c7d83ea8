// SET and DROP NOT NULL. src/backend/commands/tablecmds.c (ATExecSetNotNull, ATExecDropNotNull)
import type { AlterTableCmd } from '@pgsql/types';
import type { Column, Relation } from '../../catalog/objects.ts';
import { changeColumn, columnNamed } from '../columns.ts';
import { addNotNull, notNullConstraint } from '../constraints.ts';
import { deleteObjects } from '../deletion.ts';
import { current, type Execution, lockAll, since } from '../execution.ts';
import { descendants } from '../tree.ts';
import { columnOf } from './column-lookup.ts';
import { provesNotNull } from './not-null-proof.ts';
import { type AlterTable, needCheck, recurse, schedule } from './work.ts';

export function setNotNull(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'column attributes', () => {
    const { x } = at;
    const column = columnOf(x, at.target, cmd.name);
    if (!column) return;
    const settled = since(x, 18) || at.target.kind === 'partitioned-table';
    if (column.notNull && settled && !notValid(x, at.target, column)) return;
    const partitionedOnly = at.only && at.target.kind === 'partitioned-table';
    const relations = partitionedOnly && !since(x, 18) ? checkedPartitions(at) : recurse(at);
    for (const relation of relations) requireNotNull(at, relation, column.name);
  });
}

const notValid = (x: Execution, relation: Relation, column: Column): boolean =>
  notNullConstraint(x, relation, column.number)?.validated === false;

/** ALTER TABLE ONLY on a partitioned table looks whether every partition has NOT NULL already. */
function checkedPartitions(at: AlterTable): Relation[] {
  lockAll(at.x, descendants(at.x, at.target), at.mode);
  return [current(at.x, at.target)];
}

/** Marks NOT NULL and asks for the scan, unless a valid CHECK proves that there are no nulls. */
export function requireNotNull(at: AlterTable, relation: Relation, name: string): void {
  const { x } = at;
  const column = columnNamed(current(x, relation), name) ?? columnOf(x, relation, name);
  if (!column || (column.notNull && !notValid(x, relation, column))) return;
  addNotNull(x, relation, name, relation.oid === at.target.oid ? {} : { inheritance: { local: false, inherited: 1 } });
  if (provesNotNull(x, relation, column)) return;
  const unless = `${relation.name} has a valid CHECK constraint that proves ${name} IS NOT NULL, or ${name} is NOT NULL already`;
  needCheck(at, relation, { purpose: 'not-null', what: name, ...(relation.known ? {} : { certain: false, unless }) });
}

export function dropNotNull(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const { x } = at;
    const column = columnOf(x, at.target, cmd.name);
    if (!column || (since(x, 18) && !column.notNull && at.target.known)) return;
    for (const relation of recurse(at)) dropNotNullHere(at, relation, column.name);
  });
}

function dropNotNullHere({ x }: AlterTable, relation: Relation, name: string): void {
  const column = columnNamed(current(x, relation), name);
  if (!column) return;
  const constraint = notNullConstraint(x, relation, column.number);
  if (constraint) deleteObjects(x, [{ oid: constraint.oid }], 'restrict');
  changeColumn(x, relation, column.number, { notNull: false });
}
