// ALTER COLUMN … TYPE and SET EXPRESSION: the rewrite, the indexes that have to be built anew, and the constraints that are added again.
// src/backend/commands/tablecmds.c (ATPrepAlterColumnType, ATExecAlterColumnType, ATPostAlterTypeCleanup)
import type { AlterTableCmd, ColumnDef } from '@pgsql/types';
import { dependentsOf, getAs } from '../../catalog/catalog.ts';
import type { Column, Constraint, Relation, TypeRef } from '../../catalog/objects.ts';
import { changeColumn, columnNamed, columnNumber, setDefault } from '../columns.ts';
import { constraintsOf } from '../constraints.ts';
import { build, changed, current, type Execution, fails, lockAll, refOf, since } from '../execution.ts';
import { lockReferenced } from '../foreign-keys.ts';
import { sameOperators } from '../index-compatibility.ts';
import { nameOfList } from '../names.ts';
import { lockActionTriggers } from '../removal.ts';
import { descendants, parents, relationsOf } from '../tree.ts';
import { indexSurvivesTypeChange, moveTypeEdge, resolveType, typeChange } from '../types.ts';
import { columnOf } from './column-lookup.ts';
import {
  type AlterTable,
  hasStorage,
  needCheck,
  needRewrite,
  recurse,
  type Subcommand,
  schedule,
  willRewrite,
} from './work.ts';

export const alterColumnType: Subcommand = (at, cmd) => {
  const { x, target } = at;
  const def = (cmd.def as { ColumnDef?: ColumnDef } | undefined)?.ColumnDef;
  const number = columnNumber(x, target, cmd.name ?? '');
  if (number === undefined || !def) {
    return fails(x, `column "${cmd.name}" of relation "${target.name}" does not exist`, '42703');
  }
  const to = resolveType(x, def.typeName);
  const collation = def.collClause ? nameOfList(def.collClause.collname).name : undefined;
  const relations = recurse(at);
  if (at.only && current(x, target).children.length > 0) {
    return fails(x, `type of inherited column "${cmd.name}" must be changed in child tables too`, '42P16');
  }
  for (const relation of relations) {
    const column = columnNamed(current(x, relation), cmd.name);
    if (!column || refuse(at, relation, column)) continue;
    const change: Change = { column, to, using: def.raw_default, ...(collation === undefined ? {} : { collation }) };
    prepare(at, relation, change);
    schedule(at, 'alter type', () => apply(at, relation, change));
    schedule(at, 'old index', () => keepOrRebuild(at, relation, change));
  }
};

interface Change {
  readonly column: Column;
  readonly to: TypeRef;
  readonly using: ColumnDef['raw_default'];
  readonly collation?: string;
}

function refuse(at: AlterTable, relation: Relation, column: Column): boolean {
  const { x } = at;
  const now = current(x, relation);
  if (now.partitionKey?.columns.includes(column.number)) {
    fails(
      x,
      `cannot alter column "${column.name}" because it is part of the partition key of relation "${now.name}"`,
      '42P16',
    );
  } else if (relation.oid === at.target.oid && column.inherited > 0 && parents(x, relation).length > 0) {
    fails(x, `cannot alter inherited column "${column.name}"`, '42P16');
  } else {
    const user = blockingUser(x, relation, column);
    if (user) fails(x, `cannot alter type of a column used by ${user}`, '0A000');
  }
  return x.failed;
}

/** Objects that hold the column's old type and are not made anew. */
function blockingUser(x: Execution, relation: Relation, column: Column): string | undefined {
  for (const { from } of dependentsOf(x.catalog, relation.oid, column.number)) {
    const object = getAs(x.catalog, from, 'relation');
    if (object?.kind === 'view' || object?.kind === 'materialized-view') return 'a view or rule';
    if (getAs(x.catalog, from, 'rule')) return 'a view or rule';
    if (getAs(x.catalog, from, 'policy')) return 'a policy definition';
    if (getAs(x.catalog, from, 'trigger')) return 'a trigger definition';
    if (getAs(x.catalog, from, 'function')) return 'a function or procedure';
    const other = getAs(x.catalog, from, 'default');
    if (other && other.column !== column.number) return 'a generated column';
  }
  return undefined;
}

/** Decides the rewrite before any pass runs, on the types as they are. */
function prepare(at: AlterTable, relation: Relation, change: Change): void {
  const { x } = at;
  const { column, to, using, collation } = change;
  const result = typeChange(x, {
    relation: current(x, relation),
    column,
    to,
    ...(using ? { using } : {}),
    ...(collation === undefined ? {} : { collation }),
  });
  if (result.refused) {
    fails(x, result.refused.message, result.refused.code, { certain: result.certain });
    return;
  }
  if (!result.rewrite) return;
  const unless = result.unless === undefined ? {} : { unless: result.unless };
  const reason = { cause: 'type-change', why: result.why, column: column.name } as const;
  needRewrite(at, relation, reason, { certain: result.certain, ...unless });
}

function apply({ x }: AlterTable, relation: Relation, { column, to, collation }: Change): void {
  changeColumn(x, relation, column.number, { type: to, collation });
  moveTypeEdge(x, relation, column.number, column.type);
  const name = `${relation.schema}.${relation.name}.${column.name}`;
  changed(x, 'alter', { kind: 'column', name, relation: refOf(x, relation) });
}

/** Everything that mentions the column is dropped and added again, with the least work that the new type allows. */
function keepOrRebuild(at: AlterTable, relation: Relation, change: Change): void {
  const { x } = at;
  const { column } = change;
  const rewritten = willRewrite(at, relation);
  for (const index of relationsOf(x, current(x, relation).indexes)) {
    if (!usesColumn(index, column.number) || rewritten || !hasStorage(relation)) continue;
    const { to, collation } = change;
    if (!indexSurvivesTypeChange(x, { index, column, to, ...(collation === undefined ? {} : { collation }) })) {
      build(x, `${index.schema}.${index.name}`, relation);
    }
  }
  for (const constraint of constraintsOf(x, relation)) {
    if (constraint.kind === 'check' && constraint.columns.includes(column.number)) recheck(at, relation, constraint);
    if (constraint.kind === 'foreign-key' && constraint.columns.includes(column.number)) {
      readdForeignKey(at, relation, constraint, change);
    }
  }
  for (const oid of current(x, relation).referencedBy) {
    const constraint = getAs(x.catalog, oid, 'constraint');
    if (constraint?.referencedColumns?.includes(column.number)) readdForeignKey(at, relation, constraint, change);
  }
}

const usesColumn = ({ index }: Relation, number: number): boolean =>
  Boolean(
    index && [...index.keys, ...index.include, ...index.expressionColumns, ...index.predicateColumns].includes(number),
  );

function recheck(at: AlterTable, relation: Relation, constraint: Constraint): void {
  if (constraint.validated) needCheck(at, relation, { purpose: 'check', what: constraint.name });
}

/**
 * Both sides are locked as dropping and adding the foreign key locks them; rows are looked up again where the table is
 * rewritten or the two columns are compared by another operator than before (TryReuseForeignKey).
 */
function readdForeignKey(at: AlterTable, changing: Relation, constraint: Constraint, { column, to }: Change): void {
  const { x } = at;
  const [referencing] = relationsOf(x, [constraint.relation]);
  if (!referencing) return;
  const tables = [referencing, ...(referencing.kind === 'partitioned-table' ? descendants(x, referencing) : [])];
  lockAll(x, tables, 'AccessExclusiveLock');
  lockActionTriggers(x, constraint);
  for (const referenced of relationsOf(x, constraint.references === undefined ? [] : [constraint.references])) {
    lockReferenced(x, referenced);
  }
  const rewritten = [changing, ...descendants(x, changing)].some((part) => willRewrite(at, part));
  if (!constraint.validated || (!rewritten && sameOperators(x, column.type, to))) return;
  for (const table of tables) {
    if (hasStorage(table)) needCheck(at, table, { purpose: 'foreign-key', what: constraint.name });
  }
}

/** SET EXPRESSION (17+): stored values are computed anew; virtual ones have nothing to rewrite. */
export const setExpression: Subcommand = (at: AlterTable, cmd: AlterTableCmd) => {
  if (!since(at.x, 17)) return fails(at.x, 'syntax error at or near "EXPRESSION"', '42601');
  const relations = recurse(at);
  schedule(at, 'set expression', () => {
    for (const relation of relations) setExpressionOf(at, relation, cmd);
  });
};

function setExpressionOf(at: AlterTable, relation: Relation, cmd: AlterTableCmd): void {
  const { x } = at;
  const column = relation.known ? columnNamed(current(x, relation), cmd.name) : columnOf(x, relation, cmd.name);
  if (!column) return;
  if (cmd.def) setDefault(x, relation, column.number, cmd.def);
  if (column.generated !== 'virtual') {
    const why = `the stored column ${column.name} is computed anew`;
    const doubt = since(x, 18) && !relation.known ? { certain: false, unless: `${column.name} is virtual` } : {};
    return needRewrite(at, relation, { cause: 'expression', why, column: column.name }, doubt);
  }
  for (const constraint of constraintsOf(x, relation)) {
    if (constraint.kind === 'check' && constraint.columns.includes(column.number)) recheck(at, relation, constraint);
  }
  if (column.notNull) needCheck(at, relation, { purpose: 'not-null', what: column.name });
}
