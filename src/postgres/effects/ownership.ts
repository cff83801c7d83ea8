// OWNER TO, SET SCHEMA and DEPENDS ON EXTENSION of every kind of object.
// src/backend/commands/alter.c; tablecmds.c (ATExecChangeOwner, AlterTableNamespace)
import type { AlterObjectDependsStmt, AlterObjectSchemaStmt, AlterOwnerStmt, ObjectType, RoleSpec } from '@pgsql/types';
import { depend, dependentsOf, findRelation, get, put, relationBy, undepend } from '../catalog/catalog.ts';
import type { CatalogObject, Oid, Relation } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { change, changed, current, type Execution, fails, lock } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import { findObject, findPart, nameOfNode, notOfKind, relationKinds, wordOf } from './object-address.ts';
import { nameObject } from './object-description.ts';
import { relationsOf } from './tree.ts';

/** The role's name; undefined for CURRENT_USER and its like, which the file does not tell. */
export const roleName = (role: RoleSpec | undefined): string | undefined =>
  role?.roletype === 'ROLESPEC_CSTRING' ? role.rolename : undefined;

/** The sequences that columns of the relation own, identity sequences included. */
const ownedSequences = (x: Execution, relation: Relation): Relation[] =>
  dependentsOf(x.catalog, relation.oid)
    .flatMap(({ from }) => relationBy(x.catalog, from) ?? [])
    .filter(({ kind, ownedBy }) => kind === 'sequence' && ownedBy?.relation === relation.oid);

/**
 * ALTER TABLE … OWNER TO (and REASSIGN OWNED): ACCESS EXCLUSIVE on the relation and, where the owner really changes, on its
 * indexes and owned sequences; partitions and children keep theirs.
 */
export function changeOwner(x: Execution, relation: Relation, owner: RoleSpec | undefined): void {
  lock(x, relation, 'AccessExclusiveLock');
  if (relation.kind === 'index') fails(x, `cannot change owner of index "${relation.name}"`, '42809');
  else if (relation.ownedBy) fails(x, `cannot change owner of sequence "${relation.name}"`, '0A000');
  const name = roleName(owner);
  if (x.failed || (name !== undefined && current(x, relation).owner === name)) return;
  const parts = [...relationsOf(x, current(x, relation).indexes), ...ownedSequences(x, relation)];
  for (const part of [relation, ...parts]) {
    lock(x, part, 'AccessExclusiveLock');
    change(x, part.oid, { owner: name });
  }
}

function alterOwner(x: Execution, node: AlterOwnerStmt): void {
  const type = node.objectType ?? 'OBJECT_TABLE';
  const object = findObject(x, type, node.object);
  recordAlter(x, object, type, node);
  if (object) setOwner(x, object, roleName(node.newowner));
}

/** Of objects other than relations: types, routines and schemas are the ones that DROP OWNED can take others along with. */
export function setOwner(x: Execution, object: CatalogObject, owner: string | undefined): void {
  if (object.class === 'type' || object.class === 'function' || object.class === 'schema') {
    x.catalog = put(x.catalog, { ...object, owner });
  }
}

function recordAlter(x: Execution, object: CatalogObject | undefined, type: ObjectType, node: AlterOwnerStmt): void {
  const named = object ? nameObject(x, object) : undefined;
  changed(x, 'alter', named ?? { kind: wordOf(type), name: nameOfNode(node.object).name });
}

function setSchema(x: Execution, node: AlterObjectSchemaStmt): void {
  const type = node.objectType ?? 'OBJECT_TABLE';
  if (relationKinds[type]) {
    const relation = rangeRelation(x, node.relation, relationKinds[type]?.[0], node.missing_ok);
    if (relation) moveRelation(x, relation, type, node.newschema ?? '');
    return;
  }
  const object = findObject(x, type, node.object);
  recordAlter(x, object, type, node);
  if (object?.class === 'extension') moveExtension(x, object.oid, node.newschema ?? '');
  else if (object && 'schema' in object) moveObject(x, object, node.newschema ?? '');
}

function moveObject(x: Execution, object: CatalogObject, schema: string): void {
  if (!('schema' in object)) return;
  x.catalog = put(x.catalog, { ...object, schema });
  if (object.class === 'type' && relationBy(x.catalog, object.relation)) change(x, object.relation ?? -1, { schema });
}

/** Members move along; tables and views among them under ACCESS EXCLUSIVE (AlterExtensionNamespace). */
function moveExtension(x: Execution, oid: number, schema: string): void {
  const extension = get(x.catalog, oid);
  if (extension?.class !== 'extension') return;
  x.catalog = put(x.catalog, { ...extension, schema });
  for (const { from, kind } of dependentsOf(x.catalog, oid)) {
    const member = kind === 'extension' ? get(x.catalog, from) : undefined;
    if (member?.class === 'relation') lock(x, member, 'AccessExclusiveLock');
    if (member) moveObject(x, member, schema);
  }
}

/** AlterTableNamespace: owned sequences move along under ACCESS EXCLUSIVE, indexes without a lock, partitions stay. */
function moveRelation(x: Execution, relation: Relation, type: ObjectType, schema: string): void {
  lock(x, relation, 'AccessExclusiveLock');
  if (type !== 'OBJECT_TABLE' && relation.known && !relationKinds[type]?.includes(relation.kind)) {
    fails(x, notOfKind(relation, type), '42809');
  } else if (relation.kind === 'index') {
    fails(x, `cannot change schema of index "${relation.name}"`, '42809');
  } else if (relation.kind === 'composite-type') {
    fails(x, `"${relation.name}" is a composite type`, '42809');
  } else if (relation.ownedBy) {
    fails(x, 'cannot move an owned sequence into another schema', '0A000');
  } else if (schema !== relation.schema && findRelation(x.catalog, schema, relation.name)?.known) {
    fails(x, `relation "${relation.name}" already exists in schema "${schema}"`, '42P07');
  }
  if (x.failed) return;
  const to = `${schema}.${relation.name}`;
  changed(x, 'rename', { kind: wordOf(type), name: qualifiedName(relation), to, oid: relation.oid });
  for (const sequence of ownedSequences(x, relation)) {
    lock(x, sequence, 'AccessExclusiveLock');
    change(x, sequence.oid, { schema });
  }
  for (const index of relationsOf(x, current(x, relation).indexes)) change(x, index.oid, { schema });
  change(x, relation.oid, { schema });
}

/** A trigger's table is only looked at. The object goes silently with the extension from then on. */
function dependsOnExtension(x: Execution, node: AlterObjectDependsStmt): void {
  const type = node.objectType ?? 'OBJECT_FUNCTION';
  const relation = rangeRelation(x, node.relation, relationKinds[type]?.[0]);
  if (relation) lock(x, relation, type === 'OBJECT_TRIGGER' ? 'AccessShareLock' : 'AccessExclusiveLock');
  const extension = findObject(x, 'OBJECT_EXTENSION', { String: node.extname ?? {} });
  const from = dependentOid(x, node, type, relation);
  if (!extension || from === undefined) return;
  if (node.remove) x.catalog = undepend(x.catalog, extension.oid, from);
  else x.catalog = depend(x.catalog, { from, on: extension.oid, kind: 'auto' });
}

function dependentOid(
  x: Execution,
  node: AlterObjectDependsStmt,
  type: ObjectType,
  relation?: Relation,
): Oid | undefined {
  if (!relation) return findObject(x, type, node.object)?.oid;
  return type === 'OBJECT_TRIGGER' ? findPart(x, relation, type, nameOfNode(node.object).name) : relation.oid;
}

export const ownershipFamily: Family = {
  AlterOwnerStmt: { source: 'sql-altertable', run: alterOwner },
  AlterObjectSchemaStmt: { source: 'sql-altertable', run: setSchema },
  AlterObjectDependsStmt: { source: 'sql-alterindex', run: dependsOnExtension },
};
