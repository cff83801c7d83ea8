// PREPAREd queries of the session, which EXECUTE names. src/backend/commands/prepare.c
import type { Node } from '@pgsql/types';
import { emptyMap, mapDelete, mapGet, mapSet } from '../catalog/persistent-map.ts';
import type { Execution } from './execution.ts';

export const preparedNamed = (x: Execution, name: string | undefined): Node | undefined =>
  x.catalog.prepared && mapGet(x.catalog.prepared, name ?? '');

export function rememberPrepared(x: Execution, name: string, query: Node): void {
  x.catalog = { ...x.catalog, prepared: mapSet(x.catalog.prepared ?? emptyMap<string, Node>(), name, query) };
}

/** Without a name all are forgotten. */
export function forgetPrepared(x: Execution, name?: string): void {
  const { prepared } = x.catalog;
  if (prepared) x.catalog = { ...x.catalog, prepared: name === undefined ? emptyMap() : mapDelete(prepared, name) };
}
