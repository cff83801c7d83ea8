// ALTER … RENAME of relations, columns, constraints, triggers and everything else that has a name.
// src/backend/commands/alter.c (ExecRenameStmt), tablecmds.c (RenameRelation, renameatt, RenameConstraint), trigger.c
import type { ObjectType, RenameStmt } from '@pgsql/types';
import { get, put, relationBy } from '../catalog/catalog.ts';
import type { CatalogObject, Relation } from '../catalog/objects.ts';
import { change, changed, current, type Execution, fails, lock, lockAll, since } from './execution.ts';
import type { Family } from './family.ts';
import { findRelationNamed, rangeRelation } from './names.ts';
import { findObject, findPart, nameOfNode, notOfKind, relationKinds, wordOf } from './object-address.ts';
import { nameObject } from './object-description.ts';
import { renameAttribute, renameColumn, renameConstraint } from './rename-inherited.ts';
import { renameSchema } from './schema-statements.ts';
import { descendants } from './tree.ts';

function rename(x: Execution, node: RenameStmt): void {
  switch (node.renameType) {
    case 'OBJECT_COLUMN':
      renameColumn(x, node);
      return;
    case 'OBJECT_ATTRIBUTE':
      renameAttribute(x, node);
      return;
    case 'OBJECT_TABCONSTRAINT':
      renameConstraint(x, node);
      return;
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE':
    case 'OBJECT_POLICY':
      renamePart(x, node, node.renameType);
      return;
    case 'OBJECT_SCHEMA':
      renameSchema(x, node.subname ?? '', node.newname ?? '');
      return;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      renameType(x, node, node.renameType);
      return;
    case 'OBJECT_DOMCONSTRAINT':
      renameDomainConstraint(x, node);
      return;
    default:
      if (relationKinds[node.renameType ?? 'OBJECT_TABLE']) renameRelation(x, node);
      else renameObject(x, node);
  }
}

function renameRelation(x: Execution, node: RenameStmt): void {
  const type = node.renameType ?? 'OBJECT_TABLE';
  const relation = rangeRelation(x, node.relation, relationKinds[type]?.[0], node.missing_ok);
  if (!relation) return;
  // ALTER INDEX of an index is content with SHARE UPDATE EXCLUSIVE, ALTER TABLE of an index is not.
  const gentle = type === 'OBJECT_INDEX' && relation.kind === 'index';
  lock(x, relation, gentle ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
  if (refusedKind(x, relation, type)) return;
  renameInSchema(x, relation, node.newname ?? '');
}

/** ALTER TABLE and ALTER INDEX rename relations of any kind. */
function refusedKind(x: Execution, relation: Relation, type: ObjectType): boolean {
  const lenient = type === 'OBJECT_TABLE' || type === 'OBJECT_INDEX' || !relation.known;
  if (relation.kind === 'composite-type') fails(x, `"${relation.name}" is a composite type`, '42809');
  else if (!lenient && !relationKinds[type]?.includes(relation.kind)) fails(x, notOfKind(relation, type), '42809');
  return x.failed;
}

/** RenameRelationInternal; a constraint's index takes the constraint's name along. */
function renameInSchema(x: Execution, relation: Relation, name: string): void {
  const taken = findRelationNamed(x, { schema: relation.schema, name });
  if (taken) fails(x, `relation "${name}" already exists`, '42P07', { certain: taken.known || taken.born >= 0 });
  if (x.failed) return;
  recordRename(x, relation, name);
  change(x, relation.oid, { name });
  const constraint = get(x.catalog, relation.index?.constraint ?? -1);
  if (constraint?.class === 'constraint') x.catalog = put(x.catalog, { ...constraint, name });
}

/** The rename effect, with the object's old name. */
function recordRename(x: Execution, object: CatalogObject, to: string): void {
  const named = nameObject(x, object);
  if (named) changed(x, 'rename', { ...named, to });
}

function renameType(x: Execution, node: RenameStmt, type: ObjectType): void {
  const object = findObject(x, type, node.object);
  const name = node.newname ?? '';
  const row = object ? undefined : findRelationNamed(x, nameOfNode(node.object));
  if (row?.known) fails(x, `${row.name} is a table's row type`, '42809');
  if (object?.class !== 'type') {
    renameUnknown(x, node);
    return;
  }
  if (type === 'OBJECT_DOMAIN' && object.kind !== 'domain') {
    fails(x, `${object.name} is not a domain`, '42809');
    return;
  }
  recordRename(x, object, name);
  x.catalog = put(x.catalog, { ...object, name });
  if (relationBy(x.catalog, object.relation)) change(x, object.relation ?? -1, { name });
}

function renameDomainConstraint(x: Execution, node: RenameStmt): void {
  const domain = findObject(x, 'OBJECT_DOMAIN', node.object);
  if (domain?.class !== 'type') return;
  for (const oid of domain.constraints ?? []) {
    const constraint = get(x.catalog, oid);
    if (constraint?.class !== 'constraint' || constraint.name !== node.subname) continue;
    x.catalog = put(x.catalog, { ...constraint, name: node.newname ?? '' });
  }
}

/** Triggers, rules and policies. Since 15 a trigger's rename reaches its clones on all partitions (renametrig). */
function renamePart(x: Execution, node: RenameStmt, type: ObjectType): void {
  const relation = rangeRelation(x, node.relation, 'table', node.missing_ok);
  if (!relation) return;
  lock(x, relation, 'AccessExclusiveLock');
  const oid = findPart(x, relation, type, node.subname ?? '');
  const object = oid === undefined ? undefined : get(x.catalog, oid);
  if (!object && relation.known) {
    const on = `"${node.subname}" for ${type === 'OBJECT_RULE' ? 'relation' : 'table'} "${relation.name}"`;
    fails(x, `${wordOf(type)} ${on} does not exist`, '42704');
  }
  const recurses = type === 'OBJECT_TRIGGER' && since(x, 15);
  if (recurses && object?.class === 'trigger' && object.parent !== undefined) {
    fails(x, `cannot rename trigger "${node.subname}" on table "${relation.name}"`, '0A000');
  }
  if (x.failed) return;
  if (object) recordRename(x, object, node.newname ?? '');
  renamePartOn(x, relation, node, type);
  if (!recurses || relation.kind !== 'partitioned-table') return;
  const partitions = descendants(x, relation);
  lockAll(x, partitions, 'AccessExclusiveLock');
  for (const partition of partitions) renamePartOn(x, partition, node, type);
}

function renamePartOn(x: Execution, relation: Relation, node: RenameStmt, type: ObjectType): void {
  const oid = findPart(x, current(x, relation), type, node.subname ?? '');
  const object = oid === undefined ? undefined : get(x.catalog, oid);
  if (object && 'name' in object) x.catalog = put(x.catalog, { ...object, name: node.newname ?? '' });
}

/** Functions, statistics, publications and what else is found by name alone; roles and databases are not kept. */
function renameObject(x: Execution, node: RenameStmt): void {
  const object = findObject(x, node.renameType ?? 'OBJECT_TABLE', node.object);
  if (!object || !('name' in object)) {
    renameUnknown(x, node);
    return;
  }
  recordRename(x, object, node.newname ?? '');
  x.catalog = put(x.catalog, { ...object, name: node.newname ?? '' });
}

function renameUnknown(x: Execution, node: RenameStmt): void {
  const name = node.subname ?? nameOfNode(node.object).name;
  changed(x, 'rename', { kind: wordOf(node.renameType), name, to: node.newname ?? '' });
}

export const renameFamily: Family = {
  RenameStmt: { source: 'sql-altertable', run: rename },
};
