// What needs an object, and what an object is part of: pg_depend read from the catalog's structure and its recorded edges.
// src/backend/catalog/dependency.c; who records which dependency is spread over heap.c, index.c, pg_constraint.c, trigger.c
import { dependentsOf, get, getAs, membersOf, named, relationBy } from '../catalog/catalog.ts';
import type { CatalogObject, Constraint, Dependency, Oid, Relation } from '../catalog/objects.ts';
import { mapValues } from '../catalog/persistent-map.ts';
import { type Execution, since } from './execution.ts';
import { indexesOfExtension } from './extension-users.ts';
import type { ObjectAddress } from './object-description.ts';

export type DependencyKind = Dependency['kind'];

export interface Dependent {
  readonly address: ObjectAddress;
  readonly kind: DependencyKind;
}

const all = (oids: readonly Oid[], kind: DependencyKind): Dependent[] =>
  oids.map((oid) => ({ address: { oid }, kind }));

/** What cannot be without the object, each with the strength of the tie. */
export function dependentsOn(x: Execution, { oid, column }: ObjectAddress): Dependent[] {
  const object = get(x.catalog, oid);
  if (!object) return [];
  const recorded = dependentsOf(x.catalog, oid, column).map((edge) => recordedDependent(x, edge));
  return [...recorded, ...structuralDependents(x, object, column)];
}

function recordedDependent(x: Execution, { from, fromColumn, kind }: Dependency): Dependent {
  const value = getAs(x.catalog, from, 'default');
  // Before 15 a generated column itself depends, and silently, on what its expression reads.
  if (value && !since(x, 15) && generated(x, value.relation, value.column)) {
    return { address: { oid: value.relation, column: value.column }, kind: 'auto' };
  }
  return { address: fromColumn === undefined ? { oid: from } : { oid: from, column: fromColumn }, kind };
}

const columnOf = (x: Execution, relation: Oid, column: number) =>
  relationBy(x.catalog, relation)?.columns.find(({ number }) => number === column);

const generated = (x: Execution, relation: Oid, column: number): boolean =>
  columnOf(x, relation, column)?.generated !== undefined;

function structuralDependents(x: Execution, object: CatalogObject, column: number | undefined): Dependent[] {
  switch (object.class) {
    case 'relation':
      return column === undefined ? relationDependents(x, object) : columnDependents(x, object, column);
    case 'constraint':
      return object.index === undefined ? [] : all([object.index], 'internal');
    case 'type':
      return [
        ...all(object.constraints ?? [], 'auto'),
        ...all(object.relation === undefined ? [] : [object.relation], 'internal'),
      ];
    case 'extension':
      return all(indexesOfExtension(x, object.name), 'normal');
    case 'schema':
      return [
        ...all(
          membersOf(x.catalog, object.name).map(({ oid }) => oid),
          'normal',
        ),
        ...extensionsIn(x, object.name),
      ];
    default:
      return [];
  }
}

const extensionsIn = (x: Execution, schema: string): Dependent[] =>
  [...mapValues(x.catalog.objects)].flatMap((object) =>
    object.class === 'extension' && object.schema === schema ? all([object.oid], 'normal') : [],
  );

/** Parts that are clones of a part of the parent table hang on both: 'partition'. */
function relationDependents(x: Execution, relation: Relation): Dependent[] {
  const { constraints, indexes, triggers, rules, policies, statistics, children, columns } = relation;
  const parts = [...constraints, ...indexes, ...triggers].map(
    (oid): Dependent => ({ address: { oid }, kind: partOf(x, oid) ? 'partition' : 'auto' }),
  );
  const defaults = columns.flatMap((column) => column.default ?? []);
  const below = children.map((oid): Dependent => {
    const bound = relation.kind === 'index' ? 'partition' : relationBy(x.catalog, oid)?.bound ? 'auto' : 'normal';
    return { address: { oid }, kind: bound };
  });
  return [
    ...parts,
    ...all([...rules, ...policies, ...statistics, ...defaults], 'auto'),
    ...all([...relation.referencedBy, ...referencingAncestors(x, relation)], 'normal'),
    ...below,
  ];
}

/** A partition of a referenced table is referenced too, by a clone of the constraint that goes only with the whole. */
function referencingAncestors(x: Execution, relation: Relation): Oid[] {
  if (!relation.bound) return [];
  return relation.parents.flatMap((oid) => {
    const parent = relationBy(x.catalog, oid);
    return parent ? [...parent.referencedBy, ...referencingAncestors(x, parent)] : [];
  });
}

function columnDependents(x: Execution, relation: Relation, column: number): Dependent[] {
  const constraints = constraintsOf(x, relation.constraints).filter(({ columns }) => columns.includes(column));
  const references = constraintsOf(x, relation.referencedBy).filter((key) => key.referencedColumns?.includes(column));
  const indexes = relation.indexes.filter((oid) => indexUses(relationBy(x.catalog, oid), column));
  const statistics = relation.statistics.filter((oid) => {
    const object = getAs(x.catalog, oid, 'statistics');
    return object?.columns.includes(column);
  });
  const value = columnOf(x, relation.oid, column)?.default;
  const oidsOf = (found: readonly Constraint[]) => found.map(({ oid }) => oid);
  const automatic = [...oidsOf(constraints), ...indexes, ...statistics, ...(value === undefined ? [] : [value])];
  return [...all(automatic, 'auto'), ...all(oidsOf(references), 'normal')];
}

const constraintsOf = (x: Execution, oids: readonly Oid[]): Constraint[] =>
  oids.flatMap((oid) => getAs(x.catalog, oid, 'constraint') ?? []);

/** An index that backs a constraint is reached through that. */
function indexUses(relation: Relation | undefined, column: number): boolean {
  const index = relation?.index;
  if (!index || index.constraint !== undefined) return false;
  return [...index.keys, ...index.include, ...index.expressionColumns, ...index.predicateColumns].includes(column);
}

/** The object of the parent table that this one is a clone of. */
export function partOf(x: Execution, oid: Oid): Oid | undefined {
  const object = get(x.catalog, oid);
  if (object?.class === 'constraint' || object?.class === 'trigger') {
    return object.parent !== undefined && get(x.catalog, object.parent) ? object.parent : undefined;
  }
  return object?.class === 'relation' && object.kind === 'index' ? object.parents[0] : undefined;
}

/** The objects that this one is an internal part of: with it they are dropped, or it is not. */
export function ownersOf(x: Execution, { oid, column }: ObjectAddress): ObjectAddress[] {
  const object = get(x.catalog, oid);
  if (!object) return [];
  const extension = object.extension === undefined ? [] : [{ oid: object.extension }];
  return [...extension, ...internalOwner(x, object, column)].filter((owner) => get(x.catalog, owner.oid));
}

function internalOwner(x: Execution, object: CatalogObject, column: number | undefined): ObjectAddress[] {
  if (object.class === 'relation' && column !== undefined) {
    // The partition key needs its columns; dropping one with something else drops the table (heap.c, StorePartitionKey).
    return object.partitionKey?.columns.includes(column) ? [{ oid: object.oid }] : [];
  }
  if (object.class === 'relation') {
    const { index, ownedBy } = object;
    if (index?.constraint !== undefined) return [{ oid: index.constraint }];
    if (ownedBy?.identity) return [{ oid: ownedBy.relation, column: ownedBy.column }];
    return object.kind === 'composite-type' ? typeOfComposite(x, object) : [];
  }
  if (object.class === 'default' && since(x, 15) && generated(x, object.relation, object.column)) {
    return [{ oid: object.relation, column: object.column }];
  }
  return [];
}

const typeOfComposite = (x: Execution, { schema, name }: Relation): ObjectAddress[] =>
  named(x.catalog, 'type', schema, name).map((oid) => ({ oid }));
