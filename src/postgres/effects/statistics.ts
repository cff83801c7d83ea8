// CREATE STATISTICS and ALTER STATISTICS … SET STATISTICS. src/backend/commands/statscmds.c
import type { CreateStatsStmt, StatsElem } from '@pgsql/types';
import { add, depend, named } from '../catalog/catalog.ts';
import type { Relation, Statistics } from '../catalog/objects.ts';
import { columnNumber } from './columns.ts';
import { change, changed, current, type Execution, fails, lock, since } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import type { Family } from './family.ts';
import { nameAddition, objectName } from './index-names.ts';
import { creationSchema, nameOfList, rangeRelation } from './names.ts';

function createStatistics(x: Execution, stmt: CreateStatsStmt): void {
  const elements = (stmt.exprs ?? []).flatMap((node) => ('StatsElem' in node ? (node.StatsElem as StatsElem) : []));
  refuseSyntax(x, stmt, elements);
  if (x.failed) return;
  const node = stmt.relations?.[0];
  const table = rangeRelation(x, node && 'RangeVar' in node ? node.RangeVar : undefined);
  if (!table) return;
  lock(x, table, 'ShareUpdateExclusiveLock');
  if (!['table', 'materialized-view', 'foreign-table', 'partitioned-table'].includes(table.kind)) {
    const before15 = `relation "${table.name}" is not a table, foreign table, or materialized view`;
    fails(x, since(x, 15) ? `cannot define statistics for relation "${table.name}"` : before15, '42809');
    return;
  }
  const object = statisticsName(x, stmt, table, elements);
  if (named(x.catalog, 'statistics', object.schema, object.name).length > 0) {
    if (!stmt.if_not_exists) fails(x, `statistics object "${object.name}" already exists`, '42710');
    return;
  }
  addStatistics(x, table, object, elements);
}

/** Expressions came in 14, leaving out the name in 16. */
function refuseSyntax(x: Execution, stmt: CreateStatsStmt, elements: readonly StatsElem[]): void {
  const tooNew = (!since(x, 14) && elements.some(({ expr }) => expr)) || (!since(x, 16) && !stmt.defnames?.length);
  if (tooNew) {
    fails(x, 'syntax error', '42601');
    return;
  }
  if (elements.length === 1 && !elements[0]?.expr) {
    fails(x, 'extended statistics require at least 2 columns', '42P17');
  }
}

/** Named as `schema.name`, or chosen in the table's schema: ChooseExtendedStatisticName. */
function statisticsName(x: Execution, stmt: CreateStatsStmt, table: Relation, elements: readonly StatsElem[]) {
  if (stmt.defnames?.length) {
    const name = nameOfList(stmt.defnames);
    return { schema: creationSchema(x, name), name: name.name };
  }
  const { schema } = table;
  const columns = nameAddition(elements.map(({ name }) => name ?? 'expr'));
  for (let pass = 0; ; pass++) {
    const name = objectName(table.name, columns, `stat${pass || ''}`);
    if (named(x.catalog, 'statistics', schema, name).length === 0) return { schema, name };
  }
}

function addStatistics(
  x: Execution,
  table: Relation,
  { schema, name }: { schema: string; name: string },
  elements: readonly StatsElem[],
): void {
  const own = elements.flatMap((element) => (element.name ? numberOf(x, table, element.name) : []));
  const facts = elements.map(({ expr }) => expressionFacts(x, expr, current(x, table)));
  if (x.failed) return;
  const columns = [...new Set([...own, ...facts.flatMap((each) => each.columns)])];
  const [catalog, statistics] = add(
    x.catalog,
    (oid): Statistics => ({
      class: 'statistics',
      oid,
      born: x.step,
      schema,
      name,
      relation: table.oid,
      columns,
    }),
  );
  x.catalog = catalog;
  const { oid } = statistics;
  for (const onColumn of columns) x.catalog = depend(x.catalog, { from: oid, on: table.oid, onColumn, kind: 'auto' });
  if (columns.length === 0) x.catalog = depend(x.catalog, { from: oid, on: table.oid, kind: 'auto' });
  for (const each of facts) recordExpressionDependencies(x, oid, each, 'auto', current(x, table));
  change(x, table.oid, { statistics: [...current(x, table).statistics, oid] });
  changed(x, 'create', { kind: 'statistics', name: `${schema}.${name}`, oid });
}

function numberOf(x: Execution, table: Relation, name: string): number[] {
  const number = columnNumber(x, table, name);
  if (number !== undefined) return [number];
  fails(x, `column "${name}" does not exist`, '42703');
  return [];
}

export const statisticsFamily: Family = {
  CreateStatsStmt: { source: 'sql-createstatistics', run: createStatistics },
  // It changes the statistics object alone, under no lock of the table.
  AlterStatsStmt: { source: 'sql-alterstatistics', run: () => undefined },
};
