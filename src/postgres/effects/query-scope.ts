// Names inside a query: which column or relation a reference means, looked for from the innermost query outwards.
// src/backend/parser/parse_relation.c (colNameToVar, scanNameSpaceForRefname)
import type { Node } from '@pgsql/types';
import type { Relation } from '../catalog/objects.ts';
import { columnNumber } from './column-lookup.ts';
import { current, type Execution } from './execution.ts';
import type { CommonTable, OutputColumn, Query, RangeEntry } from './query.ts';

/** Something that qualifies columns: a range table entry, or a join with an alias. */
export interface Visible {
  readonly name: string | undefined;
  readonly columns: readonly OutputColumn[] | undefined;
  readonly entry?: RangeEntry;
}

export interface Scope {
  readonly x: Execution;
  readonly query: Query;
  readonly visible: Visible[];
  /** What `*` stands for, in order; an entry is undefined where an item's columns are not known. */
  readonly star: (readonly OutputColumn[] | undefined)[];
  readonly commonTables: CommonTable[];
  readonly outer?: Scope;
  /** Names in FOR UPDATE OF; `all` without OF, or when the query around it is locked. */
  readonly locked: 'all' | ReadonlySet<string>;
  /** Analyses a subquery; `locked` where FOR UPDATE reaches into it. */
  readonly analyze: (node: Node, outer: Scope, locked: boolean) => Query;
}

export function findCommonTable(scope: Scope | undefined, name: string): CommonTable | undefined {
  for (let at = scope; at; at = at.outer) {
    const found = at.commonTables.findLast((table) => table.name === name);
    if (found) return found;
  }
  return undefined;
}

const fieldNames = (fields: readonly Node[]): string[] =>
  fields.flatMap((field) => ('String' in field ? [field.String.sval ?? ''] : []));

/** Finds what a ColumnRef means and notes that the query uses it. */
export function resolveColumn(scope: Scope, fields: readonly Node[]): OutputColumn | undefined {
  const names = fieldNames(fields);
  const star = fields.some((field) => 'A_Star' in field);
  if (star) {
    const all = names.length ? wholeRow(scope, names.at(-1)) : scope.star.flatMap((columns) => columns ?? []);
    for (const column of all) use(scope.x, column);
    return undefined;
  }
  const name = names.at(-1) ?? '';
  if (names.length > 1) return qualified(scope, names.at(-2), name) ?? attribute(scope, names);
  return unqualified(scope, name);
}

/** The columns that `name.*` stands for. */
export const wholeRow = (scope: Scope, name: string | undefined): readonly OutputColumn[] =>
  findVisible(scope, name)?.columns ?? [];

function findVisible(scope: Scope, name: string | undefined): Visible | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = at.visible.find((item) => item.name === name && name !== undefined);
    if (found) return found;
  }
  return undefined;
}

function qualified(scope: Scope, qualifier: string | undefined, name: string): OutputColumn | undefined {
  const item = findVisible(scope, qualifier);
  if (!item) return undefined;
  const column = item.columns?.find((candidate) => candidate.name === name) ?? assumed(scope.x, item, name);
  return column && use(scope.x, column);
}

/** `(table.column).attribute` written without parentheses, or a relation qualified by its schema: the first name that fits. */
function attribute(scope: Scope, names: readonly string[]): OutputColumn | undefined {
  return names.length > 2 ? qualified(scope, names.at(-3), names.at(-2) ?? '') : undefined;
}

function unqualified(scope: Scope, name: string): OutputColumn | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = at.visible.flatMap(({ columns }) => columns?.find((column) => column.name === name) ?? []);
    for (const column of found) use(scope.x, column);
    if (found[0]) return found[0];
    const open = at.visible.filter((item) => item.columns === undefined);
    if (open.length > 1) return undefined;
    const column = open[0] && assumed(scope.x, open[0], name);
    if (column) return use(scope.x, column);
  }
  for (const column of wholeRow(scope, name)) use(scope.x, column);
  return undefined;
}

/** A column that history does not tell, of a relation whose columns it does not tell. */
function assumed(x: Execution, { entry, columns }: Visible, name: string): OutputColumn | undefined {
  if (!entry?.relation || columns !== undefined) return undefined;
  const type = current(x, entry.relation).columns.find((column) => column.name === name)?.type;
  return { name, source: { entry, column: name }, ...(type?.known ? { type } : {}) };
}

function use(x: Execution, column: OutputColumn): OutputColumn {
  const { entry, column: name } = column.source ?? {};
  const number = entry?.relation && name !== undefined ? columnNumber(x, entry.relation, name) : undefined;
  if (number !== undefined) entry?.used.add(number);
  return column;
}

/** The columns of a relation as a query sees them; undefined where history does not tell. */
export function relationColumns(x: Execution, relation: Relation): readonly Omit<OutputColumn, 'source'>[] | undefined {
  const { known, columns } = current(x, relation);
  if (!known || (relation.kind === 'sequence' && !columns.length)) return undefined;
  return columns.map(({ name, type }) => ({ name, ...(type.known ? { type } : {}) }));
}
