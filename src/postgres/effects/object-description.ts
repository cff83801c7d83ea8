// How PostgreSQL's messages name an object (`constraint a_fkey on table a`), and how effects do (`public.a.a_fkey`).
// src/backend/catalog/objectaddress.c (getObjectDescription)
import { findRelation, findRoutines, findType, get, relationBy } from '../catalog/catalog.ts';
import type { CatalogObject, Oid, Relation } from '../catalog/objects.ts';
import { type ObjectName, qualifiedName } from '../effect.ts';
import { columnNumbered } from './columns.ts';
import { type Execution, refOf } from './execution.ts';
import { formatType } from './types.ts';

/** A catalog object, or one column of a relation or composite type. */
export interface ObjectAddress {
  readonly oid: Oid;
  readonly column?: number;
}

/** SQL's word for the object: `table`, `materialized view`, `constraint`, `column` … */
function objectKind(object: CatalogObject, column?: number): string {
  if (object.class === 'relation') return column === undefined ? relationWord(object) : 'column';
  if (object.class === 'function') return object.kind;
  return object.class === 'default' ? 'default value' : object.class.replace('-', ' ');
}

const relationWord = ({ kind }: Relation): string =>
  kind === 'partitioned-table' ? 'table' : kind === 'composite-type' ? 'type' : kind.replace('-', ' ');

/** The relation that a column, constraint, trigger and the like belongs to. */
function ownerOf(x: Execution, object: CatalogObject): Relation | undefined {
  const relation = 'relation' in object && typeof object.relation === 'number' ? object.relation : undefined;
  return object.class === 'type' ? undefined : relationBy(x.catalog, relation);
}

/** The object as effects name it. */
export function nameObject(x: Execution, { oid, column }: ObjectAddress): ObjectName | undefined {
  const object = get(x.catalog, oid);
  if (!object) return undefined;
  const kind = objectKind(object, column);
  if (object.class === 'relation') {
    const relation = refOf(x, object);
    if (column === undefined) return { kind, name: qualifiedName(object), oid, relation };
    return { kind, name: `${qualifiedName(object)}.${columnName(object, column)}`, oid, relation };
  }
  const owner = ownerOf(x, object);
  if (!owner) return { kind, name: 'schema' in object ? qualifiedName(object) : bareName(object), oid };
  const part = object.class === 'default' ? columnName(owner, object.column) : bareName(object);
  return { kind, name: `${qualifiedName(owner)}.${part}`, oid, relation: refOf(x, owner) };
}

const bareName = (object: CatalogObject): string => ('name' in object ? object.name : '');

const columnName = (relation: Relation, column: number): string => columnNumbered(relation, column)?.name ?? '';

/** As in `cannot drop … because other objects depend on it`. */
export function describeObject(x: Execution, { oid, column }: ObjectAddress): string {
  const object = get(x.catalog, oid);
  if (!object) return 'object';
  const kind = objectKind(object, column);
  if (object.class === 'relation') {
    const whole = `${objectKind(object)} ${visibleName(x, object)}`;
    return column === undefined ? whole : `column ${columnName(object, column)} of ${whole}`;
  }
  if (object.class === 'function') {
    return `${kind} ${visibleName(x, object)}(${object.arguments.map(formatType).join(',')})`;
  }
  const owner = ownerOf(x, object);
  if (object.class === 'default' && owner) {
    return `${kind} for ${describeObject(x, { oid: owner.oid, column: object.column })}`;
  }
  if (owner && object.class !== 'statistics') return `${kind} ${bareName(object)} on ${describeObject(x, owner)}`;
  return `${object.class === 'statistics' ? 'statistics object' : kind} ${visibleName(x, object)}`;
}

/** Qualified where the search_path does not lead to it. */
function visibleName(x: Execution, object: CatalogObject): string {
  if (!('schema' in object) || object.class === 'extension') return bareName(object);
  const { schema, name } = object;
  const first = x.searchPath.find((path) => holds(x, object.class, path, name));
  return first === schema || schema === 'pg_temp' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function holds(x: Execution, wanted: CatalogObject['class'], schema: string, name: string): boolean {
  if (wanted === 'type') return findType(x.catalog, schema, name) !== undefined;
  if (wanted === 'function') return findRoutines(x.catalog, schema, name).length > 0;
  return findRelation(x.catalog, schema, name) !== undefined;
}

const quoted = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
