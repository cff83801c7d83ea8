// ADD and DROP COLUMN, defaults, NOT NULL, identity and generation expressions.
// src/backend/commands/tablecmds.c (ATExecAddColumn, ATExecDropColumn, ATExecSetNotNull …)
import type { AlterTableCmd, ColumnDef } from '@pgsql/types';
import { dependentsOf, undepend } from '../../catalog/catalog.ts';
import type { Column, Relation } from '../../catalog/objects.ts';
import type { RewriteCause, RewriteReason } from '../../effect.ts';
import { type ColumnDefinition, columnDefinition } from '../column-definition.ts';
import {
  addColumn,
  addOwnedSequence,
  changeColumn,
  clearDefault,
  columnNamed,
  columnNumber,
  setDefault,
} from '../columns.ts';
import { addNotNull, notNullConstraint } from '../constraints.ts';
import { deleteObjects } from '../deletion.ts';
import { change, changed, current, type Execution, fails, lock, lockAll, since } from '../execution.ts';
import { type ExpressionFacts, expressionFacts } from '../expression.ts';
import { children, descendants, relationsOf } from '../tree.ts';
import { constrainedDomain, typeDefault } from '../types.ts';
import { addConstraintNode } from './constraints.ts';
import { provesNotNull } from './not-null-proof.ts';
import { type AlterTable, needCheck, needRewrite, recurse, type Subcommand, schedule } from './work.ts';

const missing = (relation: Relation, name: string | undefined): string =>
  `column "${name}" of relation "${relation.name}" does not exist`;

/** The column, or a failure; on an unknown relation the column is taken to exist. */
function columnOf(x: Execution, relation: Relation, name: string | undefined): Column | undefined {
  const number = columnNumber(x, relation, name ?? '');
  if (number === undefined) fails(x, missing(relation, name), '42703');
  return columnNamed(current(x, relation), name);
}

const columnName = (relation: Relation, name: string): string => `${relation.schema}.${relation.name}.${name}`;

function addColumnCommand(at: AlterTable, cmd: AlterTableCmd): void {
  const def = (cmd.def as { ColumnDef?: ColumnDef } | undefined)?.ColumnDef;
  if (def) schedule(at, 'add column', () => addColumnTo(at, at.target, def, cmd.missing_ok ?? false));
}

function addColumnTo(at: AlterTable, relation: Relation, def: ColumnDef, missingOk: boolean): void {
  const { x } = at;
  const definition = columnDefinition(x, def);
  if (columnNamed(current(x, relation), definition.name)) {
    if (!missingOk) {
      const message = `column "${definition.name}" of relation "${relation.name}" already exists`;
      fails(x, message, '42701', { certain: relation.known });
    }
    return;
  }
  const below = children(x, relation);
  if (at.only && below.length > 0) fails(x, 'column must be added to child tables too', '42P16');
  const seen = new Set<number>();
  addColumnHere(at, relation, definition, { local: true, inherited: 0 });
  for (const child of below) addToChild(at, child, definition, seen);
  for (const node of definition.constraints) addConstraintNode(at, node, { newColumn: definition });
}

/** A column that every child gets as inherited; one that a child already has only counts one parent more. */
function addToChild(at: AlterTable, child: Relation, definition: ColumnDefinition, seen: Set<number>): void {
  const { x } = at;
  lock(x, child, at.mode);
  const known = columnNamed(current(x, child), definition.name);
  if (known) {
    changeColumn(x, child, known.number, { inherited: known.inherited + 1 });
    return;
  }
  if (seen.has(child.oid)) return;
  seen.add(child.oid);
  addColumnHere(at, child, definition, { local: false, inherited: 1 });
  for (const grandchild of children(x, child)) addToChild(at, grandchild, definition, seen);
}

function addColumnHere(
  at: AlterTable,
  relation: Relation,
  definition: ColumnDefinition,
  inheritance: { local: boolean; inherited: number },
): void {
  const { x } = at;
  const column = addColumn(x, relation, inheritance.local ? definition : withoutSequence(definition), inheritance);
  changed(x, 'create', { kind: 'column', name: columnName(relation, definition.name) });
  const value = definition.default ?? definition.generated?.expression ?? typeDefault(x, definition.type);
  const facts = expressionFacts(x, value, current(x, relation));
  const rewrites = fillsRows(at, relation, definition, facts);
  if (definition.notNull) {
    addNotNull(x, relation, definition.name, definition.notNullName ? { name: definition.notNullName } : {});
    changeColumn(x, relation, column.number, { notNull: true });
    if (!rewrites) checkNewNotNull(at, relation, definition);
  }
}

const withoutSequence = ({ identity: _, ...definition }: ColumnDefinition): ColumnDefinition => ({
  ...definition,
  serial: false,
});

/** Whether every row has to be written anew because the value differs from row to row, or has to be tested as a domain's. */
function fillsRows(at: AlterTable, relation: Relation, definition: ColumnDefinition, facts: ExpressionFacts): boolean {
  const { x } = at;
  const reason = rewriteReason(x, definition, facts);
  if (!reason) return false;
  const uncertain = facts.volatility === 'volatile' && !facts.certain;
  const unless = 'the default is not volatile';
  needRewrite(at, relation, reason, uncertain ? { certain: false, unless } : {});
  for (const sequence of facts.sequences) lock(x, sequence, 'RowExclusiveLock');
  return true;
}

function rewriteReason(x: Execution, definition: ColumnDefinition, facts: ExpressionFacts): RewriteReason | undefined {
  const { name: column, generated } = definition;
  const reason = (cause: RewriteCause, why: string): RewriteReason => ({ cause, why, column });
  if (definition.serial) return reason('serial', `the new column ${column} is serial: each row gets its own number`);
  if (definition.identity) {
    return reason('identity', `the new column ${column} is an identity column: each row gets its own number`);
  }
  if (generated) {
    return generated.stored ? reason('generated', `the new column ${column} is generated and stored`) : undefined;
  }
  if (constrainedDomain(x, definition.type)) {
    return reason('domain', `the type of the new column ${column} is a domain with constraints`);
  }
  if (facts.volatility !== 'volatile') return undefined;
  return reason('volatile-default', `the default of the new column ${column} is volatile: each row gets its own value`);
}

const isNull = (x: Execution, definition: ColumnDefinition): boolean => {
  const value = (definition.default ?? typeDefault(x, definition.type)) as
    | { A_Const?: { isnull?: boolean }; TypeCast?: { arg?: never } }
    | undefined;
  return !value || Boolean(value.A_Const?.isnull);
};

function checkNewNotNull(at: AlterTable, relation: Relation, definition: ColumnDefinition): void {
  if (definition.generated) {
    needCheck(at, relation, { purpose: 'not-null', what: definition.name });
  } else if (isNull(at.x, definition)) {
    needCheck(at, relation, { purpose: 'not-null', what: definition.name });
    const message = `column "${definition.name}" of relation "${relation.name}" contains null values`;
    const rows = { of: relation, column: definition.name };
    fails(at.x, message, '23502', { when: 'if the table has any row', rows });
  }
}

type Targets = { oid: number; column: number }[];

/** The columns of parent and children go in one deletion, as what hangs between them does. */
function dropColumn(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const targets: Targets = [];
    dropColumnOf(at, at.target, cmd, { recursing: false, targets });
    const behavior = cmd.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
    if (!at.x.failed && targets.length > 0) deleteObjects(at.x, targets, behavior);
  });
}

interface Drop {
  readonly recursing: boolean;
  readonly targets: Targets;
}

function dropColumnOf(at: AlterTable, relation: Relation, cmd: AlterTableCmd, how: Drop): void {
  const { x } = at;
  const now = current(x, relation);
  const found = columnNamed(now, cmd.name);
  if (!found && cmd.missing_ok && (now.known || !how.recursing)) return;
  const column = found ?? columnOf(x, now, cmd.name);
  if (!column || x.failed) return;
  if (column.inherited > 0 && !how.recursing) {
    fails(x, `cannot drop inherited column "${column.name}"`, '42P16');
    return;
  }
  if (now.partitionKey?.columns.includes(column.number)) {
    fails(
      x,
      `cannot drop column "${column.name}" because it is part of the partition key of relation "${now.name}"`,
      '42P16',
    );
    return;
  }
  how.targets.unshift({ oid: now.oid, column: column.number });
  dropFromChildren(at, now, column, cmd, how.targets);
}

/** Direct children are locked even under ONLY; those that have the column only from here lose it too. */
function dropFromChildren(
  at: AlterTable,
  relation: Relation,
  column: Column,
  cmd: AlterTableCmd,
  targets: Targets,
): void {
  const { x } = at;
  const below = children(x, relation);
  lockAll(x, below, at.mode);
  if (at.only && relation.kind === 'partitioned-table' && below.length > 0) {
    fails(x, 'cannot drop column from only the partitioned table when partitions exist', '42P16');
    return;
  }
  for (const child of below) {
    const theirs = columnNamed(current(x, child), column.name);
    if (!theirs) continue;
    if (!at.only && theirs.inherited === 1 && !theirs.local) dropColumnOf(at, child, cmd, { recursing: true, targets });
    else
      changeColumn(x, child, theirs.number, { inherited: theirs.inherited - 1, ...(at.only ? { local: true } : {}) });
  }
}

function columnDefault(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, cmd.def ? 'add other constraint' : 'drop', () => {
    for (const relation of recurse(at)) {
      const column = columnOf(at.x, relation, cmd.name);
      if (!column) continue;
      if (cmd.def) setDefault(at.x, relation, column.number, cmd.def);
      else clearDefault(at.x, relation, column.number);
    }
  });
}

function setNotNull(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'column attributes', () => {
    const { x } = at;
    const column = columnOf(x, at.target, cmd.name);
    if (!column) return;
    const settled = since(x, 18) || at.target.kind === 'partitioned-table';
    if (column.notNull && settled && !notValid(x, at.target, column)) return;
    const partitionedOnly = at.only && at.target.kind === 'partitioned-table';
    const relations = partitionedOnly && !since(x, 18) ? checkedPartitions(at) : recurse(at);
    for (const relation of relations) requireNotNull(at, relation, column.name);
  });
}

const notValid = (x: Execution, relation: Relation, column: Column): boolean =>
  notNullConstraint(x, relation, column.number)?.validated === false;

/** ALTER TABLE ONLY on a partitioned table looks whether every partition has NOT NULL already. */
function checkedPartitions(at: AlterTable): Relation[] {
  lockAll(at.x, descendants(at.x, at.target), at.mode);
  return [current(at.x, at.target)];
}

/** Marks NOT NULL and asks for the scan, unless a valid CHECK proves that there are no nulls. */
export function requireNotNull(at: AlterTable, relation: Relation, name: string): void {
  const { x } = at;
  const column = columnNamed(current(x, relation), name) ?? columnOf(x, relation, name);
  if (!column || (column.notNull && !notValid(x, relation, column))) return;
  addNotNull(x, relation, name, relation.oid === at.target.oid ? {} : { inheritance: { local: false, inherited: 1 } });
  if (provesNotNull(x, relation, column)) return;
  const unless = `${relation.name} has a valid CHECK constraint that proves ${name} IS NOT NULL, or ${name} is NOT NULL already`;
  needCheck(at, relation, { purpose: 'not-null', what: name, ...(relation.known ? {} : { certain: false, unless }) });
}

function dropNotNull(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const { x } = at;
    const column = columnOf(x, at.target, cmd.name);
    if (!column || (since(x, 18) && !column.notNull && at.target.known)) return;
    for (const relation of recurse(at)) dropNotNullHere(at, relation, column.name);
  });
}

function dropNotNullHere({ x }: AlterTable, relation: Relation, name: string): void {
  const column = columnNamed(current(x, relation), name);
  if (!column) return;
  const constraint = notNullConstraint(x, relation, column.number);
  if (constraint) deleteObjects(x, [{ oid: constraint.oid }], 'restrict');
  changeColumn(x, relation, column.number, { notNull: false });
}

function addIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'add other constraint', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column) return;
    if (since(at.x, 17) && at.target.kind === 'partitioned-table') recurse(at);
    changeColumn(at.x, at.target, column.number, { identity: 'by default' });
    addOwnedSequence(at.x, current(at.x, at.target), column, true);
  });
}

/** The sequences that belong to the column: serial's or identity's. */
const sequencesOf = ({ x, target }: AlterTable, column: Column): Relation[] =>
  relationsOf(
    x,
    dependentsOf(x.catalog, target.oid, column.number).map(({ from }) => from),
  ).filter(({ ownedBy }) => ownedBy?.column === column.number);

function setIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'column attributes', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column) return;
    if (since(at.x, 17) && at.target.kind === 'partitioned-table') recurse(at);
    lockAll(at.x, sequencesOf(at, column), 'ShareRowExclusiveLock');
  });
}

function dropIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column?.identity) return;
    const relations = since(at.x, 17) && at.target.kind === 'partitioned-table' ? recurse(at) : [at.target];
    for (const relation of relations) changeColumn(at.x, relation, column.number, { identity: undefined });
    for (const sequence of sequencesOf(at, column)) {
      at.x.catalog = undepend(at.x.catalog, at.target.oid, sequence.oid);
      deleteObjects(at.x, [change(at.x, sequence.oid, { ownedBy: undefined })], 'restrict');
    }
  });
}

function dropExpression(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    for (const relation of recurse(at)) {
      const column = columnOf(at.x, relation, cmd.name);
      if (!column) continue;
      clearDefault(at.x, relation, column.number);
      changeColumn(at.x, relation, column.number, { generated: undefined });
    }
  });
}

/** SET STATISTICS and SET STORAGE reach children; SET (…) and SET COMPRESSION do not. */
const onEveryChild: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    columnOf(at.x, at.target, cmd.name);
    recurse(at);
  });

const onTargetOnly: Subcommand = (at, cmd) => schedule(at, 'misc', () => void columnOf(at.x, at.target, cmd.name));

export const columnCommands = {
  AT_AddColumn: addColumnCommand,
  AT_DropColumn: dropColumn,
  AT_ColumnDefault: columnDefault,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_AddIdentity: addIdentity,
  AT_SetIdentity: setIdentity,
  AT_DropIdentity: dropIdentity,
  AT_DropExpression: dropExpression,
  AT_SetStatistics: onEveryChild,
  AT_SetStorage: onEveryChild,
  AT_SetOptions: onTargetOnly,
  AT_ResetOptions: onTargetOnly,
  AT_SetCompression: onTargetOnly,
  AT_AlterColumnGenericOptions: onTargetOnly,
} satisfies Record<string, Subcommand>;
