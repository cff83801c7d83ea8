// ATTACH and DETACH PARTITION. src/backend/commands/tablecmds.c (ATExecAttachPartition, ATExecDetachPartition)
import type { PartitionBoundSpec, PartitionCmd } from '@pgsql/types';
import { dependentsOf, getAs, put, relationBy, remove, undepend } from '../../catalog/catalog.ts';
import type { Constraint, Relation } from '../../catalog/objects.ts';
import { changeColumn, columnNamed, linkChild, unlinkChild } from '../columns.ts';
import { constraintsOf } from '../constraints.ts';
import {
  change,
  current,
  type Execution,
  fails,
  lock,
  lockAll,
  refuseInTransaction,
  since,
  wait,
} from '../execution.ts';
import { cloneForeignKeys, lockReferenced } from '../foreign-keys.ts';
import { ensurePartitionIndexes } from '../index-creation.ts';
import { rangeRelation } from '../names.ts';
import { cloneTriggers } from '../partition-triggers.ts';
import { removeObject } from '../removal.ts';
import { children, defaultPartition, descendants, relationsOf } from '../tree.ts';
import { boundImplied, outsideBoundImplied } from './bound-proof.ts';
import { type AlterTable, needCheck, type Subcommand, schedule } from './work.ts';

const commandOf = (cmd: Parameters<Subcommand>[1]): PartitionCmd =>
  (cmd.def as { PartitionCmd?: PartitionCmd } | undefined)?.PartitionCmd ?? {};

const attach: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x, target } = at;
    const node = commandOf(cmd);
    const partition = rangeRelation(x, node.name);
    if (!partition || refuseAttach(at, partition)) return;
    lockAll(x, [partition, ...descendants(x, partition)], 'AccessExclusiveLock');
    const other = defaultPartition(x, target);
    if (other) lock(x, other, 'AccessExclusiveLock');
    const bound: PartitionBoundSpec = node.bound ?? {};
    const siblings = children(x, target);
    join(at, partition, bound);
    const check = (table: Relation, what: string) => needCheck(at, table, { purpose: 'foreign-key', what });
    cloneForeignKeys(x, current(x, target), current(x, partition), check);
    if (!bound.is_default || siblings.length > 0 || !target.known) checkBound(at, partition, bound);
    if (other && !bound.is_default) checkDefault(at, other, bound);
  });

function refuseAttach({ x, target }: AlterTable, partition: Relation): boolean {
  if (target.known && target.kind !== 'partitioned-table') {
    fails(x, `ALTER action ATTACH PARTITION cannot be performed on relation "${target.name}"`, '42809');
  } else if (partition.bound) fails(x, `"${partition.name}" is already a partition`, '42809');
  return x.failed;
}

function join({ x, target }: AlterTable, partition: Relation, bound: PartitionBoundSpec): void {
  change(x, partition.oid, { bound: { default: bound.is_default ?? false, spec: { PartitionBoundSpec: bound } } });
  linkChild(x, target, partition, 'auto');
  for (const column of current(x, target).columns) {
    const own = columnNamed(current(x, partition), column.name);
    if (own) changeColumn(x, partition, own.number, { inherited: own.inherited + 1, local: false });
  }
  for (const check of constraintsOf(x, target)) {
    const own = constraintsOf(x, partition).find(({ name, kind }) => kind === 'check' && name === check.name);
    if (own) x.catalog = put(x.catalog, { ...own, inherited: own.inherited + 1, local: false });
  }
  ensurePartitionIndexes(x, current(x, target), current(x, partition));
  cloneTriggers(x, current(x, target), current(x, partition));
}

/** Rows are tested against the bound unless a CHECK proves it; a partitioned partition passes the test on to its own. */
function checkBound(at: AlterTable, partition: Relation, bound: PartitionBoundSpec): void {
  const { x } = at;
  if (boundImplied(x, current(x, at.target), current(x, partition), bound)) return;
  const unless = `a valid CHECK constraint of ${partition.name} proves that its rows fit the partition`;
  const note = partition.known && at.target.known ? {} : { certain: false, unless };
  if (partition.kind !== 'partitioned-table') needCheck(at, partition, { purpose: 'partition-bound', ...note });
  for (const child of children(x, partition)) checkBound(at, child, bound);
}

/** Rows of the new partition could be in the default partition. */
function checkDefault(at: AlterTable, partition: Relation, bound: PartitionBoundSpec): void {
  const { x } = at;
  if (outsideBoundImplied(x, current(x, at.target), current(x, partition), bound)) return;
  if (partition.kind !== 'partitioned-table') needCheck(at, partition, { purpose: 'default-partition' });
  for (const child of children(x, partition)) {
    lock(x, child, 'AccessExclusiveLock');
    checkDefault(at, child, bound);
  }
}

const detach: Subcommand = (at, cmd) => {
  const { x, target } = at;
  const node = commandOf(cmd);
  const concurrently = node.concurrent ?? false;
  if (concurrently && !since(x, 14)) return fails(x, 'syntax error at or near "CONCURRENTLY"', '42601');
  if (concurrently) refuseInTransaction(x, 'ALTER TABLE ... DETACH CONCURRENTLY');
  const partition = rangeRelation(x, node.name);
  if (!partition) return;
  const other = defaultPartition(x, target);
  if (concurrently && other) {
    return fails(x, 'cannot detach partitions concurrently when a default partition exists', '55000');
  }
  if (concurrently) {
    lock(x, partition, 'AccessExclusiveLock', { brief: true });
    wait(x, 'lockers', target);
  } else {
    lock(x, partition, since(x, 14) || hasKeys(at, partition) ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
    lockAll(x, descendants(x, partition), 'AccessExclusiveLock');
    if (other) lock(x, other, 'AccessExclusiveLock');
  }
  schedule(at, 'misc', () => leave(at, partition));
};

/** Before 14 the weaker lock is strengthened where a foreign key from or to a partitioned table has to be taken apart. */
const hasKeys = ({ x, target }: AlterTable, partition: Relation): boolean =>
  current(x, target).referencedBy.length > 0 ||
  constraintsOf(x, partition).some(
    ({ kind, references }) => kind === 'foreign-key' && relationBy(x.catalog, references)?.kind === 'partitioned-table',
  );

const detachFinalize: Subcommand = (at, cmd) => {
  const partition = rangeRelation(at.x, commandOf(cmd).name);
  if (!partition) return;
  lock(at.x, partition, 'AccessExclusiveLock');
  schedule(at, 'misc', () => leave(at, partition));
};

/** The partition becomes a table of its own: its foreign keys get triggers, keys that reference the parent lose theirs. */
function leave(at: AlterTable, partition: Relation): void {
  const { x, target } = at;
  for (const constraint of constraintsOf(x, partition)) if (constraint.parent !== undefined) emancipate(x, constraint);
  for (const oid of current(x, target).referencedBy) {
    const constraint = getAs(x.catalog, oid, 'constraint');
    if (constraint && constraint.parent === undefined) {
      const referencing = relationsOf(x, [constraint.relation]);
      lockAll(x, referencing, 'AccessExclusiveLock');
      // ATDetachCheckNoForeignKeyRefs reads them.
      for (const table of referencing) lockAll(x, descendants(x, table), 'AccessShareLock');
    }
  }
  for (const oid of current(x, partition).triggers) {
    const trigger = getAs(x.catalog, oid, 'trigger');
    if (trigger?.parent === undefined) continue;
    // RemoveTriggerById; before 14 nothing else locks the partition so.
    lock(x, partition, 'AccessExclusiveLock');
    dropClone(x, partition, oid);
  }
  for (const index of relationsOf(x, current(x, partition).indexes)) leaveIndex(x, index);
  unlinkChild(x, target, partition);
  change(x, partition.oid, { bound: undefined });
  for (const column of current(x, partition).columns) {
    changeColumn(x, partition, column.number, { inherited: Math.max(0, column.inherited - 1), local: true });
  }
  for (const own of constraintsOf(x, partition)) {
    if (own.inherited > 0) x.catalog = put(x.catalog, { ...own, inherited: own.inherited - 1, local: true });
  }
}

function emancipate(x: Execution, constraint: Constraint): void {
  const parent = constraint.parent as number;
  const referenced = constraint.kind === 'foreign-key' ? relationBy(x.catalog, constraint.references) : undefined;
  if (referenced?.kind === 'partitioned-table' && !since(x, 15)) {
    dropForeignKeyClone(x, constraint);
    return;
  }
  if (referenced) lockReferenced(x, referenced);
  const { parent: _, ...own } = constraint;
  x.catalog = put(undepend(x.catalog, parent, constraint.oid), own);
}

/** Before 15 a key that references a partitioned table is lost when its partition is detached. */
function dropForeignKeyClone(x: Execution, constraint: Constraint): void {
  for (const { from, kind } of dependentsOf(x.catalog, constraint.oid)) {
    const below = kind === 'partition' ? getAs(x.catalog, from, 'constraint') : undefined;
    if (below) dropForeignKeyClone(x, below);
  }
  removeObject(x, constraint, new Set(), 'AccessExclusiveLock');
}

function dropClone(x: Execution, partition: Relation, oid: number): void {
  const triggers = current(x, partition).triggers.filter((other) => other !== oid);
  change(x, partition.oid, { triggers });
  x.catalog = remove(x.catalog, oid);
}

function leaveIndex(x: Execution, index: Relation): void {
  for (const parent of relationsOf(x, index.parents)) unlinkChild(x, parent, index);
}

export const partitionCommands = {
  AT_AttachPartition: attach,
  AT_DetachPartition: detach,
  AT_DetachPartitionFinalize: detachFinalize,
} satisfies Record<string, Subcommand>;
