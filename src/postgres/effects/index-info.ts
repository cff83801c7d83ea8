// What the catalog keeps of an index: columns by number, expressions, the constraint that owns it, and what it depends on.
// src/backend/catalog/index.c, ComputeIndexAttrs in src/backend/commands/indexcmds.c
import { depend } from '../catalog/catalog.ts';
import type { IndexInfo, Relation } from '../catalog/objects.ts';
import { columnNumber } from './columns.ts';
import { newConstraint } from './constraint-object.ts';
import { change, current, type Execution, fails, lock, since } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import type { IndexDefinition, IndexKey } from './index-definition.ts';
import { comparable } from './index-match.ts';
import { columnNames } from './index-names.ts';

/** The column's number; fails where the table is known not to have it. */
function keyColumn(x: Execution, table: Relation, name: string): number | undefined {
  const number = columnNumber(x, table, name);
  if (number === undefined) fails(x, `column "${name}" does not exist`, '42703');
  return number;
}

const numberNamed = (table: Relation) => (name: string) => table.columns.find((column) => column.name === name)?.number;

/** IndexInfo as the definition says, for `table`; fails on columns that do not exist. */
export function indexInfo(x: Execution, table: Relation, definition: IndexDefinition): IndexInfo {
  const { keys, include, predicate } = definition;
  const numbers = keys.map((key) => (key.expression ? undefined : keyColumn(x, table, key.name ?? '')));
  const included = include.flatMap((name) => keyColumn(x, table, name) ?? []);
  const expressions = keys.flatMap((key) => key.expression ?? []);
  const now = current(x, table);
  return {
    table: table.oid,
    unique: definition.unique,
    primary: definition.primary,
    exclusion: definition.exclusion,
    method: definition.method,
    keys: numbers,
    include: included,
    expressionColumns: expressions.flatMap((expression) => expressionFacts(x, expression, now).columns),
    predicateColumns: predicate ? expressionFacts(x, predicate, now).columns : [],
    hasExpressions: expressions.length > 0,
    partial: predicate !== undefined,
    valid: true,
    nullsNotDistinct: definition.nullsNotDistinct ?? false,
    columnNames: definition.columnNames ?? columnNames([...keys, ...include.map((name) => ({ name }))]),
    collations: keys.map((key, i) => collationOf(key, now, numbers[i])),
    operatorClasses: keys.map(classOf),
    expressions: expressions.map((expression) => comparable(expression, numberNamed(now))),
    ...(predicate ? { predicate: comparable(predicate, numberNamed(now)) } : {}),
    ...(definition.definition ? { definition: definition.definition } : {}),
  };
}

/** What it says, else its column's; undefined for the database's. */
const collationOf = ({ collation }: IndexKey, table: Relation, key: number | undefined): string | undefined =>
  collation === 'default' ? undefined : (collation ?? table.columns.find(({ number }) => number === key)?.collation);

/** Classes of other families than the type's default one; `int4_ops` and the like say nothing new. EXCLUDE adds its operator. */
const classOf = ({ operatorClass = '', operator }: IndexKey): string =>
  (/pattern|path|trgm|minmax_multi|bloom|^inet_ops$/.test(operatorClass) ? operatorClass : '') +
  (operator === undefined ? '' : ` with ${operator}`);

/** index_constraint_create: the constraint bears the index's name. */
export function addIndexConstraint(x: Execution, index: Relation, table: Relation, definition: IndexDefinition): void {
  // Deferrable ones are checked by a trigger, and CreateTrigger locks the table, each partition included.
  if (definition.deferrable) lock(x, table, 'ShareRowExclusiveLock');
  const columns = (index.index?.keys ?? []).flatMap((key) => key ?? []);
  const kind = definition.primary ? 'primary-key' : definition.unique ? 'unique' : 'exclusion';
  const constraint = newConstraint(x, {
    kind,
    name: index.name,
    relation: table.oid,
    columns,
    deferrable: definition.deferrable ?? false,
    noInherit: table.kind !== 'partitioned-table',
    index: index.oid,
  });
  const now = current(x, table);
  change(x, table.oid, { constraints: [...now.constraints, constraint.oid] });
  if (index.index) change(x, index.oid, { index: { ...index.index, constraint: constraint.oid } });
  x.catalog = depend(x.catalog, { from: index.oid, on: constraint.oid, kind: 'internal' });
  dependOnColumns(x, constraint.oid, table, [...columns, ...(index.index?.include ?? [])]);
}

function dependOnColumns(x: Execution, from: number, table: Relation, columns: readonly number[]): void {
  for (const onColumn of columns) x.catalog = depend(x.catalog, { from, on: table.oid, onColumn, kind: 'auto' });
  if (columns.length === 0) x.catalog = depend(x.catalog, { from, on: table.oid, kind: 'auto' });
}

/** The index's own edges: on columns (through the constraint where there is one), and on what its expressions call. */
export function recordIndexDependencies(
  x: Execution,
  index: Relation,
  table: Relation,
  definition: IndexDefinition,
): void {
  const info = index.index;
  if (!info) return;
  const columns = [...info.keys.flatMap((key) => key ?? []), ...info.include];
  const read = [...info.expressionColumns, ...info.predicateColumns];
  if (!definition.isConstraint) dependOnColumns(x, index.oid, table, [...columns, ...read]);
  const expressions = [
    ...definition.keys.flatMap((key) => key.expression ?? []),
    ...(definition.predicate ? [definition.predicate] : []),
  ];
  for (const expression of expressions) {
    const facts = expressionFacts(x, expression, current(x, table));
    recordExpressionDependencies(x, index.oid, facts, 'auto', current(x, table));
  }
}

/** A unique index over a partitioned table must include the columns of its partition key. DefineIndex, indexcmds.c */
export function refuseMissingPartitionKeys(
  x: Execution,
  table: Relation,
  definition: IndexDefinition,
  info: IndexInfo,
): void {
  const key = table.partitionKey;
  const unique = definition.unique || definition.primary || definition.exclusion;
  if (table.kind !== 'partitioned-table' || !key || !unique || x.failed) return;
  const word = definition.primary ? 'PRIMARY KEY' : definition.exclusion && !definition.unique ? 'EXCLUDE' : 'UNIQUE';
  if (definition.exclusion && !definition.unique && !since(x, 17)) {
    fails(x, `cannot create exclusion constraint on partitioned table "${table.name}"`, '0A000');
  } else if (key.columns.includes(undefined)) {
    fails(x, `unsupported ${word} constraint with partition key definition`, '0A000');
  } else if (key.columns.some((column) => !info.keys.includes(column))) {
    fails(
      x,
      `${word === 'EXCLUDE' ? 'exclusion' : 'unique'} constraint on partitioned table must include all partitioning columns`,
      '0A000',
    );
  }
}
