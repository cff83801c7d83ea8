// FOREIGN KEY constraints: who is locked and what is scanned when one is added, and its clones on partitions.
// src/backend/commands/tablecmds.c (ATAddForeignKeyConstraint, CloneForeignKeyConstraints)
import type { Constraint as ConstraintNode } from '@pgsql/types';
import { depend, getAs, put } from '../catalog/catalog.ts';
import type { Constraint, Relation } from '../catalog/objects.ts';
import { stringsOf } from './column-definition.ts';
import { columnNames, columnNumber, listOn } from './columns.ts';
import { addConstraint, constraintsOf, dependOnColumns, isNotEnforced, keyColumns } from './constraints.ts';
import { current, type Execution, fails, lock, lockAll, since } from './execution.ts';
import { rangeRelation } from './names.ts';
import { chooseConstraintName } from './object-names.ts';
import { lockActionTriggers } from './removal.ts';
import { children, descendants, relationsOf } from './tree.ts';

const partitioned = (relation: Relation): boolean => relation.kind === 'partitioned-table';

/** Both sides and, where a side is partitioned, all of its partitions. */
export function lockReferenced(x: Execution, referenced: Relation): void {
  lock(x, referenced, 'ShareRowExclusiveLock');
  if (partitioned(referenced)) lockAll(x, descendants(x, referenced), 'ShareRowExclusiveLock');
}

/** Asks for the look-up of a table's rows in the referenced table. */
type CheckRows = (table: Relation, constraint: string) => void;

export interface ForeignKeyOptions {
  /** The table existed before the statement. */
  readonly existing: boolean;
  /** Absent where no row can have a value: new tables, and new columns that are null everywhere. */
  readonly check?: CheckRows;
  /** ALTER TABLE ONLY. */
  readonly only?: boolean;
}

export function addForeignKey(x: Execution, table: Relation, node: ConstraintNode, options: ForeignKeyOptions): void {
  const referenced = rangeRelation(x, node.pktable);
  if (!referenced) return;
  lockReferenced(x, referenced);
  if (!refuseForeignKey(x, table, referenced, node, options)) return;
  const columns = keyColumns(x, table, node.fk_attrs);
  const names = columnNames(current(x, table), columns);
  const skipped = Boolean(node.skip_validation) && options.existing;
  const constraint = link(x, {
    kind: 'foreign-key',
    name: node.conname ?? chooseConstraintName(x, current(x, table), names, 'fkey'),
    relation: table.oid,
    columns,
    references: referenced.oid,
    referencedColumns: referencedColumns(x, referenced, node),
    validated: !(skipped || isNotEnforced(node)),
    enforced: !isNotEnforced(node),
    deferrable: node.deferrable ?? false,
    onDelete: node.fk_del_action ?? 'a',
    onUpdate: node.fk_upd_action ?? 'a',
  });
  checkRows(table, constraint, options.check);
  for (const child of partitioned(table) ? children(x, table) : []) cloneOnto(x, constraint, child, options.check);
}

/** False where PostgreSQL refuses the constraint. */
function refuseForeignKey(
  x: Execution,
  table: Relation,
  referenced: Relation,
  node: ConstraintNode,
  options: ForeignKeyOptions,
): boolean {
  const about = `on partitioned table "${table.name}" referencing relation "${referenced.name}"`;
  if (partitioned(table) && options.only) fails(x, `cannot use ONLY for foreign key ${about}`, '42809');
  if (partitioned(table) && options.existing && node.skip_validation && !isNotEnforced(node) && !since(x, 18)) {
    fails(x, `cannot add NOT VALID foreign key ${about}`, '42809');
  }
  if (referenced.kind === 'view' || referenced.kind === 'materialized-view' || referenced.kind === 'foreign-table') {
    fails(x, `referenced relation "${referenced.name}" is not a table`, '42809');
  }
  if (isNotEnforced(node) && !since(x, 18)) fails(x, 'syntax error at or near "ENFORCED"', '42601');
  return !x.failed;
}

function referencedColumns(x: Execution, referenced: Relation, node: ConstraintNode): number[] {
  if (node.pk_attrs?.length) return stringsOf(node.pk_attrs).flatMap((name) => columnNumber(x, referenced, name) ?? []);
  const primary = constraintsOf(x, referenced).find((constraint) => constraint.kind === 'primary-key');
  return [...(primary?.columns ?? [])];
}

type NewForeignKey = Pick<Constraint, 'name' | 'relation' | 'columns' | 'references'> & Partial<Constraint>;

/** Adds the constraint to both sides, with the dependencies that DROP follows. */
function link(x: Execution, given: NewForeignKey): Constraint {
  const table = relationsOf(x, [given.relation])[0] as Relation;
  const constraint = addConstraint(x, table, { ...given, kind: 'foreign-key' });
  const referenced = relationsOf(x, given.references === undefined ? [] : [given.references])[0];
  if (!referenced) return constraint;
  listOn(x, referenced.oid, 'referencedBy', constraint.oid);
  if (given.parent !== undefined) {
    x.catalog = depend(x.catalog, { from: constraint.oid, on: given.parent, kind: 'partition' });
    return constraint;
  }
  const columns = given.referencedColumns ?? [];
  dependOnColumns(x, constraint.oid, referenced.oid, columns, 'normal');
  const index = referencedIndex(x, referenced, columns);
  if (index) x.catalog = depend(x.catalog, { from: constraint.oid, on: index.oid, kind: 'normal' });
  return constraint;
}

/** The unique index that the referenced columns need. */
function referencedIndex(x: Execution, referenced: Relation, columns: readonly number[]): Relation | undefined {
  const wanted = [...columns].sort().join();
  return relationsOf(x, current(x, referenced).indexes).find(
    ({ index }) => index?.unique && !index.partial && [...index.keys].sort().join() === wanted,
  );
}

function checkRows(table: Relation, constraint: Constraint, check: CheckRows | undefined): void {
  if (constraint.validated && !partitioned(table) && table.kind !== 'foreign-table') check?.(table, constraint.name);
}

/** The constraint on one partition: an equal one of its own becomes the clone, else a clone is made; then its partitions. */
function cloneOnto(x: Execution, constraint: Constraint, partition: Relation, check: CheckRows | undefined): void {
  lock(x, partition, 'ShareRowExclusiveLock');
  const own = equalForeignKey(x, constraint, partition);
  const clone = own ? adopt(x, constraint, own, check) : makeClone(x, constraint, partition, check);
  for (const child of partitioned(partition) ? children(x, partition) : [])
    cloneOnto(x, clone, child, own ? undefined : check);
}

function makeClone(
  x: Execution,
  constraint: Constraint,
  partition: Relation,
  check: CheckRows | undefined,
): Constraint {
  const table = relationsOf(x, [constraint.relation])[0] as Relation;
  const names = columnNames(table, constraint.columns);
  const columns = names.flatMap((name) => columnNumber(x, partition, name) ?? []);
  const taken = constraintsOf(x, partition).some(({ name }) => name === constraint.name);
  const name = taken ? chooseConstraintName(x, current(x, partition), names, 'fkey') : constraint.name;
  const { oid: _, born: __, ...copied } = constraint;
  const clone = link(x, {
    ...copied,
    name,
    relation: partition.oid,
    columns,
    parent: constraint.oid,
    local: false,
    inherited: 1,
  });
  checkRows(partition, clone, check);
  return clone;
}

/** A foreign key of the partition that says the same (tryAttachPartitionForeignKey). */
function equalForeignKey(x: Execution, constraint: Constraint, partition: Relation): Constraint | undefined {
  const parentTable = relationsOf(x, [constraint.relation])[0] as Relation;
  const columns = columnNames(parentTable, constraint.columns).join();
  return constraintsOf(x, partition).find(
    (own) =>
      own.kind === 'foreign-key' &&
      own.parent === undefined &&
      own.references === constraint.references &&
      own.deferrable === constraint.deferrable &&
      own.enforced === constraint.enforced &&
      own.onDelete === constraint.onDelete &&
      own.onUpdate === constraint.onUpdate &&
      (own.validated || since(x, 18)) &&
      columnNames(current(x, partition), own.columns).join() === columns &&
      own.referencedColumns?.join() === constraint.referencedColumns?.join(),
  );
}

/** The partition's constraint loses its triggers on the referenced table, which takes ACCESS EXCLUSIVE there. */
function adopt(x: Execution, parent: Constraint, own: Constraint, check: CheckRows | undefined): Constraint {
  lockActionTriggers(x, own);
  const table = relationsOf(x, [own.relation])[0];
  if (!own.validated && parent.validated && table) check?.(table, own.name);
  const adopted: Constraint = {
    ...own,
    parent: parent.oid,
    inherited: 1,
    validated: own.validated || parent.validated,
  };
  x.catalog = depend(put(x.catalog, adopted), { from: own.oid, on: parent.oid, kind: 'partition' });
  return adopted;
}

/** What a new or attached partition inherits: the parent's own foreign keys, and those that reference the parent. */
export function cloneForeignKeys(x: Execution, parent: Relation, partition: Relation, check?: CheckRows): void {
  for (const constraint of constraintsOf(x, parent)) {
    if (constraint.kind !== 'foreign-key' || constraint.references === undefined) continue;
    for (const referenced of relationsOf(x, [constraint.references])) lockReferenced(x, referenced);
    cloneOnto(x, constraint, partition, check);
  }
  const referencing = since(x, 15) ? 'ShareRowExclusiveLock' : 'AccessShareLock';
  for (const oid of current(x, parent).referencedBy) {
    const constraint = getAs(x.catalog, oid, 'constraint');
    if (!constraint || constraint.parent !== undefined) continue;
    lockAll(x, relationsOf(x, [constraint.relation]), referencing);
  }
}
