// Statements that lock no relation: databases, roles, foreign data, languages, casts, operators, text search, notifications.
import type { AlterDatabaseStmt, CreateCastStmt, ImportForeignSchemaStmt, Node } from '@pgsql/types';
import { add, depend } from '../catalog/catalog.ts';
import type { CastObject } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { changed, type Execution, refuseInTransaction } from './execution.ts';
import type { Family, NodeKind } from './family.ts';
import { newRelation } from './names.ts';
import { castName } from './type-change.ts';
import { resolveType } from './types.ts';

type Entry = { readonly source: string; readonly run: (x: Execution) => void };

/** A statement that only changes catalogs which nothing else here looks at. */
const nothing = (source: string): Entry => ({ source, run: () => undefined });

/** PreventInTransactionBlock, src/backend/tcop/utility.c */
const alone = (source: string, statement: string): Entry => ({
  source,
  run: (x) => refuseInTransaction(x, statement),
});

const optionNames = (options: readonly Node[] | undefined): string[] =>
  (options ?? []).flatMap((option) => ('DefElem' in option ? (option.DefElem.defname ?? []) : []));

function alterDatabase(x: Execution, node: AlterDatabaseStmt): void {
  if (optionNames(node.options).includes('tablespace')) refuseInTransaction(x, 'ALTER DATABASE SET TABLESPACE');
}

const contexts: Record<string, CastObject['context']> = {
  COERCION_IMPLICIT: 'implicit',
  COERCION_ASSIGNMENT: 'assignment',
};

/** Remembered, since a cast WITHOUT FUNCTION lets a column's type change without a rewrite. */
function createCast(x: Execution, node: CreateCastStmt): void {
  const [from, to] = [resolveType(x, node.sourcetype), resolveType(x, node.targettype)];
  const [catalog, cast] = add(
    x.catalog,
    (oid): CastObject => ({
      class: 'cast',
      oid,
      born: x.step,
      name: castName(from, to),
      method: node.func ? 'function' : node.inout ? 'text' : 'binary',
      context: contexts[node.context ?? ''] ?? 'explicit',
    }),
  );
  x.catalog = catalog;
  for (const on of [from.oid, to.oid])
    if (on !== undefined) x.catalog = depend(x.catalog, { from: cast.oid, on, kind: 'normal' });
  changed(x, 'create', { kind: 'cast', name: cast.name, oid: cast.oid });
}

/** The tables that LIMIT TO names are made; without it only the other server knows. */
function importForeignSchema(x: Execution, node: ImportForeignSchemaStmt): void {
  if (node.list_type !== 'FDW_IMPORT_SCHEMA_LIMIT_TO') return;
  for (const table of node.table_list ?? []) {
    if (!('RangeVar' in table)) continue;
    const names = { schema: node.local_schema ?? 'public', name: table.RangeVar.relname ?? '' };
    const made = newRelation(x, { ...names, kind: 'foreign-table', known: false });
    changed(x, 'create', { kind: 'foreign table', name: qualifiedName(made), oid: made.oid });
  }
}

const entries: Partial<Record<NodeKind, Entry>> = {
  CreatedbStmt: alone('sql-createdatabase', 'CREATE DATABASE'),
  DropdbStmt: alone('sql-dropdatabase', 'DROP DATABASE'),
  AlterDatabaseSetStmt: nothing('sql-alterdatabase'),
  AlterDatabaseRefreshCollStmt: nothing('sql-alterdatabase'),
  CreateTableSpaceStmt: alone('sql-createtablespace', 'CREATE TABLESPACE'),
  DropTableSpaceStmt: alone('sql-droptablespace', 'DROP TABLESPACE'),
  AlterTableSpaceOptionsStmt: nothing('sql-altertablespace'),
  AlterSystemStmt: alone('sql-altersystem', 'ALTER SYSTEM'),
  CreateRoleStmt: nothing('sql-createrole'),
  AlterRoleStmt: nothing('sql-alterrole'),
  AlterRoleSetStmt: nothing('sql-alterrole'),
  DropRoleStmt: nothing('sql-droprole'),
  GrantRoleStmt: nothing('sql-grant'),
  AlterDefaultPrivilegesStmt: nothing('sql-alterdefaultprivileges'),
  AlterFdwStmt: nothing('sql-alterforeigndatawrapper'),
  AlterForeignServerStmt: nothing('sql-alterserver'),
  CreateUserMappingStmt: nothing('sql-createusermapping'),
  AlterUserMappingStmt: nothing('sql-alterusermapping'),
  DropUserMappingStmt: nothing('sql-dropusermapping'),
  CreatePLangStmt: nothing('sql-createlanguage'),
  CreateConversionStmt: nothing('sql-createconversion'),
  CreateTransformStmt: nothing('sql-createtransform'),
  CreateAmStmt: nothing('sql-create-access-method'),
  CreateOpClassStmt: nothing('sql-createopclass'),
  CreateOpFamilyStmt: nothing('sql-createopfamily'),
  AlterOpFamilyStmt: nothing('sql-alteropfamily'),
  AlterOperatorStmt: nothing('sql-alteroperator'),
  AlterCollationStmt: nothing('sql-altercollation'),
  AlterTSDictionaryStmt: nothing('sql-altertsdictionary'),
  AlterTSConfigurationStmt: nothing('sql-altertsconfig'),
  LoadStmt: nothing('sql-load'),
  ListenStmt: nothing('sql-listen'),
  UnlistenStmt: nothing('sql-unlisten'),
  NotifyStmt: nothing('sql-notify'),
};

export const otherFamily: Family = {
  ...(entries as Family),
  AlterDatabaseStmt: { source: 'sql-alterdatabase', run: alterDatabase },
  CreateCastStmt: { source: 'sql-createcast', run: createCast },
  ImportForeignSchemaStmt: { source: 'sql-importforeignschema', run: importForeignSchema },
};
