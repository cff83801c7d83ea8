// What writing rows locks when it runs: the partitions rows go to, sequences of defaults, and the other side of foreign keys.
// src/backend/executor/nodeModifyTable.c, src/backend/utils/adt/ri_triggers.c
import type { Node } from '@pgsql/types';
import { dependentsOf } from '../catalog/catalog.ts';
import type { Column, Constraint, Relation } from '../catalog/objects.ts';
import { columnNamed, columnNumbered } from './column-lookup.ts';
import { current, type Execution, lock, lockAll, type Note, objectAs, write } from './execution.ts';
import { assignedValues, type NewRows, newRows, type Row } from './new-rows.ts';
import { routeRow } from './partition-pruning.ts';
import { constantValue } from './partition-values.ts';
import { lockAncestors } from './query-planning.ts';
import { eventsOf } from './query-rewriting.ts';
import type { QueryRun, Write } from './query-run.ts';
import { descendants, relationsOf } from './tree.ts';
import { isKeyed, isUnbounded } from './unbounded.ts';

const riSource = 'src/backend/utils/adt/ri_triggers.c';

export function writeRows(run: QueryRun): void {
  for (const given of run.writes) {
    const { x } = run;
    const { query } = given;
    if (run.replaced.has(query)) continue;
    const target = current(x, given.relation);
    write(x, target, query.command === 'select' ? 'update' : query.command, {
      unbounded: isUnbounded(target, query),
      keyed: isKeyed(x, target, query),
    });
    const events = eventsOf(query);
    if (target.kind === 'view') continue;
    if (events.includes('insert')) insertRows(x, target, given);
    if (events.includes('update')) updateRows(x, target, given);
    if (events.includes('delete')) deleteRows(x, target, new Set());
  }
}

const ifRows: Note = { certain: false, unless: 'no row is written' };

function insertRows(x: Execution, table: Relation, { query, names }: Write): void {
  const { columns, rows } = newRows(table, query, names);
  const conflict = 'InsertStmt' in query.node && query.node.InsertStmt.onConflictClause;
  const surely = query.command === 'insert' && rows !== undefined && !conflict;
  placeRows(x, table, { columns, ...(rows ? { rows } : {}) }, surely ? {} : ifRows);
}

/** Rows on their way into a table: partitions, sequences, referenced tables. `note` tells whether there surely are any. */
export function placeRows(x: Execution, table: Relation, given: NewRows, note: Note): void {
  lockAncestors(x, table, note);
  for (const row of given.rows ?? []) routeTo(x, table, row, note);
  for (const column of table.columns) {
    const taken = given.rows ? given.rows.some((row) => isDefault(row, column)) : !given.columns.includes(column);
    if (taken) for (const sequence of sequencesOf(x, table, column)) lock(x, sequence, 'RowExclusiveLock', note);
  }
  for (const constraint of foreignKeysOf(x, table)) {
    if (mayReference(table, constraint, given)) lockReferenced(x, constraint, note, given.rows);
  }
}

const isDefault = (row: Row, column: Column): boolean => (row.get(column.name) ?? 'default') === 'default';

/** The partitions a row with constant keys goes to. */
function routeTo(x: Execution, table: Relation, row: Row, note: Note): void {
  const found = routeRow(x, table, (name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    const value = row.get(name);
    if (value === undefined && !note.unless && column && column.default === undefined && !column.identity) return null;
    return value === 'default' ? undefined : constantValue(value, column?.type);
  });
  lockAll(x, found ?? [], 'RowExclusiveLock', note);
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

function lockReferenced(x: Execution, constraint: Constraint, note: Note, rows: readonly Row[] = []): void {
  const [referenced] = relationsOf(x, constraint.references === undefined ? [] : [constraint.references]);
  const [table] = relationsOf(x, [constraint.relation]);
  if (!referenced || !table) return;
  const riNote = { ...note, source: riSource };
  lock(x, referenced, 'RowShareLock', riNote);
  for (const row of rows) {
    const found = routeRow(x, referenced, (name) => {
      const key = columnNamed(referenced, name);
      const at = constraint.referencedColumns?.indexOf(key?.number ?? 0) ?? -1;
      const value = row.get(columnNumbered(table, constraint.columns[at])?.name ?? '');
      return value === undefined || value === 'default' ? undefined : constantValue(value, key?.type);
    });
    lockAll(x, found ?? [], 'RowShareLock', riNote);
  }
}

function updateRows(x: Execution, table: Relation, given: Write): void {
  const values = assignedValues(given);
  const updated = new Set(table.columns.filter(({ name }) => values.has(name)).map(({ number }) => number));
  lockAncestors(x, table, ifRows);
  const moved = movedRow(table, values);
  if (moved) routeTo(x, table, moved, ifRows);
  for (const constraint of foreignKeysOf(x, table)) {
    if (moved || constraint.columns.some((number) => updated.has(number))) lockReferenced(x, constraint, ifRows);
  }
  for (const constraint of referencing(x, table)) {
    if (!constraint.referencedColumns?.some((number) => updated.has(number))) continue;
    lockReferencing(x, constraint, constraint.onUpdate);
  }
}

/** A row that SET gives another partition key is deleted here and inserted where it belongs. */
function movedRow(table: Relation, values: ReadonlyMap<string, Node>): Row | undefined {
  const keys = table.partitionKey?.columns ?? [];
  return keys.some((number) => values.has(columnNumbered(table, number)?.name ?? '')) ? values : undefined;
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
