// The rows and values that a statement writes, as far as its text tells them.
import type { Node, SelectStmt } from '@pgsql/types';
import type { Column, Relation } from '../catalog/objects.ts';
import type { Query } from './query.ts';
import { stringsOf } from './query-columns.ts';
import type { Write } from './query-run.ts';

/** A row of INSERT or the SET of UPDATE: values by column, `default` where DEFAULT is written. */
export type Row = ReadonlyMap<string, Node | 'default'>;

export interface NewRows {
  /** The columns that the statement gives values for. */
  readonly columns: readonly Column[];
  /** Absent where the rows come from a query. */
  readonly rows?: readonly Row[];
}

/** What INSERT or MERGE inserts; `names` are the table's names of the columns that the statement names. */
export function newRows(table: Relation, { node, target }: Query, names: Write['names']): NewRows {
  if (!('InsertStmt' in node)) return { columns: table.columns };
  const { cols, selectStmt } = node.InsertStmt;
  const named = cols?.flatMap((col) => ('ResTarget' in col ? (col.ResTarget.name ?? '') : [])) ?? [...names.keys()];
  const order = (named.length ? named : table.columns.map(({ name }) => name)).map((name) => names.get(name) ?? name);
  const columns = table.columns.filter(({ name }) => order.includes(name));
  if (!selectStmt) return { columns: [], rows: [new Map()] };
  const lists = 'SelectStmt' in selectStmt && target ? rowLists(selectStmt.SelectStmt) : undefined;
  return lists ? { columns, rows: lists.map((items) => rowOf(order, items)) } : { columns };
}

/** The rows of VALUES, or the one row of a SELECT that reads nothing. */
function rowLists(select: SelectStmt): (readonly Node[])[] | undefined {
  if (select.valuesLists) return select.valuesLists.map((list) => ('List' in list ? (list.List.items ?? []) : []));
  const { targetList, fromClause, whereClause, havingClause, limitCount, limitOffset, larg } = select;
  if (!targetList || (fromClause ?? whereClause ?? havingClause ?? limitCount ?? limitOffset ?? larg)) return undefined;
  const items = targetList.flatMap((target) => ('ResTarget' in target ? (target.ResTarget.val ?? []) : []));
  return items.some((item) => 'FuncCall' in item) ? undefined : [items];
}

const rowOf = (order: readonly string[], items: readonly Node[]): Row =>
  new Map(items.map((item, at) => [order[at] ?? '', 'SetToDefault' in item ? ('default' as const) : item]));

/** The values that SET assigns, by the table's column names; `c = c` changes nothing. */
export function assignedValues({ query, names }: Write): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const node of targetLists(query.node)) {
    const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
    const same = val && 'ColumnRef' in val && stringsOf(val.ColumnRef.fields).at(-1) === name;
    if (name !== undefined && val && !same) found.set(names.get(name) ?? name, val);
  }
  return found;
}

function targetLists(node: Node): readonly Node[] {
  if ('UpdateStmt' in node) return node.UpdateStmt.targetList ?? [];
  if ('InsertStmt' in node) return node.InsertStmt.onConflictClause?.targetList ?? [];
  const clauses = 'MergeStmt' in node ? (node.MergeStmt.mergeWhenClauses ?? []) : [];
  return clauses.flatMap((clause) =>
    'MergeWhenClause' in clause && clause.MergeWhenClause.commandType === 'CMD_UPDATE'
      ? (clause.MergeWhenClause.targetList ?? [])
      : [],
  );
}
