// DROP of every kind of object: finds what is named, with the locks that finding takes, and hands it to deletion.ts.
// RemoveRelations in src/backend/commands/tablecmds.c, RemoveObjects in src/backend/commands/dropcmds.c
import type { DropStmt, Node, ObjectType, ObjectWithArgs } from '@pgsql/types';
import { add, relationBy } from '../catalog/catalog.ts';
import type { CatalogObject, Oid, Relation } from '../catalog/objects.ts';
import { deleteObjects } from './deletion.ts';
import {
  change,
  changed,
  type Execution,
  fails,
  lock,
  type Note,
  refuseInTransaction,
  unknown,
  wait,
} from './execution.ts';
import { usersOfCollation } from './extension-users.ts';
import type { Family } from './family.ts';
import { findRelationNamed, historyIsWhole, type Name, nameOfList, relationNamed } from './names.ts';
import {
  findObject,
  findPart,
  listItems,
  nameOfNode,
  notOfKind,
  refusedRoutine,
  relationKinds,
  wordOf,
} from './object-address.ts';
import { descendants, parents } from './tree.ts';

const behaviorOf = (node: { behavior?: string }): 'restrict' | 'cascade' =>
  node.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';

function drop(x: Execution, node: DropStmt): void {
  const type = node.removeType ?? 'OBJECT_TABLE';
  if (relationKinds[type]) dropRelations(x, node, type);
  else if (['OBJECT_TRIGGER', 'OBJECT_RULE', 'OBJECT_POLICY'].includes(type)) dropParts(x, node, type);
  else dropObjects(x, node, type);
}

function dropRelations(x: Execution, node: DropStmt, type: ObjectType): void {
  if (node.concurrent) refuseConcurrently(x, node);
  if (x.failed) return;
  const relations: Relation[] = [];
  for (const item of node.objects ?? []) {
    const relation = droppedRelation(x, node, type, nameOfList(listItems(item)));
    if (relation) relations.push(relation);
    if (x.failed) return;
  }
  if (behaviorOf(node) === 'cascade') for (const relation of relations) admitUnknown(x, relation);
  deleteObjects(x, relations, behaviorOf(node), { concurrently: node.concurrent ?? false });
}

function refuseConcurrently(x: Execution, node: DropStmt): void {
  refuseInTransaction(x, 'DROP INDEX CONCURRENTLY');
  if (x.failed) return;
  if ((node.objects?.length ?? 0) > 1) {
    fails(x, 'DROP INDEX CONCURRENTLY does not support dropping multiple objects', '0A000');
  } else if (node.behavior === 'DROP_CASCADE') {
    fails(x, 'DROP INDEX CONCURRENTLY does not support CASCADE', '0A000');
  }
}

/** RangeVarCallbackForDropRelation: the index's table and the partition's parent are locked before what is named. */
function droppedRelation(x: Execution, node: DropStmt, type: ObjectType, name: Name): Relation | undefined {
  const kinds = relationKinds[type] ?? [];
  const found = relationNamed(x, name, kinds[0], node.missing_ok);
  if (!found) return undefined;
  const relation = found.known || kinds.includes(found.kind) ? found : change(x, found.oid, { kind: kinds[0] });
  if (!kinds.includes(relation.kind)) {
    fails(x, notOfKind(relation, type), '42809');
    return undefined;
  }
  lockNamed(x, relation, node);
  return relation;
}

function lockNamed(x: Execution, relation: Relation, node: DropStmt): void {
  const mode = node.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
  const table = relationBy(x.catalog, relation.index?.table);
  if (table) lock(x, table, mode);
  for (const parent of relation.bound ? parents(x, relation) : []) lock(x, parent, mode);
  lock(x, relation, mode, existence(relation, node));
  if (table?.kind === 'partitioned-table') dropPartitionedIndex(x, relation, table, node);
  else if (node.concurrent) wait(x, 'lockers', table ?? relation, { source: 'src/backend/catalog/index.c' });
}

function dropPartitionedIndex(x: Execution, index: Relation, table: Relation, node: DropStmt): void {
  if (node.concurrent) fails(x, `cannot drop partitioned index "${index.name}" concurrently`, '0A000');
  else for (const partition of descendants(x, table)) lock(x, partition, 'AccessExclusiveLock');
}

/** With IF EXISTS, what history does not know may not be there. */
const existence = (relation: Relation, node: { missing_ok?: boolean }): Note =>
  relation.known || !node.missing_ok ? {} : { certain: false, unless: `${relation.name} does not exist` };

function admitUnknown(x: Execution, relation: Relation): void {
  if (!relation.known) unknown(x, `history does not tell what depends on ${relation.name} and is dropped with it`);
}

/** DROP TRIGGER, RULE and POLICY: `… name ON relation`. */
function dropParts(x: Execution, node: DropStmt, type: ObjectType): void {
  for (const item of node.objects ?? []) {
    const items = listItems(item);
    const name = nameOfList(items.slice(-1)).name;
    const relation = partOwner(x, node, nameOfList(items.slice(0, -1)));
    if (relation && !x.failed) dropPart(x, node, { type, relation, name });
  }
}

const partOwner = (x: Execution, node: DropStmt, name: Name): Relation | undefined =>
  node.missing_ok && historyIsWhole(x) ? findRelationNamed(x, name) : relationNamed(x, name);

function dropPart(x: Execution, node: DropStmt, part: { type: ObjectType; relation: Relation; name: string }): void {
  const { type, relation, name } = part;
  const oid = findPart(x, relation, type, name);
  const on = `"${name}" for ${type === 'OBJECT_RULE' ? 'relation' : 'table'} "${relation.name}"`;
  if (oid !== undefined) {
    deleteObjects(x, [{ oid }], behaviorOf(node));
  } else if (type === 'OBJECT_RULE' && name === '_RETURN' && relation.kind === 'view') {
    const view = `view ${relation.name}`;
    fails(x, `cannot drop rule _RETURN on ${view} because ${view} requires it`, '2BP01');
  } else if (!relation.known) {
    lockUnknownPart(x, node, part);
  } else if (!node.missing_ok) {
    fails(x, `${wordOf(type)} ${on} does not exist`, '42704');
  }
}

function lockUnknownPart(
  x: Execution,
  node: DropStmt,
  part: { type: ObjectType; relation: Relation; name: string },
): void {
  const { type, relation, name } = part;
  const unless = `${relation.name} has no ${wordOf(type)} ${name}`;
  lock(x, relation, 'AccessExclusiveLock', node.missing_ok ? { certain: false, unless } : {});
  changed(x, 'drop', { kind: wordOf(type), name: `${relation.schema}.${relation.name}.${name}` });
}

function dropObjects(x: Execution, node: DropStmt, type: ObjectType): void {
  const found: { oid: Oid }[] = [];
  for (const item of node.objects ?? []) {
    const object = findObject(x, type, item) ?? assumeObject(x, type, item);
    if (!object) dropUntracked(x, node, type, item);
    else if (!refusedKind(x, type, object)) found.push(object);
    if (x.failed) return;
  }
  deleteObjects(x, found, behaviorOf(node));
}

/** An extension made before history begins: columns and expressions tell what uses it. */
function assumeObject(x: Execution, type: ObjectType, item: Node): CatalogObject | undefined {
  if (type !== 'OBJECT_EXTENSION') return undefined;
  const { name } = nameOfNode(item);
  const [catalog, extension] = add(x.catalog, (oid) => ({ class: 'extension', oid, name, schema: '', born: -1 }));
  x.catalog = catalog;
  return extension;
}

/** Whether the object is of another kind than the statement says. */
function refusedKind(x: Execution, type: ObjectType, object: CatalogObject): boolean {
  if (object.class === 'relation') {
    const part = `cannot drop type ${object.name} because table ${object.name} requires it`;
    fails(x, part, '2BP01');
  } else if (type === 'OBJECT_DOMAIN' && object.class === 'type' && object.kind !== 'domain') {
    fails(x, `"${object.name}" is not a domain`, '42809');
  }
  return x.failed;
}

/** Kinds of objects that the catalog does not hold, and those that history does not tell of: under RESTRICT nothing else goes. */
function dropUntracked(x: Execution, node: DropStmt, type: ObjectType, item: Node): void {
  const { schema, name } = nameOfNode(item);
  const refused = refusedRoutine(x, type, (item as { ObjectWithArgs?: ObjectWithArgs }).ObjectWithArgs);
  if (refused) fails(x, refused, '42809');
  if (x.failed) return;
  if (type === 'OBJECT_COLLATION') {
    dropCollation(x, node, name);
    return;
  }
  if (type === 'OBJECT_CAST' || type === 'OBJECT_TRANSFORM') return;
  changed(x, 'drop', { kind: wordOf(type), name: schema === undefined ? name : `${schema}.${name}` });
  const whole = node.missing_ok && historyIsWhole(x);
  if (behaviorOf(node) === 'cascade' && !whole) {
    unknown(x, `history does not tell what depends on the ${wordOf(type)} ${name} and is dropped with it`);
  }
}

/** Collations are known only by those who use them. */
function dropCollation(x: Execution, node: DropStmt, name: string): void {
  const users = usersOfCollation(x, name);
  changed(x, 'drop', { kind: 'collation', name });
  if (behaviorOf(node) === 'cascade') deleteObjects(x, users, 'cascade');
  else if (users.length > 0) fails(x, `cannot drop collation ${name} because other objects depend on it`, '2BP01');
}

export const dropFamily: Family = {
  DropStmt: { source: 'sql-commands', run: drop },
};
