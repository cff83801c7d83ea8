// PREPAREd queries of the session, which EXECUTE names. src/backend/commands/prepare.c
import type { ExecuteStmt, Node } from '@pgsql/types';
import { emptyMap, mapDelete, mapGet, mapSet } from '../catalog/persistent-map.ts';
import type { Execution } from './execution.ts';

/** The query with the values that EXECUTE gives in the place of its parameters: a custom plan sees them as constants. */
export function preparedQuery(x: Execution, { name, params }: ExecuteStmt): Node | undefined {
  const query = x.catalog.prepared && mapGet(x.catalog.prepared, name ?? '');
  return query && (withParameters(query, params ?? []) as Node);
}

function withParameters(node: unknown, values: readonly Node[]): unknown {
  if (Array.isArray(node)) return node.map((item) => withParameters(item, values));
  if (node === null || typeof node !== 'object') return node;
  const number = 'ParamRef' in node ? (node.ParamRef as { number?: number }).number : undefined;
  const value = number === undefined ? undefined : values[number - 1];
  return value ?? Object.fromEntries(Object.entries(node).map(([key, item]) => [key, withParameters(item, values)]));
}

export function rememberPrepared(x: Execution, name: string, query: Node): void {
  x.catalog = { ...x.catalog, prepared: mapSet(x.catalog.prepared ?? emptyMap<string, Node>(), name, query) };
}

/** Without a name all are forgotten. */
export function forgetPrepared(x: Execution, name?: string): void {
  const { prepared } = x.catalog;
  if (prepared) x.catalog = { ...x.catalog, prepared: name === undefined ? emptyMap() : mapDelete(prepared, name) };
}
