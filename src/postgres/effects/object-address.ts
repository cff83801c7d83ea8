// From the name in a statement to the object it means, for DROP, ALTER, COMMENT and GRANT alike.
// get_object_address in src/backend/catalog/objectaddress.c
import type { Node, ObjectType, ObjectWithArgs, TypeName } from '@pgsql/types';
import { findRoutines, findType, get, getAs, named } from '../catalog/catalog.ts';
import type { CatalogObject, Oid, Relation, RelationKind, Routine, TypeRef } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import { lookupPath, type Name, nameOfList } from './names.ts';
import { resolveType } from './types.ts';

/** The kinds of relation that `OBJECT_TABLE` and its like mean; the first is what an unknown name is taken for. */
export const relationKinds: { readonly [type in ObjectType]?: readonly RelationKind[] } = {
  OBJECT_TABLE: ['table', 'partitioned-table'],
  OBJECT_VIEW: ['view'],
  OBJECT_MATVIEW: ['materialized-view'],
  OBJECT_INDEX: ['index'],
  OBJECT_SEQUENCE: ['sequence'],
  OBJECT_FOREIGN_TABLE: ['foreign-table'],
};

/** SQL's word: `OBJECT_FOREIGN_TABLE` is `foreign table`. */
export const wordOf = (type: ObjectType | undefined): string => {
  if (type === 'OBJECT_MATVIEW') return 'materialized view';
  if (type === 'OBJECT_TABCONSTRAINT' || type === 'OBJECT_DOMCONSTRAINT') return 'constraint';
  return (type ?? '').replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase();
};

/** `"v" is not a table`, as PostgreSQL says it. */
export function notOfKind(relation: Relation, type: ObjectType): string {
  const word = wordOf(type);
  return `"${relation.name}" is not ${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

export const listItems = (node: Node | undefined): readonly Node[] =>
  (node as { List?: { items?: Node[] } } | undefined)?.List?.items ?? [];

/** The name that an object node spells: a String, a list of them, a type name or a routine. */
export function nameOfNode(node: Node | undefined): Name {
  const any = node as
    | { String?: { sval?: string }; TypeName?: TypeName; ObjectWithArgs?: ObjectWithArgs; List?: unknown }
    | undefined;
  if (any?.String) return { name: any.String.sval ?? '' };
  if (any?.TypeName) return nameOfList(any.TypeName.names);
  if (any?.ObjectWithArgs) return nameOfList(any.ObjectWithArgs.objname);
  return nameOfList(listItems(node));
}

const unqualified: {
  readonly [type in ObjectType]?:
    | 'schema'
    | 'extension'
    | 'publication'
    | 'event-trigger'
    | 'server'
    | 'foreign-data-wrapper';
} = {
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_FDW: 'foreign-data-wrapper',
  OBJECT_EVENT_TRIGGER: 'event-trigger',
};

const routineTypes = ['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE'];

/** Any object but relations and the parts of relations; undefined where the catalog does not know it or has no such class. */
export function findObject(x: Execution, type: ObjectType, node: Node | undefined): CatalogObject | undefined {
  const plain = unqualified[type];
  if (plain) return get(x.catalog, named(x.catalog, plain, '', nameOfNode(node).name)[0] ?? -1);
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') return findTypeObject(x, node);
  if (type === 'OBJECT_STATISTIC_EXT') return findStatistics(x, nameOfNode(node));
  if (routineTypes.includes(type))
    return findRoutine(x, type, (node as { ObjectWithArgs?: ObjectWithArgs }).ObjectWithArgs);
  return undefined;
}

function findTypeObject(x: Execution, node: Node | undefined): CatalogObject | undefined {
  const name = nameOfNode(node);
  const typeName = (node as { TypeName?: TypeName } | undefined)?.TypeName;
  if (typeName) return get(x.catalog, resolveType(x, typeName).oid ?? -1);
  for (const path of lookupPath(x, name.schema)) {
    const found = findType(x.catalog, path, name.name);
    if (found) return found;
  }
  return undefined;
}

function findStatistics(x: Execution, { schema, name }: Name): CatalogObject | undefined {
  for (const path of lookupPath(x, schema)) {
    const found = getAs(x.catalog, named(x.catalog, 'statistics', path, name)[0], 'statistics');
    if (found) return found;
  }
  return undefined;
}

/** The routine whose input arguments are those named; without arguments the only one of that name. */
function findRoutine(x: Execution, type: ObjectType, node: ObjectWithArgs | undefined): Routine | undefined {
  const { schema, name } = nameOfList(node?.objname);
  for (const path of lookupPath(x, schema)) {
    const candidates = findRoutines(x.catalog, path, name).filter((routine) => isOfType(routine, type));
    const found = node?.args_unspecified
      ? candidates.length === 1
        ? candidates[0]
        : undefined
      : candidates.find((routine) => sameArguments(x, routine, node?.objargs ?? []));
    if (found) return found;
  }
  return undefined;
}

/** Why a name that is known means no routine of the kind: an unclear one, or one of another kind. LookupFuncWithArgs */
export function refusedRoutine(x: Execution, type: ObjectType, node: ObjectWithArgs | undefined): string | undefined {
  if (!routineTypes.includes(type)) return undefined;
  const { schema, name } = nameOfList(node?.objname);
  const known = lookupPath(x, schema).flatMap((path) => findRoutines(x.catalog, path, name));
  const word = type.replace('OBJECT_', '').toLowerCase();
  if (node?.args_unspecified) return known.length > 1 ? `${word} name "${name}" is not unique` : undefined;
  const other = findRoutine(x, 'OBJECT_ROUTINE', node);
  if (!other) return undefined;
  const spelt = `${name}(${other.arguments.map((argument) => messageType(argument)).join(', ')})`;
  return `${spelt} is not ${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

const messageType = ({ name, array }: TypeRef): string => `${name === 'int4' ? 'integer' : name}${array ? '[]' : ''}`;

const isOfType = ({ kind }: Routine, type: ObjectType): boolean =>
  type === 'OBJECT_ROUTINE' || kind === type.replace('OBJECT_', '').toLowerCase();

function sameArguments(x: Execution, routine: Routine, written: readonly Node[]): boolean {
  if (routine.arguments.length !== written.length) return false;
  return routine.arguments.every((argument, i) => {
    const typeName = (written[i] as { TypeName?: TypeName } | undefined)?.TypeName;
    return sameType(argument, resolveType(x, typeName));
  });
}

const sameType = (a: TypeRef, b: TypeRef): boolean => a.oid === b.oid && a.name === b.name && a.array === b.array;

/** The trigger, rule, policy or constraint of that name on the relation. */
export function findPart(x: Execution, relation: Relation, type: ObjectType, name: string): Oid | undefined {
  const lists = {
    OBJECT_TRIGGER: relation.triggers,
    OBJECT_RULE: relation.rules,
    OBJECT_POLICY: relation.policies,
    OBJECT_TABCONSTRAINT: relation.constraints,
  };
  return lists[type as keyof typeof lists]?.find((oid) => {
    const object = get(x.catalog, oid);
    return object !== undefined && 'name' in object && object.name === name;
  });
}
