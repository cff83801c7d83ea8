// The removal of one object whose dependents are gone: the locks it takes and what the catalog then forgets.
// doDeletion in src/backend/catalog/dependency.c and the functions it calls in heap.c, index.c, pg_constraint.c, trigger.c
import { get, getAs, put, relationBy, remove, undepend } from '../catalog/catalog.ts';
import type { CatalogObject, Constraint, Oid, Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { change, type Execution, lock, since } from './execution.ts';
import type { ObjectAddress } from './object-description.ts';
import { defaultPartition, descendants, parents } from './tree.ts';

/** Locks that finding an object to delete takes already (AcquireDeletionLock): only relations have any. */
export function lockForDeletion(x: Execution, { oid }: ObjectAddress, mode: LockMode): void {
  const relation = relationBy(x.catalog, oid);
  if (relation) lock(x, relation, mode);
}

/** Removes the object from the catalog. `going`: everything that the statement removes, whose lists need no care. */
export function removeObject(x: Execution, address: ObjectAddress, going: ReadonlySet<Oid>, mode: LockMode): void {
  const object = get(x.catalog, address.oid);
  if (!object) return;
  if (object.class === 'relation' && address.column !== undefined) {
    removeColumn(x, object, address.column);
    return;
  }
  lockForRemoval(x, object, mode);
  unlist(x, object, going);
  x.catalog = remove(x.catalog, object.oid);
}

function removeColumn(x: Execution, relation: Relation, column: number): void {
  lock(x, relation, 'AccessExclusiveLock');
  change(x, relation.oid, { columns: relation.columns.filter(({ number }) => number !== column) });
}

function lockForRemoval(x: Execution, object: CatalogObject, mode: LockMode): void {
  switch (object.class) {
    case 'relation':
      if (object.index) lockIfThere(x, object.index.table, mode);
      else if (object.bound) lockPartitionParent(x, object);
      return;
    case 'constraint':
      lockIfThere(x, object.relation, 'AccessExclusiveLock');
      if (object.kind === 'foreign-key') lockActionTriggers(x, object);
      return;
    case 'trigger':
    case 'rule':
    case 'policy':
    case 'default':
      lockIfThere(x, object.relation, 'AccessExclusiveLock');
      return;
    case 'statistics':
      lockIfThere(x, object.relation, 'ShareUpdateExclusiveLock');
  }
}

function lockIfThere(x: Execution, oid: Oid, mode: LockMode): void {
  const relation = relationBy(x.catalog, oid) ?? relationBy(x.before, oid);
  if (relation) lock(x, relation, mode);
}

/** heap_drop_with_catalog: the parent's partition descriptor changes, and so does what its default partition may hold. */
function lockPartitionParent(x: Execution, partition: Relation): void {
  for (const parent of parents(x, partition)) {
    lock(x, parent, 'AccessExclusiveLock');
    const other = defaultPartition(x, parent);
    if (other) lock(x, other, 'AccessExclusiveLock');
  }
}

/**
 * A foreign key's triggers on the referenced table are dropped with it; a clone on a partition of the referencing table has
 * none, nor has one that is not enforced. Before 15 a partitioned referenced table has them on its leaves only.
 */
export function lockActionTriggers(x: Execution, key: Constraint): void {
  const referenced = relationBy(x.catalog, key.references);
  if (!referenced || !key.enforced || isClone(x, key)) return;
  for (const relation of [referenced, ...(referenced.kind === 'partitioned-table' ? descendants(x, referenced) : [])]) {
    if (relation.kind !== 'partitioned-table' || since(x, 15)) lock(x, relation, 'AccessExclusiveLock');
  }
}

const isClone = (x: Execution, { relation, parent }: Constraint): boolean => {
  const above = getAs(x.catalog, parent, 'constraint') ?? getAs(x.before, parent, 'constraint');
  return above !== undefined && above.relation !== relation;
};

const relationLists = [
  'constraints',
  'referencedBy',
  'indexes',
  'triggers',
  'rules',
  'policies',
  'statistics',
] as const;

/** Takes the object out of the lists of what stays. */
function unlist(x: Execution, object: CatalogObject, going: ReadonlySet<Oid>): void {
  for (const oid of neighbours(object)) {
    const relation = going.has(oid) ? undefined : relationBy(x.catalog, oid);
    if (!relation) continue;
    const changes: Partial<Record<string, readonly Oid[]>> = {};
    for (const list of [...relationLists, 'parents', 'children'] as const) {
      if (relation[list].includes(object.oid)) changes[list] = relation[list].filter((item) => item !== object.oid);
    }
    change(x, oid, changes);
    if (object.class === 'default') clearDefault(x, oid, object.column);
    x.catalog = undepend(x.catalog, oid, object.oid);
  }
  if (object.class === 'constraint' && object.domain !== undefined) unlistFromDomain(x, object);
}

function neighbours(object: CatalogObject): Oid[] {
  if (object.class === 'relation')
    return [...object.parents, ...object.children, ...(object.index ? [object.index.table] : [])];
  if (object.class === 'constraint')
    return [object.relation, ...(object.references === undefined ? [] : [object.references])];
  return 'relation' in object && typeof object.relation === 'number' ? [object.relation] : [];
}

function clearDefault(x: Execution, oid: Oid, column: number): void {
  const columns = relationBy(x.catalog, oid)?.columns.map((each) =>
    each.number === column ? { ...each, default: undefined } : each,
  );
  if (columns) change(x, oid, { columns });
}

function unlistFromDomain(x: Execution, constraint: Constraint): void {
  const domain = getAs(x.catalog, constraint.domain, 'type');
  if (!domain) return;
  x.catalog = put(x.catalog, { ...domain, constraints: domain.constraints?.filter((oid) => oid !== constraint.oid) });
}
