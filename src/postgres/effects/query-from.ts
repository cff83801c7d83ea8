// FROM: what each item offers to the query, which lock its relations take, and which conditions of joins limit which side.
// src/backend/parser/parse_clause.c (transformFromClauseItem)
import type { Alias, JoinExpr, Node, RangeSubselect, RangeVar } from '@pgsql/types';
import { relationBy } from '../catalog/catalog.ts';
import type { Oid, Relation } from '../catalog/objects.ts';
import { nameOfRange, relationNamed } from './names.ts';
import type { OutputColumn, Query, RangeEntry } from './query.ts';
import { stringsOf } from './query-columns.ts';
import { addCondition, walk } from './query-expressions.ts';
import { findCommonTable, relationColumns, type Scope, type Visible } from './query-scope.ts';

/** What a FROM item brings: its columns in order, the names it makes visible, and the entries below it. */
export interface FromItem {
  readonly columns: readonly OutputColumn[] | undefined;
  readonly visible: readonly Visible[];
  readonly entries: readonly RangeEntry[];
}

const nothing: FromItem = { columns: [], visible: [], entries: [] };

/** A RangeVar of a stored query names its relation by oid, so that renames and the search_path do not matter. */
export type StoredRange = RangeVar & { readonly oid?: Oid };

export const rangeTarget = (scope: Scope, range: StoredRange): Relation | undefined =>
  range.oid === undefined ? relationNamed(scope.x, nameOfRange(range)) : relationBy(scope.x.catalog, range.oid);

/** Reads FROM items into the scope, each able to see those before it (LATERAL). */
export function readFrom(scope: Scope, items: readonly Node[] | undefined): void {
  for (const node of items ?? []) {
    const item = readItem(scope, node);
    scope.visible.push(...item.visible);
    scope.star.push(item.columns);
  }
}

function readItem(scope: Scope, node: Node): FromItem {
  if ('RangeVar' in node) return readRange(scope, node.RangeVar);
  if ('RangeSubselect' in node) return readSubselect(scope, node.RangeSubselect);
  if ('JoinExpr' in node) return readJoin(scope, node.JoinExpr);
  if ('RangeTableSample' in node) {
    walk(scope, [node.RangeTableSample.args, node.RangeTableSample.repeatable]);
    return node.RangeTableSample.relation ? readItem(scope, node.RangeTableSample.relation) : nothing;
  }
  walk(scope, node);
  const alias = (Object.values(node)[0] as { alias?: Alias } | undefined)?.alias;
  const name = alias?.aliasname ?? functionName(node);
  return { columns: undefined, visible: [{ name, columns: functionColumns(name, alias) }], entries: [] };
}

const functionName = (node: Node): string | undefined => {
  const call = 'RangeFunction' in node ? node.RangeFunction.functions?.[0] : undefined;
  const first = call && 'List' in call ? call.List.items?.[0] : undefined;
  return first && 'FuncCall' in first ? stringsOf(first.FuncCall.funcname).at(-1) : undefined;
};

/** Without an alias's column list only the function's definition tells what it returns. */
const functionColumns = (name: string | undefined, alias: Alias | undefined): readonly OutputColumn[] | undefined =>
  alias?.colnames && [...stringsOf(alias.colnames), ...(name ? [name] : [])].map((column) => ({ name: column }));

function readRange(scope: Scope, range: StoredRange): FromItem {
  const common = range.schemaname || range.oid !== undefined ? undefined : findCommonTable(scope, range.relname ?? '');
  if (common) return readCommonTable(scope, range, common);
  const relation = rangeTarget(scope, range);
  const name = range.alias?.aliasname ?? range.relname;
  if (!relation) return { ...nothing, columns: undefined, visible: [{ name, columns: undefined }] };
  return addEntry(scope, relationEntry(scope, relation, range));
}

/** The entry of a relation in FROM. */
export function relationEntry(scope: Scope, relation: Relation, range: StoredRange): RangeEntry {
  const name = range.alias?.aliasname ?? range.relname;
  const forUpdate = isLocked(scope, name);
  return withColumns(relationColumns(scope.x, relation), range.alias, {
    name,
    relation,
    range,
    only: !range.inh,
    mode: forUpdate ? 'RowShareLock' : 'AccessShareLock',
    forUpdate,
  });
}

const isLocked = ({ locked }: Scope, name: string | undefined): boolean =>
  locked === 'all' || (name !== undefined && locked.has(name));

type Offered = readonly Omit<OutputColumn, 'source'>[] | undefined;

/** Gives an entry the columns it offers, renamed as its alias says, each knowing where it comes from. */
function withColumns(
  offered: Offered,
  alias: Alias | undefined,
  given: Omit<RangeEntry, 'columns' | 'used'>,
): RangeEntry {
  const renamed = stringsOf(alias?.colnames);
  const entry: RangeEntry & { columns: readonly OutputColumn[] | undefined } = {
    ...given,
    columns: undefined,
    used: new Set(),
  };
  entry.columns = offered?.map((column, at) => ({
    ...column,
    name: renamed[at] ?? column.name,
    source: { entry, column: column.name },
  }));
  return entry;
}

function addEntry(scope: Scope, entry: RangeEntry): FromItem {
  scope.query.entries.push(entry);
  return { columns: entry.columns, visible: [{ name: entry.name, columns: entry.columns, entry }], entries: [entry] };
}

function readCommonTable(scope: Scope, range: RangeVar, common: NonNullable<RangeEntry['common']>): FromItem {
  common.references++;
  const names = common.columns ?? [];
  const offered = common.query?.output?.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
  const plain =
    offered?.map(({ name, type }) => ({ name, ...(type ? { type } : {}) })) ?? names.map((name) => ({ name }));
  const entry = withColumns(plain, range.alias, {
    name: range.alias?.aliasname ?? range.relname,
    common,
    only: false,
    mode: 'AccessShareLock',
    forUpdate: false,
  });
  return addEntry(scope, entry);
}

function readSubselect(scope: Scope, { subquery, alias }: RangeSubselect): FromItem {
  if (!subquery) return nothing;
  const forUpdate = isLocked(scope, alias?.aliasname);
  const query: Query = scope.analyze(subquery, scope, forUpdate);
  const offered = query.output?.map(({ name, type }) => ({ name, ...(type ? { type } : {}) }));
  const entry = withColumns(offered, alias, {
    name: alias?.aliasname,
    subquery: query,
    only: false,
    mode: 'AccessShareLock',
    forUpdate,
  });
  return addEntry(scope, entry);
}

function readJoin(scope: Scope, join: JoinExpr): FromItem {
  const left = join.larg ? readItem(scope, join.larg) : nothing;
  const inside: Scope = { ...scope, visible: [...scope.visible, ...left.visible] };
  const right = join.rarg ? readItem(inside, join.rarg) : nothing;
  const both: Scope = { ...scope, visible: [...left.visible, ...right.visible], outer: scope };
  walk(both, join.quals);
  if (join.quals) addCondition(both, join.quals, limited(join, left, right));
  const columns = joinColumns(join, left.columns, right.columns, scope);
  const entries = [...left.entries, ...right.entries];
  if (join.alias?.aliasname) {
    const renamed = stringsOf(join.alias.colnames);
    const named = columns?.map((column, at) => ({ ...column, name: renamed[at] ?? column.name }));
    return { columns: named, visible: [{ name: join.alias.aliasname, columns: named }], entries };
  }
  return { columns, visible: [...left.visible, ...right.visible], entries };
}

/** The entries that ON can rule out: an outer join keeps every row of its other side. */
function limited({ jointype }: JoinExpr, left: FromItem, right: FromItem): readonly RangeEntry[] {
  if (jointype === 'JOIN_LEFT') return right.entries;
  if (jointype === 'JOIN_RIGHT') return left.entries;
  return jointype === 'JOIN_FULL' ? [] : [...left.entries, ...right.entries];
}

type Columns = readonly OutputColumn[] | undefined;

function joinColumns(join: JoinExpr, left: Columns, right: Columns, scope: Scope): Columns {
  const names = join.isNatural
    ? (left ?? []).map(({ name }) => name).filter((name) => right?.some((column) => column.name === name))
    : stringsOf(join.usingClause);
  if (names.length) useMerged(scope, names, [left, right]);
  if (!left || !right) return undefined;
  const merged = names.flatMap(
    (name) => (join.jointype === 'JOIN_RIGHT' ? right : left).find((c) => c.name === name) ?? [],
  );
  const rest = [...left, ...right].filter(({ name }) => !names.includes(name));
  return [...merged, ...rest];
}

/** USING and NATURAL compare the columns of both sides. */
function useMerged({ x }: Scope, names: readonly string[], sides: readonly Columns[]): void {
  for (const column of sides.flatMap((side) => side ?? [])) {
    const { entry, column: name } = column.source ?? {};
    if (!entry?.relation || !names.includes(column.name)) continue;
    const number = relationBy(x.catalog, entry.relation.oid)?.columns.find((other) => other.name === name)?.number;
    if (number !== undefined) entry.used.add(number);
  }
}
