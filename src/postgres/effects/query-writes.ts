// What writing rows locks when it runs: the partitions rows go to, sequences of defaults, and the other side of foreign keys.
// src/backend/executor/nodeModifyTable.c, src/backend/utils/adt/ri_triggers.c
import type { Node } from '@pgsql/types';
import { dependentsOf } from '../catalog/catalog.ts';
import type { Column, Constraint, Relation } from '../catalog/objects.ts';
import { columnNumbered } from './column-lookup.ts';
import { current, type Execution, lock, lockAll, type Note, objectAs, write } from './execution.ts';
import { routeRow } from './partition-pruning.ts';
import { constantValue } from './partition-values.ts';
import type { Query } from './query.ts';
import { lockAncestors } from './query-planning.ts';
import { eventsOf } from './query-rewriting.ts';
import type { QueryRun } from './query-run.ts';
import { descendants, relationsOf } from './tree.ts';
import { isUnbounded } from './unbounded.ts';

const riSource = 'src/backend/utils/adt/ri_triggers.c';

export function writeRows(run: QueryRun): void {
  for (const { query, relation } of run.writes) {
    if (run.replaced.has(query)) continue;
    const target = current(run.x, relation);
    write(run.x, target, query.command === 'select' ? 'update' : query.command, {
      unbounded: isUnbounded(target, query),
    });
    const events = eventsOf(query);
    if (target.kind === 'view') continue;
    if (events.includes('insert')) insertRows(run.x, target, query);
    if (events.includes('update')) updateRows(run.x, target, query);
    if (events.includes('delete')) deleteRows(run.x, target, new Set());
  }
}

const ifRows: Note = { certain: false, unless: 'no row is written' };

/** A row of INSERT: its values by column, `default` where none is given. */
type Row = ReadonlyMap<string, Node | 'default'>;

/** The rows of VALUES, or one row of unknown values. */
export interface NewRows {
  readonly columns: readonly Column[];
  /** Absent where the rows come from a query. */
  readonly rows?: readonly Row[];
}

function insertRows(x: Execution, table: Relation, query: Query): void {
  const { columns, rows } = newRows(table, query);
  const conflict = 'InsertStmt' in query.node && query.node.InsertStmt.onConflictClause;
  const surely = query.command === 'insert' && rows !== undefined && !conflict;
  placeRows(x, table, { columns, rows }, surely ? {} : ifRows);
}

/** Rows on their way into a table: partitions, sequences, referenced tables. `note` tells whether there surely are any. */
export function placeRows(x: Execution, table: Relation, given: NewRows, note: Note): void {
  lockAncestors(x, table, note);
  for (const row of given.rows ?? []) routeTo(x, table, row);
  for (const column of table.columns) {
    const taken = given.rows ? given.rows.some((row) => isDefault(row, column)) : !given.columns.includes(column);
    if (taken) for (const sequence of sequencesOf(x, table, column)) lock(x, sequence, 'RowExclusiveLock', note);
  }
  for (const constraint of foreignKeysOf(x, table)) {
    if (mayReference(table, constraint, given)) lockReferenced(x, constraint, note);
  }
}

const isDefault = (row: Row, column: Column): boolean => (row.get(column.name) ?? 'default') === 'default';

function newRows(table: Relation, { node }: Query): NewRows {
  if ('MergeStmt' in node) return { columns: table.columns };
  const insert = 'InsertStmt' in node ? node.InsertStmt : undefined;
  const names = insert?.cols?.flatMap((col) => ('ResTarget' in col ? (col.ResTarget.name ?? '') : []));
  const columns = table.columns.filter(({ name }) => !names || names.includes(name));
  if (insert && !insert.selectStmt) return { columns: [], rows: [new Map()] };
  const lists =
    insert?.selectStmt && 'SelectStmt' in insert.selectStmt ? insert.selectStmt.SelectStmt.valuesLists : undefined;
  if (!lists) return { columns };
  const order = names ?? table.columns.map(({ name }) => name);
  return { columns, rows: lists.map((list) => rowOf(order, list)) };
}

function rowOf(order: readonly string[], list: Node): Row {
  const items = 'List' in list ? (list.List.items ?? []) : [];
  return new Map(items.map((item, at) => [order[at] ?? '', 'SetToDefault' in item ? ('default' as const) : item]));
}

/** The partitions a row with constant keys goes to. */
function routeTo(x: Execution, table: Relation, row: Row): void {
  const found = routeRow(x, table, (name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    const value = row.get(name);
    if (value === undefined && column && column.default === undefined && !column.identity) return null;
    return value === 'default' ? undefined : constantValue(value, column?.type);
  });
  lockAll(x, found ?? [], 'RowExclusiveLock');
}

/** The sequences that a column's default draws from. */
function sequencesOf(x: Execution, table: Relation, column: Column): Relation[] {
  const owned = dependentsOf(x.catalog, table.oid, column.number).map(({ from }) => from);
  const own = relationsOf(x, owned).filter(
    ({ ownedBy }) => ownedBy && (ownedBy.identity || column.default !== undefined),
  );
  return own;
}

const foreignKeysOf = (x: Execution, table: Relation): Constraint[] =>
  table.constraints
    .flatMap((oid) => objectAs(x, oid, 'constraint') ?? [])
    .filter(({ kind, enforced, references }) => kind === 'foreign-key' && enforced && references !== undefined);

/** No row is looked up for a key with a NULL in it. */
function mayReference(table: Relation, { columns }: Constraint, { rows, columns: given }: NewRows): boolean {
  const keys = columns.map((number) => columnNumbered(table, number));
  const isNull = (row: Row) => keys.some((key) => key && isNullIn(row, key));
  if (rows) return !rows.every(isNull);
  return keys.every((key) => !key || given.includes(key) || key.default !== undefined || key.identity);
}

function isNullIn(row: Row, key: Column): boolean {
  const value = row.get(key.name);
  if (value === undefined || value === 'default') return key.default === undefined && !key.identity;
  return 'A_Const' in value && value.A_Const.isnull === true;
}

function lockReferenced(x: Execution, { references }: Constraint, note: Note): void {
  const [referenced] = relationsOf(x, references === undefined ? [] : [references]);
  if (referenced) lock(x, referenced, 'RowShareLock', { ...note, source: riSource });
}

function updateRows(x: Execution, table: Relation, query: Query): void {
  const updated = updatedColumns(table, query);
  lockAncestors(x, table, ifRows);
  for (const constraint of foreignKeysOf(x, table)) {
    if (constraint.columns.some((number) => updated.has(number))) lockReferenced(x, constraint, ifRows);
  }
  for (const constraint of referencing(x, table)) {
    if (!constraint.referencedColumns?.some((number) => updated.has(number))) continue;
    lockReferencing(x, constraint, constraint.onUpdate);
  }
}

/** The columns that SET names. */
function updatedColumns(table: Relation, { node }: Query): ReadonlySet<number> {
  const names = targetLists(node).flatMap((target) => ('ResTarget' in target ? (target.ResTarget.name ?? []) : []));
  return new Set(table.columns.filter(({ name }) => names.includes(name)).map(({ number }) => number));
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

/** Foreign keys of other tables on this one; those that partitions of such tables repeat are left out. */
const referencing = (x: Execution, table: Relation): Constraint[] =>
  table.referencedBy
    .flatMap((oid) => objectAs(x, oid, 'constraint') ?? [])
    .filter(({ enforced, parent, relation }) => {
      const above = objectAs(x, parent, 'constraint');
      return enforced && (!above || above.relation === relation);
    });

/** CASCADE and SET write to the referencing table, the others look for rows there with FOR KEY SHARE. */
function lockReferencing(x: Execution, constraint: Constraint, action: string | undefined): Relation | undefined {
  const [table] = relationsOf(x, [constraint.relation]);
  if (!table) return undefined;
  const mode = /^[cnd]$/.test(action ?? 'a') ? 'RowExclusiveLock' : 'RowShareLock';
  const note = { ...ifRows, source: riSource };
  lock(x, table, mode, note);
  if (table.kind === 'partitioned-table') lockAll(x, descendants(x, table), mode, note);
  return table;
}

function deleteRows(x: Execution, table: Relation, seen: Set<number>): void {
  if (seen.has(table.oid)) return;
  seen.add(table.oid);
  for (const constraint of referencing(x, table)) {
    const other = lockReferencing(x, constraint, constraint.onDelete);
    if (other && constraint.onDelete === 'c') deleteRows(x, other, seen);
  }
}
