// CREATE VIEW, CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW.
// src/backend/commands/view.c (DefineView), src/backend/commands/createas.c (ExecCreateTableAs)
import type { CreateTableAsStmt, RangeVar, ViewStmt } from '@pgsql/types';
import { depend, findRelation } from '../catalog/catalog.ts';
import type { Column, Relation, RelationKind } from '../catalog/objects.ts';
import { change, changed, type Execution, fails, lock, since } from './execution.ts';
import type { Family } from './family.ts';
import { assume, creationSchema, historyIsWhole, mayBeThere, nameOfRange, newRelation } from './names.ts';
import { preparedQuery } from './prepared.ts';
import type { OutputColumn, Query } from './query.ts';
import { analyzeQuery } from './query-analysis.ts';
import { stringsOf } from './query-columns.ts';
import { dependOnQueries, forgetQueries, storedQuery } from './query-dependencies.ts';
import { entriesOf, lockQuery, type Stage } from './query-locks.ts';

export const viewsFamily: Family = {
  ViewStmt: { source: 'sql-createview', run: createView },
  CreateTableAsStmt: { source: 'sql-createtableas', run: (x, node) => createTableAs(x, node) },
};

function createView(x: Execution, node: ViewStmt): void {
  if (!node.query || !node.view) return;
  const query = lockQuery(x, node.query, 'analyze');
  const temporary = node.view.relpersistence === 't' || [...entriesOf(query)].some(isTemporary);
  const place = placeOf(x, temporary ? { ...node.view, schemaname: 'pg_temp' } : node.view);
  const existing = findRelation(x.catalog, place.schema, place.name) ?? assumedView(x, node, place);
  const columns = query.output && numbered(query.output, stringsOf(node.aliases));
  if (existing) {
    replaceView(x, existing, { node, query, columns });
    return;
  }
  const view = newRelation(x, { ...place, kind: 'view', ...shape(columns), query: storedQuery(query) });
  changed(x, 'create', { kind: 'view', name: `${place.schema}.${place.name}`, oid: view.oid });
  dependOnQueries(x, view.oid, [query]);
  dependOnTypes(x, view);
}

const isTemporary = ({ relation }: { relation?: Relation }): boolean => relation?.persistence === 'temporary';

type Place = Pick<Relation, 'schema' | 'name'>;

function placeOf(x: Execution, range: RangeVar): Place {
  const name = nameOfRange(range);
  return { schema: creationSchema(x, name), name: name.name };
}

/** Without any history OR REPLACE is taken to find a view. */
const assumedView = (x: Execution, { replace }: ViewStmt, place: Place): Relation | undefined =>
  replace && x.catalog.created === 0 ? assume(x, place, 'view') : undefined;

/** Columns that are not known leave the relation's shape unknown. */
const shape = (columns: readonly Column[] | undefined) =>
  columns ? { columns, nextColumn: columns.length + 1, known: true } : { columns: [], known: false };

const unknownType = { name: 'unknown', modifiers: [], array: false, known: false } as const;

const numbered = (output: readonly OutputColumn[], names: readonly string[]): Column[] =>
  output.map(({ name, type }, at) => ({
    number: at + 1,
    name: names[at] ?? name,
    type: type ?? unknownType,
    notNull: false,
    local: true,
    inherited: 0,
  }));

function dependOnTypes(x: Execution, { oid, columns }: Relation): void {
  for (const { number, type } of columns) {
    if (type.oid !== undefined)
      x.catalog = depend(x.catalog, { from: oid, fromColumn: number, on: type.oid, kind: 'normal' });
  }
}

interface NewView {
  readonly node: ViewStmt;
  readonly query: Query;
  readonly columns: readonly Column[] | undefined;
}

/** DefineVirtualRelation: OR REPLACE may only add columns. */
function replaceView(x: Execution, view: Relation, { node, query, columns }: NewView): void {
  if (!node.replace) {
    fails(x, `relation "${view.name}" already exists`, '42P07', { certain: view.known });
    return;
  }
  if (view.kind !== 'view') {
    fails(x, `"${view.name}" is not a view`, '42809', { certain: view.known });
    return;
  }
  const unsure = view.known || historyIsWhole(x) ? {} : { certain: false, unless: `${view.name} does not exist yet` };
  lock(x, view, 'AccessExclusiveLock', unsure);
  if (view.known && columns) checkColumns(x, view, columns);
  if (x.failed) return;
  if (view.query) forgetQueries(x, view.oid, [analyzeQuery(x, view.query)]);
  const next = change(x, view.oid, { ...shape(columns), query: storedQuery(query) });
  changed(x, 'alter', { kind: 'view', name: `${view.schema}.${view.name}`, oid: view.oid });
  dependOnQueries(x, view.oid, [query]);
  dependOnTypes(x, next);
}

/** checkViewColumns. Types are compared only where both can be read off the text. */
function checkColumns(x: Execution, view: Relation, columns: readonly Column[]): void {
  if (columns.length < view.columns.length) fails(x, 'cannot drop columns from view', '42P16');
  for (const [at, old] of view.columns.entries()) {
    const column = columns[at];
    if (x.failed || !column) return;
    if (column.name !== old.name)
      fails(x, `cannot change name of view column "${old.name}" to "${column.name}"`, '42P16');
    else if (column.type.known && old.type.known && differs(column, old)) {
      fails(x, `cannot change data type of view column "${old.name}"`, '42P16');
    }
  }
}

const differs = ({ type: a }: Column, { type: b }: Column): boolean =>
  a.name !== b.name || a.array !== b.array || a.oid !== b.oid || a.modifiers.join() !== b.modifiers.join();

/** CREATE TABLE AS and its like. `stage` is how far its query gets when it is not run: EXPLAIN plans it. */
export function createTableAs(x: Execution, node: CreateTableAsStmt, stage: Stage = 'execute'): void {
  const { into } = node;
  if (!into?.rel) return;
  const place = placeOf(x, into.rel);
  const existing = findRelation(x.catalog, place.schema, place.name);
  const source = node.query && 'ExecuteStmt' in node.query ? preparedQuery(x, node.query.ExecuteStmt) : node.query;
  const checked = stage === 'execute' || since(x, 14);
  if (existing?.known && !node.if_not_exists && checked) {
    fails(x, `relation "${place.name}" already exists`, '42P07');
    return;
  }
  const skipped = (existing !== undefined && checked) || into.skipData;
  const query = source && lockQuery(x, source, skipped ? 'analyze' : stage);
  if (existing || stage !== 'execute') return;
  const kind: RelationKind = node.objtype === 'OBJECT_MATVIEW' ? 'materialized-view' : 'table';
  const columns = query?.output && numbered(query.output, stringsOf(into.colNames));
  const table = newRelation(x, {
    ...place,
    kind,
    ...shape(columns),
    ...(into.rel.relpersistence === 'u' ? { persistence: 'unlogged' } : {}),
    ...(node.if_not_exists && mayBeThere(x, existing) ? { maybeOlder: true } : {}),
    ...(into.tableSpaceName ? { tablespace: into.tableSpaceName } : {}),
    ...(into.accessMethod ? { accessMethod: into.accessMethod } : {}),
    ...(query && kind === 'materialized-view' ? { query: storedQuery(query) } : {}),
  });
  const word = kind === 'table' ? 'table' : 'materialized view';
  changed(x, 'create', { kind: word, name: `${place.schema}.${place.name}`, oid: table.oid });
  if (query && kind === 'materialized-view') dependOnQueries(x, table.oid, [query]);
  dependOnTypes(x, table);
}
