// Names as PostgreSQL resolves them: search_path, folded and quoted names, temporary schemas, and what an unknown name is taken for.
// src/backend/catalog/namespace.c
import type { RangeVar } from '@pgsql/types';
import { add, findRelation, getAs, named } from '../catalog/catalog.ts';
import type { Relation, RelationKind, Schema } from '../catalog/objects.ts';
import { change, type Execution, existedBefore } from './execution.ts';

export interface Name {
  /** Absent where the statement does not qualify the name. */
  readonly schema?: string;
  readonly name: string;
}

/** `[{String: {sval}}, …]`, as DROP, COMMENT and function names have it: the last is the name, the one before its schema. */
export function nameOfList(list: readonly unknown[] | undefined): Name {
  const parts = (list ?? []).map((item) => (item as { String?: { sval?: string } }).String?.sval ?? '');
  const schema = parts.at(-2);
  return { ...(schema === undefined ? {} : { schema }), name: parts.at(-1) ?? '' };
}

export const nameOfRange = (range: RangeVar): Name => ({
  ...(range.relpersistence === 't'
    ? { schema: 'pg_temp' }
    : range.schemaname
      ? { schema: foldTemp(range.schemaname) }
      : {}),
  name: range.relname ?? '',
});

/** `pg_temp_3` and `pg_temp` are the session's own temporary schema. */
const foldTemp = (schema: string): string => (/^pg_temp(_\d+)?$/.test(schema) ? 'pg_temp' : schema);

/** Catalogs, information_schema and TOAST: never reported. */
const isSystemName = (x: Execution, { schema, name }: Name): boolean =>
  schema === undefined
    ? name.startsWith('pg_') && !x.searchPath.some((path) => findRelation(x.catalog, path, name))
    : schema === 'pg_catalog' || schema === 'information_schema' || schema === 'pg_toast';

/** The schemas in which an unqualified name is looked for: the session's temporary one comes first. */
export const lookupPath = (x: Execution, schema: string | undefined): readonly string[] =>
  schema === undefined ? ['pg_temp', ...x.searchPath] : [foldTemp(schema)];

/** What the catalog knows under that name, without assuming anything. */
export function findRelationNamed(x: Execution, name: Name): Relation | undefined {
  for (const schema of lookupPath(x, name.schema)) {
    const found = findRelation(x.catalog, schema, name.name);
    if (found) return found;
  }
  return undefined;
}

/** Whether history starts at the beginning and has named every relation so far: then what it does not know does not exist. */
export const historyIsWhole = (x: Execution): boolean => x.catalog.assumed === 0 && x.catalog.created > 0;

/** Whether IF NOT EXISTS may find what history never made; `mentioned` is what an earlier statement took to be there. */
export const mayBeThere = (x: Execution, mentioned: Relation | undefined): boolean =>
  mentioned !== undefined || !(historyIsWhole(x) || x.afterHistory);

/**
 * The relation that a statement names. One that history does not know is taken to exist, as `kind`, and remembered; with
 * `missingOk` (IF EXISTS) only where history is not whole. Undefined for catalogs, and for what does not exist.
 */
export function relationNamed(
  x: Execution,
  name: Name,
  kind: RelationKind = 'table',
  missingOk = false,
): Relation | undefined {
  const found = findRelationNamed(x, name);
  if (found) return found;
  if (isSystemName(x, name) || (missingOk && historyIsWhole(x))) return undefined;
  return assume(x, name, kind);
}

export const rangeRelation = (
  x: Execution,
  range: RangeVar | undefined,
  kind: RelationKind = 'table',
  missingOk = false,
): Relation | undefined => (range ? relationNamed(x, nameOfRange(range), kind, missingOk) : undefined);

/** A relation that was made before history begins: in the schema named, or the first of the search_path. */
export function assume(x: Execution, { schema, name }: Name, kind: RelationKind): Relation {
  const made = newRelation(x, { schema: schema ?? x.searchPath[0] ?? 'public', name, kind });
  x.catalog = { ...x.catalog, assumed: x.catalog.assumed + 1, created: x.catalog.created - 1 };
  const assumed = change(x, made.oid, { known: false, born: -1 });
  existedBefore(x, assumed);
  return assumed;
}

type NewRelation = Pick<Relation, 'schema' | 'name' | 'kind'> & Partial<Relation>;

/** Adds a relation born in this statement, empty but for what is given. */
export function newRelation(x: Execution, given: NewRelation): Relation {
  const [catalog, relation] = add(
    x.catalog,
    (oid): Relation => ({
      class: 'relation',
      oid,
      born: x.step,
      persistence: given.schema === 'pg_temp' ? 'temporary' : 'permanent',
      known: true,
      columns: [],
      nextColumn: (given.columns?.length ?? 0) + 1,
      constraints: [],
      referencedBy: [],
      indexes: [],
      triggers: [],
      rules: [],
      policies: [],
      statistics: [],
      parents: [],
      children: [],
      ...given,
    }),
  );
  x.catalog = { ...catalog, created: catalog.created + 1 };
  return relation;
}

/** The schema a new object goes to: the first of the search_path that exists; without history all of them do. */
export function creationSchema(x: Execution, name: Name): string {
  if (name.schema !== undefined) return foldTemp(name.schema);
  if (!x.afterHistory && x.catalog.created === 0) return x.searchPath[0] ?? 'public';
  const exists = (path: string) => named(x.catalog, 'schema', '', path).length > 0;
  return x.searchPath.find(exists) ?? x.searchPath[0] ?? 'public';
}

export const schemaNamed = (x: Execution, name: string): Schema | undefined =>
  getAs(x.catalog, named(x.catalog, 'schema', '', name)[0], 'schema');
