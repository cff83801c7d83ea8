// CREATE TABLE and CREATE FOREIGN TABLE: INHERITS, PARTITION OF, OF type, LIKE and everything written inline.
// src/backend/commands/tablecmds.c (DefineRelation), src/backend/parser/parse_utilcmd.c (transformCreateStmt)
import type {
  ColumnDef,
  Constraint as ConstraintNode,
  CreateStmt,
  Node,
  PartitionBoundSpec,
  PartitionSpec,
} from '@pgsql/types';
import { depend, findRelation, getAs, relationBy, remove } from '../catalog/catalog.ts';
import type { Column, PartitionKey, Relation, RelationKind } from '../catalog/objects.ts';
import { outsideBoundImplied } from './alter-table/bound-proof.ts';
import { type ColumnDefinition, columnDefinition, constraintOf } from './column-definition.ts';
import { addColumn, changeColumn, columnNamed, defaultExpression, linkChild, setDefault } from './columns.ts';
import { addCheck, addNotNull, constraintsOf, notNullConstraint } from './constraints.ts';
import { change, changed, current, type Execution, fails, lock, lockAll, scan } from './execution.ts';
import type { Family } from './family.ts';
import { addForeignKey, cloneForeignKeys } from './foreign-keys.ts';
import { dependOnServer } from './foreign-servers.ts';
import { createIndex, definitionOfConstraint, ensurePartitionIndexes } from './index-creation.ts';
import { copyLike } from './like.ts';
import { creationSchema, mayBeThere, nameOfRange, newRelation, rangeRelation } from './names.ts';
import { cloneTriggers } from './partition-triggers.ts';
import { defaultPartition, descendants } from './tree.ts';
import { resolveType } from './types.ts';

export const createTableFamily: Family = {
  CreateStmt: { source: 'sql-createtable', run: (x, node) => createTable(x, node, 'table') },
  CreateForeignTableStmt: {
    source: 'sql-createforeigntable',
    run: (x, node) => {
      createTable(x, (node.base ?? {}) as CreateStmt, 'foreign-table');
      dependOnServer(x, node);
    },
  },
};

function createTable(x: Execution, node: CreateStmt, plainKind: RelationKind): void {
  const name = nameOfRange(node.relation ?? {});
  const schema = creationSchema(x, name);
  const existing = findRelation(x.catalog, schema, name.name);
  const maybeOlder = node.if_not_exists && mayBeThere(x, existing);
  if (existing) {
    if (!node.if_not_exists) fails(x, `relation "${name.name}" already exists`, '42P07', { certain: existing.known });
    if (existing.known) return;
    x.catalog = remove(x.catalog, existing.oid);
  }
  const parents = (node.inhRelations ?? []).flatMap((range) => lockParent(x, node, range) ?? []);
  const tablespace = node.tablespacename ?? (node.partbound ? parents[0]?.tablespace : undefined);
  const table = newRelation(x, {
    kind: node.partspec ? 'partitioned-table' : plainKind,
    schema,
    name: name.name,
    ...(node.relation?.relpersistence === 'u' ? { persistence: 'unlogged' } : {}),
    ...(tablespace ? { tablespace } : {}),
    ...(node.accessMethod ? { accessMethod: node.accessMethod } : {}),
    known: parents.every((parent) => parent.known),
    ...(maybeOlder ? { maybeOlder: true } : {}),
  });
  changed(x, 'create', { kind: 'table', name: `${schema}.${name.name}`, oid: table.oid });
  for (const parent of parents) inheritColumns(x, parent, table);
  if (node.ofTypename) columnsOfType(x, node, table);
  const constraints = addElements(x, table, node);
  if (node.partspec) change(x, table.oid, { partitionKey: partitionKey(current(x, table), node.partspec) });
  for (const parent of parents) linkParent(x, node, parent, table);
  for (const constraint of constraints) addTableConstraint(x, table, constraint);
  if (node.partbound) for (const parent of parents) joinPartition(x, parent, table);
}

/** PARTITION OF takes ACCESS EXCLUSIVE on the parent, INHERITS SHARE UPDATE EXCLUSIVE. */
function lockParent(x: Execution, node: CreateStmt, range: Node): Relation | undefined {
  const parent = rangeRelation(
    x,
    (range as { RangeVar?: never }).RangeVar,
    node.partbound ? 'partitioned-table' : 'table',
  );
  if (!parent) return undefined;
  lock(x, parent, node.partbound ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
  if (node.partbound && parent.known && parent.kind !== 'partitioned-table') {
    fails(x, `"${parent.name}" is not partitioned`, '42809');
  }
  if (!node.partbound && parent.kind === 'partitioned-table') {
    fails(x, `cannot inherit from partitioned table "${parent.name}"`, '42809');
  }
  return parent;
}

/** Columns, defaults, NOT NULL and CHECK constraints that children take over from the parent. */
function inheritColumns(x: Execution, parent: Relation, table: Relation): void {
  for (const column of parent.columns) {
    const known = columnNamed(current(x, table), column.name);
    if (known) {
      const notNull = known.notNull || column.notNull;
      changeColumn(x, table, known.number, { inherited: known.inherited + 1, notNull });
      continue;
    }
    copyColumn(x, table, column, { local: false, inherited: 1 });
    if (column.notNull) inheritNotNull(x, parent, table, column);
  }
  for (const check of constraintsOf(x, parent)) {
    if (check.kind !== 'check' || check.noInherit) continue;
    const node = { contype: 'CONSTR_CHECK', is_enforced: check.enforced, raw_expr: check.expression } as ConstraintNode;
    const inheritance = { local: false, inherited: 1 };
    addCheck(x, table, node, { validated: check.validated, name: check.name, inheritance });
  }
}

function inheritNotNull(x: Execution, parent: Relation, table: Relation, column: Column): void {
  const above = notNullConstraint(x, parent, column.number);
  if (above?.noInherit) return;
  addNotNull(x, table, column.name, {
    ...(above ? { name: above.name } : {}),
    inheritance: { local: false, inherited: 1 },
  });
}

function copyColumn(
  x: Execution,
  table: Relation,
  column: Column,
  inheritance: { local: boolean; inherited: number },
): void {
  const expression = defaultExpression(x, column);
  const definition: ColumnDefinition = {
    name: column.name,
    type: column.type,
    ...(column.collation === undefined ? {} : { collation: column.collation }),
    notNull: column.notNull,
    ...(expression && !column.generated ? { default: expression } : {}),
    ...(expression && column.generated ? { generated: { stored: column.generated === 'stored', expression } } : {}),
    serial: false,
    constraints: [],
  };
  addColumn(x, table, definition, inheritance);
}

function columnsOfType(x: Execution, node: CreateStmt, table: Relation): void {
  const type = resolveType(x, node.ofTypename);
  const composite = getAs(x.catalog, type.oid, 'type');
  if (type.oid === undefined) return;
  change(x, table.oid, { ofType: type.oid });
  x.catalog = depend(x.catalog, { from: table.oid, on: type.oid, kind: 'normal' });
  for (const column of relationBy(x.catalog, composite?.relation)?.columns ?? []) {
    copyColumn(x, table, column, { local: true, inherited: 0 });
  }
}

/** Adds columns and LIKE clauses in order; returns the constraints to add once all columns are there. */
function addElements(x: Execution, table: Relation, node: CreateStmt): ConstraintNode[] {
  const constraints: ConstraintNode[] = [];
  for (const element of [...(node.tableElts ?? []), ...(node.constraints ?? [])]) {
    const constraint = constraintOf(element);
    if (constraint) constraints.push(constraint);
    else if ('ColumnDef' in element) constraints.push(...addElement(x, table, element.ColumnDef));
    else if ('TableLikeClause' in element) copyLike(x, table, element.TableLikeClause, copyColumn);
  }
  return constraints;
}

function addElement(x: Execution, table: Relation, node: ColumnDef): readonly ConstraintNode[] {
  const definition = columnDefinition(x, node);
  const inherited = columnNamed(current(x, table), definition.name);
  if (!inherited) {
    addColumn(x, table, definition);
  } else {
    changeColumn(x, table, inherited.number, { local: true });
    const expression = definition.default ?? definition.generated?.expression;
    if (expression) setDefault(x, table, inherited.number, expression);
  }
  if (definition.notNull) {
    addNotNull(x, table, definition.name, definition.notNullName ? { name: definition.notNullName } : {});
  }
  return definition.constraints;
}

/** Rows cannot exist yet, so nothing is scanned; foreign keys lock what they reference all the same. */
function addTableConstraint(x: Execution, table: Relation, node: ConstraintNode): void {
  const now = current(x, table);
  switch (node.contype) {
    case 'CONSTR_CHECK':
      addCheck(x, now, node, { validated: true });
      return;
    case 'CONSTR_NOTNULL':
      for (const key of node.keys ?? []) {
        const column = (key as { String?: { sval?: string } }).String?.sval ?? '';
        addNotNull(x, now, column, node.conname ? { name: node.conname } : {});
      }
      return;
    case 'CONSTR_FOREIGN':
      addForeignKey(x, now, node, { existing: false });
      return;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      createIndex(x, now, definitionOfConstraint(node));
      return;
  }
}

function partitionKey(table: Relation, spec: PartitionSpec): PartitionKey {
  const strategies = {
    PARTITION_STRATEGY_LIST: 'list',
    PARTITION_STRATEGY_RANGE: 'range',
    PARTITION_STRATEGY_HASH: 'hash',
  } as const;
  return {
    strategy: strategies[(spec.strategy ?? 'PARTITION_STRATEGY_RANGE') as keyof typeof strategies] ?? 'range',
    columns: (spec.partParams ?? []).map(
      (node) => columnNamed(table, (node as { PartitionElem?: { name?: string } }).PartitionElem?.name)?.number,
    ),
  };
}

function linkParent(x: Execution, node: CreateStmt, parent: Relation, table: Relation): void {
  if (!node.partbound) {
    linkChild(x, parent, table, 'normal');
    return;
  }
  const taken = defaultPartition(x, parent);
  if (taken) {
    checkDefaultPartition(x, parent, taken, node.partbound);
  }
  const isDefault = node.partbound.is_default ?? false;
  if (isDefault && taken) {
    fails(x, `partition "${table.name}" conflicts with existing default partition "${taken.name}"`, '42P17');
  }
  change(x, table.oid, { bound: { default: isDefault, spec: { PartitionBoundSpec: node.partbound } } });
  linkChild(x, parent, table, 'auto');
}

/** check_default_partition_contents: rows of the new partition could be in the default one, or in its partitions. */
function checkDefaultPartition(x: Execution, parent: Relation, taken: Relation, bound: PartitionBoundSpec): void {
  const below = [taken, ...descendants(x, taken)];
  lock(x, taken, 'AccessExclusiveLock');
  if (outsideBoundImplied(x, parent, taken, bound)) return;
  lockAll(x, below, 'AccessExclusiveLock');
  for (const part of below) {
    if (part.kind !== 'table' || outsideBoundImplied(x, parent, part, bound)) continue;
    scan(x, part, 'default-partition', { source: 'src/backend/partitioning/partbounds.c' });
  }
}

/** What a partition takes over once it hangs below its parent: indexes, triggers, foreign keys in both directions. */
function joinPartition(x: Execution, parent: Relation, table: Relation): void {
  ensurePartitionIndexes(x, current(x, parent), current(x, table));
  cloneTriggers(x, current(x, parent), current(x, table));
  cloneForeignKeys(x, current(x, parent), current(x, table));
}
