// Renames that reach partitions, inheritance children and typed tables: columns, attributes, CHECK and NOT NULL constraints.
// renameatt_internal and rename_constraint_internal in src/backend/commands/tablecmds.c
import type { RenameStmt } from '@pgsql/types';
import { dependentsOf, getAs, named, put, relationBy } from '../catalog/catalog.ts';
import type { Constraint, Oid, Relation } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { changeColumn, columnNamed } from './columns.ts';
import { change, changed, current, type Execution, fails, lock, refOf, since } from './execution.ts';
import { nameOfRange, rangeRelation, relationNamed } from './names.ts';
import { notOfKind, relationKinds } from './object-address.ts';
import { descendants } from './tree.ts';

/** The relation and what is below it, each with the number of its parents inside the set. */
function withExpectedParents(x: Execution, relation: Relation): { relation: Relation; expected: number }[] {
  const below = descendants(x, relation);
  const inside = new Set<Oid>([relation, ...below].map(({ oid }) => oid));
  return [
    { relation, expected: 0 },
    ...below.map((child) => ({ relation: child, expected: child.parents.filter((oid) => inside.has(oid)).length })),
  ];
}

/** ALTER TABLE, VIEW, MATERIALIZED VIEW and FOREIGN TABLE … RENAME COLUMN. */
export function renameColumn(x: Execution, node: RenameStmt): void {
  const type = node.relationType ?? 'OBJECT_TABLE';
  const relation = rangeRelation(x, node.relation, relationKinds[type]?.[0], node.missing_ok);
  if (!relation) return;
  lock(x, relation, 'AccessExclusiveLock');
  if (type !== 'OBJECT_TABLE' && relation.known && !relationKinds[type]?.includes(relation.kind)) {
    fails(x, notOfKind(relation, type), '42809');
  } else if (relation.kind === 'composite-type') {
    fails(x, `"${relation.name}" is a composite type`, '42809');
  } else if (relation.ofType !== undefined) {
    fails(x, 'cannot rename column of typed table', '42809');
  }
  if (!x.failed) renameColumnTree(x, relation, node, node.relation?.inh ?? false);
}

function renameColumnTree(x: Execution, relation: Relation, node: RenameStmt, recurse: boolean): void {
  const from = node.subname ?? '';
  if (!recurse && relation.children.length > 0) {
    fails(x, `inherited column "${from}" must be renamed in child tables too`, '42P16');
    return;
  }
  for (const { relation: each, expected } of withExpectedParents(x, relation)) {
    lock(x, each, 'AccessExclusiveLock');
    renameColumnOf(x, each, node, expected);
  }
  const name = `${qualifiedName(relation)}.${from}`;
  if (!x.failed) changed(x, 'rename', { kind: 'column', name, to: node.newname ?? '', relation: refOf(x, relation) });
}

function renameColumnOf(x: Execution, relation: Relation, node: RenameStmt, expected: number): void {
  const from = node.subname ?? '';
  const to = node.newname ?? '';
  const column = columnNamed(relation, from);
  if (!column) {
    if (relation.known && relation.kind !== 'view' && relation.kind !== 'materialized-view') {
      fails(x, `column "${from}" does not exist`, '42703');
    }
  } else if (column.inherited > expected) {
    fails(x, `cannot rename inherited column "${from}"`, '42P16');
  } else if (columnNamed(relation, to)) {
    fails(x, `column "${to}" of relation "${relation.name}" already exists`, '42701');
  } else {
    changeColumn(x, relation, column.number, { name: to });
  }
}

/** ALTER TYPE … RENAME ATTRIBUTE: typed tables follow under CASCADE. */
export function renameAttribute(x: Execution, node: RenameStmt): void {
  const relation = relationNamed(x, nameOfRange(node.relation ?? {}), 'composite-type', node.missing_ok);
  if (!relation) return;
  const typed = typedTables(x, relation);
  if (typed.length > 0 && node.behavior !== 'DROP_CASCADE') {
    fails(x, `cannot alter type "${relation.name}" because it is the type of a typed table`, '2BP01');
    return;
  }
  renameColumnTree(x, relation, node, true);
  for (const table of typed) if (!x.failed) renameColumnTree(x, table, node, true);
}

/** The tables made OF the type. */
function typedTables(x: Execution, { schema, name }: Relation): Relation[] {
  const type = named(x.catalog, 'type', schema, name)[0];
  if (type === undefined) return [];
  const dependents = new Set(dependentsOf(x.catalog, type).map(({ from }) => from));
  return [...dependents].flatMap((oid) => relationBy(x.catalog, oid) ?? []).filter(({ ofType }) => ofType === type);
}

export function renameConstraint(x: Execution, node: RenameStmt): void {
  const relation = rangeRelation(x, node.relation, 'table', node.missing_ok);
  if (!relation) return;
  lock(x, relation, 'AccessExclusiveLock');
  const constraint = namedConstraint(x, relation, node.subname);
  if (!constraint) {
    const message = `constraint "${node.subname}" for table "${relation.name}" does not exist`;
    if (relation.known) fails(x, message, '42704');
    return;
  }
  if (inherits(x, constraint)) renameConstraintTree(x, relation, node);
  else setName(x, constraint, node.newname ?? '');
  const name = `${qualifiedName(relation)}.${constraint.name}`;
  const object = {
    kind: 'constraint',
    name,
    to: node.newname ?? '',
    oid: constraint.oid,
    relation: refOf(x, relation),
  };
  if (!x.failed) changed(x, 'rename', object);
}

/** Keys and foreign keys keep their names on partitions. */
const inherits = (x: Execution, { kind, noInherit }: Constraint): boolean =>
  !noInherit && (kind === 'check' || (kind === 'not-null' && since(x, 18)));

const namedConstraint = (x: Execution, relation: Relation, name: string | undefined): Constraint | undefined =>
  current(x, relation)
    .constraints.flatMap((oid) => getAs(x.catalog, oid, 'constraint') ?? [])
    .find((constraint) => constraint.name === name);

function renameConstraintTree(x: Execution, relation: Relation, node: RenameStmt): void {
  const from = node.subname ?? '';
  if (!node.relation?.inh && relation.children.length > 0) {
    fails(x, `inherited constraint "${from}" must be renamed in child tables too`, '42P16');
    return;
  }
  for (const { relation: each, expected } of withExpectedParents(x, relation)) {
    lock(x, each, 'AccessExclusiveLock');
    const constraint = namedConstraint(x, each, from);
    if (!constraint) continue;
    if (constraint.inherited > expected) fails(x, `cannot rename inherited constraint "${from}"`, '42P16');
    else setName(x, constraint, node.newname ?? '');
  }
}

/** The index behind a key bears the constraint's name. */
function setName(x: Execution, constraint: Constraint, name: string): void {
  const index = relationBy(x.catalog, constraint.index);
  x.catalog = put(x.catalog, { ...constraint, name });
  if (!index) return;
  lock(x, index, 'ShareUpdateExclusiveLock');
  change(x, index.oid, { name });
}
