// Foreign servers and their wrappers, kept only for what DROP … CASCADE takes along: the foreign tables on them. src/backend/commands/foreigncmds.c
import type { CreateFdwStmt, CreateForeignServerStmt, CreateForeignTableStmt } from '@pgsql/types';
import { add, depend, named } from '../catalog/catalog.ts';
import type { ForeignServer, Oid } from '../catalog/objects.ts';
import { changed, type Execution } from './execution.ts';
import { extensionNamed } from './extensions.ts';
import type { Family } from './family.ts';
import { findRelationNamed, nameOfRange } from './names.ts';

/** A wrapper bears the name of its extension in all of contrib. */
function createServer(x: Execution, node: CreateForeignServerStmt): void {
  const name = node.servername ?? '';
  if (named(x.catalog, 'server', '', name).length > 0) return;
  const oid = addServer(x, name);
  const wrapper = named(x.catalog, 'foreign-data-wrapper', '', node.fdwname ?? '')[0];
  if (wrapper !== undefined) x.catalog = depend(x.catalog, { from: oid, on: wrapper, kind: 'normal' });
  const extension = extensionNamed(x, node.fdwname);
  if (extension) x.catalog = depend(x.catalog, { from: oid, on: extension.oid, kind: 'normal' });
  changed(x, 'create', { kind: 'server', name, oid });
}

function createWrapper(x: Execution, node: CreateFdwStmt): void {
  const name = node.fdwname ?? '';
  const oid = addServer(x, name, 'foreign-data-wrapper');
  changed(x, 'create', { kind: 'foreign-data wrapper', name, oid });
}

function addServer(x: Execution, name: string, kind: ForeignServer['class'] = 'server'): Oid {
  const [catalog, server] = add(x.catalog, (oid): ForeignServer => ({ class: kind, oid, born: x.step, name }));
  x.catalog = catalog;
  return server.oid;
}

/** Ties a foreign table that CREATE FOREIGN TABLE has just made to its server. */
export function dependOnServer(x: Execution, node: CreateForeignTableStmt): void {
  const table = findRelationNamed(x, nameOfRange(node.base?.relation ?? {}));
  if (table?.kind !== 'foreign-table' || table.born !== x.step) return;
  const name = node.servername ?? '';
  const on = named(x.catalog, 'server', '', name)[0] ?? addServer(x, name);
  x.catalog = depend(x.catalog, { from: table.oid, on, kind: 'normal' });
}

export const foreignServersFamily: Family = {
  CreateFdwStmt: { source: 'sql-createforeigndatawrapper', run: createWrapper },
  CreateForeignServerStmt: { source: 'sql-createserver', run: createServer },
};
