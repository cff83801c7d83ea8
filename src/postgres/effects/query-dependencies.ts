// What a stored query needs: the relations, columns, functions, sequences and types that views, rules and policies hold on to.
// src/backend/catalog/dependency.c (find_expr_references_walker)
import type { FuncCall, Node } from '@pgsql/types';
import { depend, undepend } from '../catalog/catalog.ts';
import type { Oid } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import { expressionFacts, routinesNamed } from './expression.ts';
import { nameOfList } from './names.ts';
import type { Query } from './query.ts';
import type { StoredRange } from './query-from.ts';
import { entriesOf, innerQueries, readsOf } from './query-locks.ts';
import { resolveType } from './types.ts';

interface Need {
  readonly on: Oid;
  readonly onColumn?: number;
}

/** Makes `from` depend on everything that the queries mention, but for `own`, the relation it belongs to anyway. */
export function dependOnQueries(x: Execution, from: Oid, queries: readonly Query[], own?: Oid): void {
  for (const need of queries.flatMap((query) => needsOf(x, query))) {
    if (need.on === own && need.onColumn === undefined) continue;
    x.catalog = depend(x.catalog, { from, ...need, kind: 'normal' });
  }
}

/** Undoes `dependOnQueries`, for what OR REPLACE and ALTER replace. */
export function forgetQueries(x: Execution, from: Oid, queries: readonly Query[], own?: Oid): void {
  for (const { on } of queries.flatMap((query) => needsOf(x, query))) {
    if (on !== own) x.catalog = undepend(x.catalog, on, from);
  }
}

function needsOf(x: Execution, query: Query): Need[] {
  const reads = readsOf(query).flatMap(({ relation, columns }): Need[] => {
    const numbers = columns === 'all' ? relation.columns.map(({ number }) => number) : columns;
    return [{ on: relation.oid }, ...numbers.map((onColumn) => ({ on: relation.oid, onColumn }))];
  });
  const keys = everyQuery(query).flatMap((each) => each.keys.map((on) => ({ on })));
  return [
    ...reads,
    ...keys,
    ...everyQuery(query).flatMap(({ calls }) => calls.flatMap((call) => callNeeds(x, call))),
    ...typeNeeds(x, query.node),
  ];
}

/** The query and every one in it. */
export const everyQuery = (query: Query): Query[] => [
  query,
  ...query.entries.flatMap(({ subquery }) => (subquery ? everyQuery(subquery) : [])),
  ...innerQueries(query).flatMap(everyQuery),
];

function callNeeds(x: Execution, call: FuncCall): Need[] {
  const routines = routinesNamed(x, nameOfList(call.funcname), call.args?.length ?? 0);
  const { sequences } = expressionFacts(x, { FuncCall: { funcname: call.funcname, args: call.args?.slice(0, 1) } });
  return [...routines, ...sequences].map(({ oid }) => ({ on: oid }));
}

/** Types that casts name. */
function typeNeeds(x: Execution, node: unknown): Need[] {
  if (Array.isArray(node)) return node.flatMap((item) => typeNeeds(x, item));
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([kind, value]) => {
    const { oid } = kind === 'typeName' ? resolveType(x, value) : {};
    return oid === undefined ? typeNeeds(x, value) : [{ on: oid }];
  });
}

/** The query's tree with every relation named by oid, as PostgreSQL stores it: renames and search_path no longer matter. */
export function storedQuery(query: Query): Node {
  const oids = new Map<unknown, Oid>();
  for (const { range, relation } of entriesOf(query)) if (range && relation) oids.set(range, relation.oid);
  return withOids(query.node, oids) as Node;
}

function withOids(node: unknown, oids: ReadonlyMap<unknown, Oid>): unknown {
  if (Array.isArray(node)) return node.map((item) => withOids(item, oids));
  if (node === null || typeof node !== 'object') return node;
  const oid = oids.get(node);
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withOids(value, oids)]));
  return oid === undefined ? copy : ({ ...copy, oid } satisfies StoredRange);
}
