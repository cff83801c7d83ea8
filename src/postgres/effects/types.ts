// Type names as PostgreSQL resolves them, and how they are written. src/backend/parser/parse_type.c, utils/adt/format_type.c
import type { Node, TypeName } from '@pgsql/types';
import { depend, findRelation, findType, getAs, undepend } from '../catalog/catalog.ts';
import type { Oid, Relation, Type, TypeRef } from '../catalog/objects.ts';
import { isBuiltinType, isExtensionType } from '../volatility.ts';
import type { Execution } from './execution.ts';
import { findRelationNamed, lookupPath, type Name } from './names.ts';

const serialNames: Record<string, string> = {
  smallserial: 'smallserial',
  serial2: 'smallserial',
  serial: 'serial',
  serial4: 'serial',
  bigserial: 'bigserial',
  serial8: 'bigserial',
};

/** INTERVAL_FULL_RANGE of src/include/utils/timestamp.h: an interval without fields. */
const allFields = 0x7fff;
const maxTimePrecision = 6;

const plain = (name: string, known = true): TypeRef => ({ name, modifiers: [], array: false, known });

/**
 * The type that a statement names. `serial` and its like keep their name, for the caller to expand; a name that neither
 * PostgreSQL nor the catalog knows yields `known: false`.
 */
export function resolveType(x: Execution, typeName: TypeName | undefined): TypeRef {
  const names = (typeName?.names ?? []).map((node) => (node as { String?: { sval?: string } }).String?.sval ?? '');
  const name = names.at(-1);
  if (!typeName || name === undefined) return plain('unknown', false);
  if (typeName.pct_type) return columnType(x, names);
  const serial = names.length === 1 && !typeName.arrayBounds?.length ? serialNames[name] : undefined;
  if (serial) return plain(serial);
  const found = namedType(x, { schema: names.at(-2), name });
  return {
    ...found,
    ...modifiersOf(found.name, typeName.typmods),
    array: found.array || !!typeName.arrayBounds?.length,
  };
}

/** `relation.column%TYPE`. */
function columnType(x: Execution, names: readonly string[]): TypeRef {
  const relation = findRelationNamed(x, { schema: names.at(-3), name: names.at(-2) ?? '' });
  const column = relation?.columns.find(({ name }) => name === names.at(-1));
  return column?.type ?? plain(names.join('.'), false);
}

function namedType(x: Execution, { schema, name }: Name): TypeRef {
  if ((schema ?? 'pg_catalog') === 'pg_catalog') {
    if (isBuiltinType(name)) return plain(name);
    if (name.startsWith('_') && isBuiltinType(name.slice(1))) return { ...plain(name.slice(1)), array: true };
  }
  for (const path of lookupPath(x, schema)) {
    const found = typeIn(x, path, name);
    if (found) return found;
  }
  const ref = { ...plain(name, isExtensionType(name)), ...(schema === undefined ? {} : { schema }) };
  return ref;
}

/** A type of the project's own, the row type of a relation, or the array type (`_name`) of either. */
function typeIn(x: Execution, schema: string, name: string): TypeRef | undefined {
  const found = findType(x.catalog, schema, name) ?? rowType(findRelation(x.catalog, schema, name));
  if (found) return { ...plain(name), schema, oid: found.oid };
  if (!name.startsWith('_')) return undefined;
  const element = typeIn(x, schema, name.slice(1));
  return element && { ...element, array: true };
}

const rowType = (relation: Relation | undefined): Relation | undefined =>
  relation && relation.kind !== 'index' && relation.kind !== 'sequence' ? relation : undefined;

function modifiersOf(name: string, typmods: readonly Node[] | undefined): Pick<TypeRef, 'modifiers' | 'fields'> {
  const numbers = (typmods ?? []).map(modifierNumber);
  if (name === 'interval') return intervalModifiers(numbers);
  if (name === 'numeric' && numbers.length === 1) return { modifiers: [...numbers, 0] };
  if (/^time(stamp)?(tz)?$/.test(name)) return { modifiers: numbers.map((n) => Math.min(n, maxTimePrecision)) };
  return { modifiers: numbers };
}

function intervalModifiers([fields, precision]: readonly number[]): Pick<TypeRef, 'modifiers' | 'fields'> {
  return {
    modifiers: precision === undefined ? [] : [Math.min(precision, maxTimePrecision)],
    ...(fields === undefined || fields === allFields ? {} : { fields }),
  };
}

/** Words, as in `geometry(Point, 4326)`, become negative numbers that differ as the words do. */
function modifierNumber(node: Node): number {
  const constant = (node as { A_Const?: { ival?: { ival?: number }; sval?: { sval?: string } } }).A_Const;
  if (constant?.ival) return constant.ival.ival ?? 0;
  const word = constant?.sval?.sval ?? JSON.stringify(node, (key, value) => (key === 'location' ? undefined : value));
  return [...word.toLowerCase()].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 1_000_003, 7) * -1;
}

const spellings: Record<string, string> = {
  bool: 'boolean',
  bpchar: 'char',
  char: '"char"',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  varbit: 'bit varying',
};

/** The type as SQL spells it, with the short names that people write: `varchar(20)`, `bigint`, `timestamptz(3)[]`. */
export function formatType(ref: TypeRef): string {
  const qualified = ref.schema && ref.schema !== 'public' ? `${ref.schema}.${ref.name}` : ref.name;
  const numbers = ref.modifiers.filter((modifier) => modifier >= 0 || ref.name === 'numeric');
  const name =
    spellings[ref.name] && !ref.schema
      ? ref.name === 'bpchar' && !numbers.length
        ? 'bpchar'
        : spellings[ref.name]
      : qualified;
  return `${name}${numbers.length ? `(${numbers.join(',')})` : ''}${ref.array ? '[]' : ''}`;
}

/** The project's own type that the reference stands for; undefined for built-in types and for arrays. */
export const ownType = (x: Execution, ref: TypeRef): Type | undefined =>
  ref.array ? undefined : getAs(x.catalog, ref.oid, 'type');

/** What a domain is at the bottom: its base type with the modifiers nearest to the top, and whether it is a domain at all. */
export function baseType(x: Execution, ref: TypeRef): TypeRef {
  const type = ownType(x, ref);
  if (type?.kind !== 'domain' || !type.base) return ref;
  const base = baseType(x, type.base);
  return type.base.modifiers.length ? { ...base, modifiers: type.base.modifiers } : base;
}

/** The default that a column of the type has without one of its own: a domain's, or that of a domain below it. */
export function typeDefault(x: Execution, ref: TypeRef): Node | undefined {
  const type = ownType(x, ref);
  if (type?.kind !== 'domain') return undefined;
  return type.default ?? (type.base && typeDefault(x, type.base));
}

/** DomainHasConstraints: a domain with a CHECK or NOT NULL, of its own or of a domain below it. utils/cache/typcache.c */
export function constrainedDomain(x: Execution, ref: TypeRef): boolean {
  const type = ownType(x, ref);
  if (type?.kind !== 'domain') return false;
  if (type.notNull || type.constraints?.length) return true;
  return type.base !== undefined && constrainedDomain(x, type.base);
}

/** The column's edge to a type of the project's own. */
export function dependOnType(x: Execution, from: Oid, fromColumn: number, type: TypeRef): void {
  if (type.oid !== undefined) x.catalog = depend(x.catalog, { from, fromColumn, on: type.oid, kind: 'normal' });
}

/** After a column's type changed: its edge to the old type goes, one to the new type comes. */
export function moveTypeEdge(x: Execution, { oid }: Relation, column: number, before: TypeRef): void {
  const now = getAs(x.catalog, oid, 'relation');
  if (!now) return;
  if (before.oid !== undefined) {
    // Edges are forgotten per object, so those of the other columns, and of a typed table, are put back.
    x.catalog = undepend(x.catalog, before.oid, oid);
    for (const { number, type } of now.columns) if (type.oid === before.oid) dependOnType(x, oid, number, type);
    if (now.ofType === before.oid) x.catalog = depend(x.catalog, { from: oid, on: before.oid, kind: 'normal' });
  }
  const changed = now.columns.find(({ number }) => number === column);
  if (changed) dependOnType(x, oid, column, changed.type);
}

export { indexSurvivesTypeChange } from './index-compatibility.ts';
export { typeChange } from './type-change.ts';
