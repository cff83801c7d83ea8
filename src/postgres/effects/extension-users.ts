// The indexes that only an extension's operator classes make possible, and the columns and indexes of a collation:
// pg_depend has an edge for each; here they are looked for when the extension or the collation is dropped.
import { allRelations, relationBy } from '../catalog/catalog.ts';
import type { Oid, Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import type { ObjectAddress } from './object-description.ts';

/** Operator classes that no type of the extension's own gives away. contrib's control scripts */
const operatorClasses: Record<string, readonly string[]> = {
  pg_trgm: ['gin_trgm_ops', 'gist_trgm_ops'],
  intarray: ['gist__int_ops', 'gist__intbig_ops', 'gin__int_ops'],
  bloom: ['int4_ops', 'text_ops'],
};

/** Default classes for plain types: btree_gist and btree_gin give them to an access method that has none. */
const defaultMethods: Record<string, string> = { btree_gist: 'gist', btree_gin: 'gin', bloom: 'bloom' };

const plainTypes = new Set(
  'int2 int4 int8 float4 float8 numeric timestamp timestamptz time timetz date interval oid money char varchar text bpchar bytea bit varbit macaddr macaddr8 inet cidr uuid bool'.split(
    ' ',
  ),
);

/** Walks all relations; DROP EXTENSION is rare. */
export function indexesOfExtension(x: Execution, name: string): Oid[] {
  if (!operatorClasses[name] && !defaultMethods[name]) return [];
  return [...allRelations(x.catalog)].filter((relation) => usesClass(x, relation, name)).map(({ oid }) => oid);
}

function usesClass(x: Execution, { index }: Relation, extension: string): boolean {
  if (!index) return false;
  const named = (index.operatorClasses ?? []).some((name) => operatorClasses[extension]?.includes(name));
  if (named || index.method !== defaultMethods[extension]) return named;
  const table = [...index.keys].flatMap((key) => columnType(x, index.table, key) ?? []);
  return table.some((type) => plainTypes.has(type));
}

function columnType(x: Execution, table: Oid, key: number | undefined): string | undefined {
  const type = relationBy(x.catalog, table)?.columns.find(({ number }) => number === key)?.type;
  return type?.array ? undefined : type?.name;
}

/** The columns and indexes with that collation. Walks all relations. */
export function usersOfCollation(x: Execution, name: string): ObjectAddress[] {
  return [...allRelations(x.catalog)].flatMap(({ oid, columns, index }) => [
    ...columns.filter(({ collation }) => collation === name).map(({ number }) => ({ oid, column: number })),
    ...(index?.collations.includes(name) ? [{ oid }] : []),
  ]);
}
