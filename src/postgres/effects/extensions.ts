// CREATE and ALTER EXTENSION: the types that an extension brings, and who belongs to it. src/backend/commands/extension.c
import type { AlterExtensionContentsStmt, AlterExtensionStmt, CreateExtensionStmt, DefElem, Node } from '@pgsql/types';
import { add, depend, findType, getAs, named, put, undepend } from '../catalog/catalog.ts';
import type { CatalogObject, Extension, Oid, Routine, Type } from '../catalog/objects.ts';
import { contribFunction, typesOfExtension, type Volatility } from '../volatility.ts';
import { defElems } from './column-definition.ts';
import { changed, type Execution, fails, lock } from './execution.ts';
import type { Family } from './family.ts';
import { type Name, nameOfList, relationNamed } from './names.ts';

export const extensionNamed = (x: Execution, name: string | undefined): Extension | undefined =>
  getAs(x.catalog, named(x.catalog, 'extension', '', name ?? '')[0], 'extension');

const optionText = (options: readonly DefElem[], name: string): string | undefined => {
  const arg = options.find(({ defname }) => defname === name)?.arg;
  return arg && 'String' in arg ? arg.String.sval : undefined;
};

/** Extensions whose control file names their schema. */
const fixedSchemas: Record<string, string> = {
  plpgsql: 'pg_catalog',
  adminpack: 'pg_catalog',
  pg_cron: 'pg_catalog',
  postgis_topology: 'topology',
  postgis_tiger_geocoder: 'tiger',
};

/** What CASCADE installs along. */
const requirements: Record<string, readonly string[]> = {
  earthdistance: ['cube'],
  postgis_raster: ['postgis'],
  postgis_topology: ['postgis'],
  postgis_sfcgal: ['postgis'],
  postgis_tiger_geocoder: ['postgis', 'fuzzystrmatch'],
};

function createExtension(x: Execution, node: CreateExtensionStmt): void {
  const name = node.extname ?? '';
  if (extensionNamed(x, name)) {
    if (!node.if_not_exists) fails(x, `extension "${name}" already exists`, '42710');
    return;
  }
  const options = defElems(node.options);
  const schema = fixedSchemas[name] ?? optionText(options, 'schema') ?? x.searchPath[0] ?? 'public';
  const missing = (requirements[name] ?? []).filter((required) => !extensionNamed(x, required));
  const cascade = options.some(({ defname }) => defname === 'cascade');
  if (cascade) for (const required of missing) install(x, required, fixedSchemas[required] ?? schema);
  else if (missing.length && x.catalog.created > 0) {
    fails(x, `required extension "${missing[0]}" is not installed`, '42704', {
      certain: false,
      unless: 'it was installed before',
    });
  }
  install(x, name, schema);
}

function install(x: Execution, name: string, schema: string): void {
  const [catalog, extension] = add(
    x.catalog,
    (oid): Extension => ({ class: 'extension', oid, born: x.step, name, schema }),
  );
  x.catalog = catalog;
  for (const type of typesOfExtension(name)) addMemberType(x, extension, type);
  changed(x, 'create', { kind: 'extension', name, oid: extension.oid });
}

/** Domains that contrib brings, with the type below. */
const memberDomains: Record<string, { readonly base: string; readonly checked: boolean }> = {
  lo: { base: 'oid', checked: false },
  earth: { base: 'cube', checked: true },
};

function addMemberType(x: Execution, extension: Extension, name: string): void {
  if (findType(x.catalog, extension.schema, name)) return;
  const domain = memberDomains[name];
  const base = domain && { name: domain.base, modifiers: [], array: false, known: true };
  const [catalog, type] = add(
    x.catalog,
    (oid): Type => ({
      class: 'type',
      oid,
      born: x.step,
      kind: domain ? 'domain' : 'base',
      schema: extension.schema,
      name,
      extension: extension.oid,
      // What constrains `earth` are three CHECKs, of which only that they exist matters.
      ...(base ? { base, notNull: domain.checked } : {}),
    }),
  );
  x.catalog = depend(catalog, { from: type.oid, on: extension.oid, kind: 'extension' });
}

/** A function of an installed extension, added to the catalog when it is first called: some bring hundreds. */
export function extensionRoutine(x: Execution, { schema, name }: Name, count: number): Routine | undefined {
  const found = contribFunction(name, count, x.version);
  const extension = found && extensionNamed(x, found.extension);
  if (!extension) return undefined;
  const reachable = schema === undefined ? x.searchPath.includes(extension.schema) : schema === extension.schema;
  return reachable ? addMemberRoutine(x, extension, { name, count, volatility: found.volatility }) : undefined;
}

function addMemberRoutine(
  x: Execution,
  extension: Extension,
  given: { name: string; count: number; volatility: Volatility },
): Routine {
  const [catalog, routine] = add(
    x.catalog,
    (oid): Routine => ({
      class: 'function',
      oid,
      born: extension.born,
      kind: 'function',
      schema: extension.schema,
      name: given.name,
      arguments: Array.from({ length: given.count }, () => ({
        name: 'unknown',
        modifiers: [],
        array: false,
        known: false,
      })),
      volatility: given.volatility,
      language: 'c',
      defaults: 0,
      variadic: false,
      extension: extension.oid,
    }),
  );
  x.catalog = depend(catalog, { from: routine.oid, on: extension.oid, kind: 'extension' });
  return routine;
}

function alterExtension(x: Execution, node: AlterExtensionStmt): void {
  const extension = extensionNamed(x, node.extname);
  changed(x, 'alter', { kind: 'extension', name: node.extname ?? '', ...(extension ? { oid: extension.oid } : {}) });
}

/** ADD and DROP of a member: a relation is locked as COMMENT locks it. */
function alterContents(x: Execution, node: AlterExtensionContentsStmt): void {
  const extension = extensionNamed(x, node.extname);
  const member = memberOf(x, node);
  if (member?.class === 'relation') lock(x, member, 'ShareUpdateExclusiveLock');
  if (extension && member) setMembership(x, extension.oid, member, node.action !== -1);
  changed(x, 'alter', { kind: 'extension', name: node.extname ?? '', ...(extension ? { oid: extension.oid } : {}) });
}

const relationKinds = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'foreign-table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_SEQUENCE: 'sequence',
} as const;

function memberOf(x: Execution, { objtype, object }: AlterExtensionContentsStmt): CatalogObject | undefined {
  const kind = relationKinds[objtype as keyof typeof relationKinds];
  return kind ? relationNamed(x, nameOfList(itemsOf(object)), kind) : undefined;
}

const itemsOf = (node: Node | undefined): Node[] => (node && 'List' in node ? (node.List.items ?? []) : []);

function setMembership(x: Execution, extension: Oid, member: CatalogObject, belongs: boolean): void {
  x.catalog = put(x.catalog, { ...member, extension: belongs ? extension : undefined });
  x.catalog = belongs
    ? depend(x.catalog, { from: member.oid, on: extension, kind: 'extension' })
    : undepend(x.catalog, extension, member.oid);
}

export const extensionsFamily: Family = {
  CreateExtensionStmt: { source: 'sql-createextension', run: createExtension },
  AlterExtensionStmt: { source: 'sql-alterextension', run: alterExtension },
  AlterExtensionContentsStmt: { source: 'sql-alterextension', run: alterContents },
};
