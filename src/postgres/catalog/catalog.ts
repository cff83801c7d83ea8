// The simulated catalog: an immutable value; every change yields the next catalog, sharing structure with the last.
import type { Node } from '@pgsql/types';
import type { CatalogObject, Dependency, Oid, Relation, Routine, Type } from './objects.ts';
import {
  emptyMap,
  type FoldedMap,
  folded,
  mapDelete,
  mapGet,
  mapSet,
  mapValues,
  type PersistentMap,
  unfolded,
} from './persistent-map.ts';

type Namespace =
  | 'relation'
  | 'type'
  | 'function'
  | 'schema'
  | 'extension'
  | 'publication'
  | 'statistics'
  | 'event-trigger'
  | 'cast'
  | 'server'
  | 'foreign-data-wrapper';

export interface NewLabel {
  /** Undefined where history does not tell the type. */
  readonly type: Oid | undefined;
  readonly typeName: string;
  readonly label: string;
  readonly step: number;
}

export interface Catalog {
  readonly objects: PersistentMap<Oid, CatalogObject>;
  /** By namespace, schema and name; functions share a name, so each entry is a list. */
  readonly names: PersistentMap<string, readonly Oid[]>;
  /** Keyed by what is depended on. */
  readonly dependents: PersistentMap<Oid, readonly Dependency[]>;
  /** Enum labels that the open transaction added. */
  readonly newLabels?: readonly NewLabel[];
  /** The session's PREPAREd queries by name; only the simulation of one session reads them. */
  readonly prepared?: PersistentMap<string, Node>;
  readonly nextOid: Oid;
  /** How many relations had to be assumed because no statement made them: 0 means that history starts at the beginning. */
  readonly assumed: number;
  /** How many relations statements have created: with 0 there is no history to speak of. */
  readonly created: number;
}

export const emptyCatalog = (): Catalog => {
  const blank: Catalog = {
    objects: emptyMap(),
    names: emptyMap(),
    dependents: emptyMap(),
    nextOid: 1,
    assumed: 0,
    created: 0,
  };
  return ['public', 'pg_catalog'].reduce(
    (catalog, name) => add(catalog, (oid) => ({ class: 'schema', oid, name, born: -1 }))[0],
    blank,
  );
};

/** A catalog of which most is apart, to be read when it is looked for. */
export interface FoldedCatalog extends Omit<Catalog, 'objects' | 'names' | 'dependents'> {
  readonly objects: FoldedMap;
  readonly names: FoldedMap;
  readonly dependents: FoldedMap;
}

/** `partOf` keeps a part and yields its number: of one that catalogs share, the same. */
export const foldedCatalog = (catalog: Catalog, partOf: (part: object) => number): FoldedCatalog => ({
  ...catalog,
  objects: folded(catalog.objects, partOf),
  names: folded(catalog.names, partOf),
  dependents: folded(catalog.dependents, partOf),
});

export const unfoldedCatalog = (catalog: FoldedCatalog, part: (number: number) => unknown): Catalog => ({
  ...catalog,
  objects: unfolded(catalog.objects, part),
  names: unfolded(catalog.names, part),
  dependents: unfolded(catalog.dependents, part),
});

/** Adds the object that `make` builds from its new oid. */
export function add<T extends CatalogObject>(catalog: Catalog, make: (oid: Oid) => T): [Catalog, T] {
  const object = make(catalog.nextOid);
  return [put({ ...catalog, nextOid: catalog.nextOid + 1 }, object), object];
}

/** Adds or replaces an object; its old name, if it changed, is forgotten. */
export function put(catalog: Catalog, object: CatalogObject): Catalog {
  const old = mapGet(catalog.objects, object.oid);
  const oldKey = old && nameKey(old);
  const key = nameKey(object);
  let next: Catalog = { ...catalog, objects: mapSet(catalog.objects, object.oid, object) };
  if (oldKey === key) return next;
  if (old) next = forgetName(next, old);
  return rememberName(next, object);
}

/** Removes one object and its own edges; what depends on it must have gone before. */
export function remove(catalog: Catalog, oid: Oid): Catalog {
  const object = mapGet(catalog.objects, oid);
  if (!object) return catalog;
  const next = forgetName(catalog, object);
  return {
    ...next,
    objects: mapDelete(next.objects, oid),
    dependents: mapDelete(next.dependents, oid),
  };
}

export function depend(catalog: Catalog, dependency: Dependency): Catalog {
  const edges = mapGet(catalog.dependents, dependency.on) ?? [];
  if (edges.some((edge) => sameEdge(edge, dependency))) return catalog;
  return { ...catalog, dependents: mapSet(catalog.dependents, dependency.on, [...edges, dependency]) };
}

const sameEdge = (a: Dependency, b: Dependency): boolean =>
  a.from === b.from && a.fromColumn === b.fromColumn && a.onColumn === b.onColumn && a.kind === b.kind;

/** Forgets every edge by which `from` needs `on`. */
export function undepend(catalog: Catalog, on: Oid, from: Oid): Catalog {
  const edges = mapGet(catalog.dependents, on);
  if (!edges) return catalog;
  return {
    ...catalog,
    dependents: mapSet(
      catalog.dependents,
      on,
      edges.filter((edge) => edge.from !== from),
    ),
  };
}

/** The live edges towards `on`; with a column only those to that column. Edges whose owner is gone are left out. */
export function dependentsOf(catalog: Catalog, on: Oid, column?: number): readonly Dependency[] {
  const edges = mapGet(catalog.dependents, on) ?? [];
  return edges.filter((edge) => isLive(catalog, edge) && (column === undefined || edge.onColumn === column));
}

/** Its owner is still there; of a column, that column too. */
function isLive(catalog: Catalog, { from, fromColumn }: Dependency): boolean {
  const owner = mapGet(catalog.objects, from);
  if (owner?.class !== 'relation' || fromColumn === undefined) return owner !== undefined;
  return owner.columns.some(({ number }) => number === fromColumn);
}

export const get = (catalog: Catalog, oid: Oid): CatalogObject | undefined => mapGet(catalog.objects, oid);

/** The object, where it is of the class asked for. */
export function getAs<C extends CatalogObject['class']>(
  catalog: Catalog,
  oid: Oid | undefined,
  wanted: C,
): Extract<CatalogObject, { class: C }> | undefined {
  const object = oid === undefined ? undefined : mapGet(catalog.objects, oid);
  return object?.class === wanted ? (object as Extract<CatalogObject, { class: C }>) : undefined;
}

export const relationBy = (catalog: Catalog, oid: Oid | undefined): Relation | undefined =>
  getAs(catalog, oid, 'relation');

export function findRelation(catalog: Catalog, schema: string, name: string): Relation | undefined {
  return relationBy(catalog, named(catalog, 'relation', schema, name)[0]);
}

export function findType(catalog: Catalog, schema: string, name: string): Type | undefined {
  return getAs(catalog, named(catalog, 'type', schema, name)[0], 'type');
}

export function findRoutines(catalog: Catalog, schema: string, name: string): Routine[] {
  return named(catalog, 'function', schema, name).flatMap((oid) => getAs(catalog, oid, 'function') ?? []);
}

/** Objects without a schema (schema, extension, publication, event-trigger) are found under schema ''. */
export function named(catalog: Catalog, namespace: Namespace, schema: string, name: string): readonly Oid[] {
  return mapGet(catalog.names, keyOf(namespace, schema, name)) ?? [];
}

export const allRelations = function* (catalog: Catalog): Generator<Relation> {
  for (const object of mapValues(catalog.objects)) if (object.class === 'relation') yield object;
};

/** Everything that lives in a schema: relations, types, functions and statistics, in order of creation. Walks the whole catalog. */
export const membersOf = (catalog: Catalog, schema: string): CatalogObject[] =>
  [...mapValues(catalog.objects)]
    .filter((object) => 'schema' in object && object.class !== 'extension' && object.schema === schema)
    .sort((a, b) => a.oid - b.oid);

const keyOf = (namespace: Namespace, schema: string, name: string): string => `${namespace}\0${schema}\0${name}`;

function nameKey(object: CatalogObject): string | undefined {
  switch (object.class) {
    case 'relation':
    case 'type':
    case 'function':
    case 'statistics':
      return keyOf(object.class, object.schema, object.name);
    case 'schema':
    case 'extension':
    case 'publication':
    case 'event-trigger':
    case 'cast':
    case 'server':
    case 'foreign-data-wrapper':
      return keyOf(object.class, '', object.name);
    default:
      return undefined;
  }
}

function rememberName(catalog: Catalog, object: CatalogObject): Catalog {
  const key = nameKey(object);
  if (key === undefined) return catalog;
  const names = mapSet(catalog.names, key, [...(mapGet(catalog.names, key) ?? []), object.oid]);
  return { ...catalog, names };
}

function forgetName(catalog: Catalog, object: CatalogObject): Catalog {
  const key = nameKey(object);
  if (key === undefined) return catalog;
  const rest = (mapGet(catalog.names, key) ?? []).filter((oid) => oid !== object.oid);
  const names = rest.length ? mapSet(catalog.names, key, rest) : mapDelete(catalog.names, key);
  return { ...catalog, names };
}
