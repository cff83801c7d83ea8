// ADD, DROP, VALIDATE and ALTER CONSTRAINT. src/backend/commands/tablecmds.c (ATExecAddConstraint and its neighbours)
import type { AlterTableCmd, Constraint as ConstraintNode } from '@pgsql/types';
import { put, relationBy } from '../../catalog/catalog.ts';
import type { Constraint, Relation } from '../../catalog/objects.ts';
import type { ColumnDefinition } from '../column-definition.ts';
import { stringsOf } from '../column-definition.ts';
import { changeColumn, columnNamed, columnNames } from '../columns.ts';
import {
  addCheck,
  addConstraint,
  addNotNull,
  constraintNamed,
  constraintsOf,
  isNotEnforced,
  notNullConstraint,
  skipsValidation,
} from '../constraints.ts';
import { deleteObjects } from '../deletion.ts';
import { change, current, type Execution, fails, lock, lockAll, since } from '../execution.ts';
import { addForeignKey } from '../foreign-keys.ts';
import { createIndex, definitionOfConstraint } from '../index-creation.ts';
import { findRelationNamed } from '../names.ts';
import { children, descendants, relationsOf } from '../tree.ts';
import { requireNotNull } from './columns.ts';
import { type AlterTable, needCheck, recurse, type Subcommand, schedule } from './work.ts';

interface Origin {
  /** Written inside ADD COLUMN: the column that it is about. */
  readonly newColumn?: ColumnDefinition;
}

/** Schedules a constraint in the pass that PostgreSQL gives its kind. */
export function addConstraintNode(at: AlterTable, node: ConstraintNode, origin: Origin = {}): void {
  switch (node.contype) {
    case 'CONSTR_CHECK':
      return schedule(at, 'add constraint', () => addCheckConstraint(at, at.target, node, false));
    case 'CONSTR_NOTNULL':
      return schedule(at, 'column attributes', () => addNotNullConstraint(at, node));
    case 'CONSTR_FOREIGN':
      return schedule(at, 'add other constraint', () => addForeignKeyHere(at, node, origin));
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      if (node.indexname) return schedule(at, 'add index constraint', () => adoptIndex(at, node));
      return schedule(at, 'add index', () => addKey(at, node));
  }
}

function addCheckConstraint(at: AlterTable, relation: Relation, node: ConstraintNode, recursing: boolean): void {
  const { x } = at;
  if (isNotEnforced(node) && !since(x, 18)) return fails(x, 'syntax error at or near "ENFORCED"', '42601');
  if (node.is_no_inherit && relation.kind === 'partitioned-table') {
    return fails(x, `cannot add NO INHERIT constraint to partitioned table "${relation.name}"`, '42P16');
  }
  const known = node.conname ? constraintNamed(x, relation, node.conname) : undefined;
  if (known && recursing && known.kind === 'check') {
    x.catalog = put(x.catalog, { ...known, inherited: known.inherited + 1 });
    return;
  }
  if (known && relation.known) {
    return fails(x, `constraint "${node.conname}" for relation "${relation.name}" already exists`, '42710');
  }
  const inheritance = recursing ? { local: false, inherited: 1 } : { local: true, inherited: 0 };
  const added = addCheck(x, relation, node, { validated: !skipsValidation(node), inheritance });
  if (added.validated) needCheck(at, relation, { purpose: 'check', what: added.name });
  if (node.is_no_inherit) return;
  const below = children(x, relation);
  if (at.only && below.length > 0) return fails(x, 'constraint must be added to child tables too', '42P16');
  lockAll(x, below, at.mode);
  for (const child of below) addCheckConstraint(at, child, { ...node, conname: added.name }, true);
}

/** `ADD CONSTRAINT … NOT NULL column [NOT VALID]`, from 18 on. */
function addNotNullConstraint(at: AlterTable, node: ConstraintNode): void {
  const { x } = at;
  if (!since(x, 18)) return fails(x, 'syntax error at or near "NOT"', '42601');
  for (const name of stringsOf(node.keys)) {
    const relations = node.is_no_inherit ? [current(x, at.target)] : recurse(at);
    for (const relation of relations) {
      if (!node.skip_validation) requireNotNullNamed(at, relation, name, node.conname);
      else if (!columnNamed(relation, name)?.notNull) {
        addNotNull(x, relation, name, { ...(node.conname ? { name: node.conname } : {}), validated: false });
      }
    }
  }
}

function requireNotNullNamed(at: AlterTable, relation: Relation, name: string, constraint: string | undefined): void {
  const column = columnNamed(current(at.x, relation), name);
  const before = column && notNullConstraint(at.x, relation, column.number);
  requireNotNull(at, relation, name);
  const after = column && notNullConstraint(at.x, relation, column.number);
  if (!before && after && constraint) at.x.catalog = put(at.x.catalog, { ...after, name: constraint });
}

function addForeignKeyHere(at: AlterTable, node: ConstraintNode, { newColumn }: Origin): void {
  const { x } = at;
  // A column that is null in every row needs no look-up.
  const checkRows = !newColumn || hasValue(newColumn);
  const check = (relation: Relation, what: string) => needCheck(at, relation, { purpose: 'foreign-key', what });
  addForeignKey(x, current(x, at.target), node, { only: at.only, existing: true, ...(checkRows ? { check } : {}) });
}

const hasValue = (definition: ColumnDefinition): boolean => {
  const value = definition.default as { A_Const?: { isnull?: boolean } } | undefined;
  return Boolean((value && !value.A_Const?.isnull) || definition.serial || definition.identity || definition.generated);
};

const keyColumns = (node: ConstraintNode): string[] => stringsOf(node.keys);

function addKey(at: AlterTable, node: ConstraintNode): void {
  const { x } = at;
  const target = current(x, at.target);
  if (target.kind === 'partitioned-table' && node.contype === 'CONSTR_EXCLUSION' && !since(x, 17)) {
    return fails(x, 'exclusion constraints are not supported on partitioned tables', '0A000');
  }
  const lockPartitions = since(x, 18) ? 'AccessExclusiveLock' : 'ShareLock';
  if (node.contype === 'CONSTR_PRIMARY') requireKeyNotNull(at, keyColumns(node));
  createIndex(x, target, { ...definitionOfConstraint(node), ...(at.only ? { only: true } : {}) }, { lockPartitions });
}

/** PRIMARY KEY makes its columns NOT NULL: a scan where they were not, and from 18 on a constraint that children inherit. */
function requireKeyNotNull(at: AlterTable, columns: readonly string[]): void {
  const { x } = at;
  const below = at.only ? [] : descendants(x, at.target);
  const missing = columns.some((name) => !columnNamed(current(x, at.target), name)?.notNull);
  if (missing) lockAll(x, below, at.mode);
  const relations = missing ? [at.target, ...below] : [];
  for (const name of columns) for (const relation of relations) requireNotNull(at, relation, name);
}

/** ADD PRIMARY KEY / UNIQUE USING INDEX: the index becomes the constraint's. */
function adoptIndex(at: AlterTable, node: ConstraintNode): void {
  const { x } = at;
  const target = current(x, at.target);
  const index = findRelationNamed(x, { schema: target.schema, name: node.indexname ?? '' });
  if (target.kind === 'partitioned-table') {
    return fails(x, 'ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables', '0A000');
  }
  if (!index?.index) {
    if (target.known && x.catalog.assumed === 0) fails(x, `index "${node.indexname}" does not exist`, '42704');
    return;
  }
  if (!index.index.valid) return fails(x, `index "${index.name}" is not valid`, '55000');
  const columns = columnNames(
    target,
    index.index.keys.flatMap((key) => key ?? []),
  );
  if (node.contype === 'CONSTR_PRIMARY') {
    if (refuseInvalidNotNull(at, columns)) return;
    for (const name of columns) requireNotNull(at, target, name);
  }
  const name = node.conname ?? index.name;
  const constraint = addConstraint(x, current(x, target), {
    kind: node.contype === 'CONSTR_PRIMARY' ? 'primary-key' : 'unique',
    name,
    columns: index.index.keys.flatMap((key) => key ?? []),
    index: index.oid,
    deferrable: node.deferrable ?? false,
  });
  const info = { ...index.index, constraint: constraint.oid, primary: constraint.kind === 'primary-key' };
  change(x, index.oid, { name, index: info });
  lock(x, index, name === index.name ? 'AccessShareLock' : 'ShareUpdateExclusiveLock');
}

/** 18 refuses a primary key over a NOT NULL constraint that is not valid. */
function refuseInvalidNotNull(at: AlterTable, columns: readonly string[]): boolean {
  const { x } = at;
  for (const name of columns) {
    const column = columnNamed(current(x, at.target), name);
    const constraint = column && notNullConstraint(x, at.target, column.number);
    if (constraint?.validated !== false) continue;
    fails(x, `incompatible NOT VALID constraint "${constraint.name}" on relation "${at.target.name}"`, '55000');
    return true;
  }
  return false;
}

const dropConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'drop', () => {
    // ATCheckPartitionsNotInUse
    if (at.target.kind === 'partitioned-table') lockAll(at.x, descendants(at.x, at.target), at.mode);
    dropConstraintOf(at, at.target, cmd, false);
  });

function dropConstraintOf(at: AlterTable, relation: Relation, cmd: AlterTableCmd, recursing: boolean): void {
  const { x } = at;
  const constraint = constraintNamed(x, relation, cmd.name);
  if (!constraint) return missingConstraint(at, relation, cmd, recursing);
  if (constraint.inherited > 0 && !recursing) {
    const message = `cannot drop inherited constraint "${constraint.name}" of relation "${relation.name}"`;
    return fails(x, message, '42P16');
  }
  if (constraint.kind === 'foreign-key') lockAll(x, referencedOf(x, constraint), at.mode);
  if (dropsFromChildren(constraint)) dropFromChildren(at, relation, constraint, cmd);
  if (constraint.kind === 'not-null') {
    for (const number of constraint.columns) changeColumn(x, relation, number, { notNull: false });
  }
  if (!x.failed) deleteObjects(x, [{ oid: constraint.oid }], cmd.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict');
}

/** The table that a foreign key references. */
const referencedOf = (x: Execution, { references }: Constraint): Relation[] =>
  relationsOf(x, references === undefined ? [] : [references]);

function missingConstraint(at: AlterTable, relation: Relation, cmd: AlterTableCmd, recursing: boolean): void {
  if (recursing) return;
  const { x } = at;
  const message = `constraint "${cmd.name}" of relation "${relation.name}" does not exist`;
  if (!cmd.missing_ok) fails(x, message, '42704', { certain: relation.known && at.x.catalog.assumed === 0 });
}

/** Keys and foreign keys of partitioned tables go by their dependencies; CHECK and NOT NULL recurse. */
const dropsFromChildren = (constraint: Constraint): boolean =>
  (constraint.kind === 'check' || constraint.kind === 'not-null') && !constraint.noInherit;

function dropFromChildren(at: AlterTable, relation: Relation, constraint: Constraint, cmd: AlterTableCmd): void {
  const { x } = at;
  const below = children(x, relation);
  lockAll(x, below, at.mode);
  if (at.only && relation.kind === 'partitioned-table' && below.length > 0 && !since(x, 18)) {
    fails(x, 'cannot remove constraint from only the partitioned table when partitions exist', '42P16');
    return;
  }
  for (const child of below) {
    const theirs = inheritedTwin(x, relation, constraint, child);
    if (!theirs) continue;
    if (!at.only && theirs.inherited === 1 && !theirs.local) {
      dropConstraintOf(at, child, { ...cmd, name: theirs.name }, true);
    } else {
      const local = at.only || theirs.local;
      x.catalog = put(x.catalog, { ...theirs, inherited: Math.max(0, theirs.inherited - 1), local });
    }
  }
}

/** CHECK constraints are matched by name, NOT NULL by column. */
function inheritedTwin(
  x: Execution,
  parent: Relation,
  constraint: Constraint,
  child: Relation,
): Constraint | undefined {
  if (constraint.kind === 'check') return constraintNamed(x, child, constraint.name);
  const [name] = columnNames(current(x, parent), constraint.columns);
  const column = columnNamed(current(x, child), name);
  return column && notNullConstraint(x, child, column.number);
}

const validateConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x } = at;
    const constraint = constraintNamed(x, at.target, cmd.name);
    if (!constraint) return assumeValidation(at, cmd);
    if (!constraint.enforced) {
      return fails(x, 'cannot validate NOT ENFORCED constraint', '42809');
    }
    if (constraint.kind === 'foreign-key') validateForeignKey(at, constraint);
    else validateRows(at, constraint);
  });

/** History does not know the constraint: it is validated, and may be a foreign key. */
function assumeValidation(at: AlterTable, cmd: AlterTableCmd): void {
  const { x, target } = at;
  const message = `constraint "${cmd.name}" of relation "${target.name}" does not exist`;
  if (target.known && x.catalog.assumed === 0) return fails(x, message, '42704');
  needCheck(at, target, {
    purpose: 'check',
    ...(cmd.name ? { what: cmd.name } : {}),
    certain: false,
    unless: `${cmd.name} is valid already`,
  });
}

function validateForeignKey(at: AlterTable, constraint: Constraint): void {
  const { x } = at;
  if (constraint.validated) return;
  const mark = (one: Constraint) => {
    x.catalog = put(x.catalog, { ...one, validated: true });
    const table = relationBy(x.catalog, one.relation);
    if (!table) return;
    lock(x, table, at.mode);
    if (table.kind === 'partitioned-table') for (const clone of clonesOf(x, one)) mark(clone);
    else needCheck(at, table, { purpose: 'foreign-key', what: one.name });
  };
  mark(constraint);
  for (const referenced of referencedOf(x, constraint)) {
    lock(x, referenced, 'RowShareLock');
    lockAll(x, descendants(x, referenced), 'AccessShareLock');
  }
}

/** The same foreign key on the partitions, one level down. */
const clonesOf = (x: Execution, constraint: Constraint): Constraint[] =>
  children(x, relationBy(x.catalog, constraint.relation) as Relation).flatMap((child) =>
    constraintsOf(x, child).filter((one) => one.parent === constraint.oid),
  );

function validateRows(at: AlterTable, constraint: Constraint): void {
  const { x } = at;
  if (constraint.validated) return;
  const relations = constraint.noInherit ? [at.target] : recurse(at);
  const purpose = constraint.kind === 'not-null' ? 'not-null' : 'check';
  for (const relation of relations) {
    const theirs = relation.oid === at.target.oid ? constraint : inheritedTwin(x, at.target, constraint, relation);
    if (!theirs || theirs.validated) continue;
    x.catalog = put(x.catalog, { ...theirs, validated: true });
    needCheck(at, relation, { purpose, what: theirs.name });
  }
}

interface AlterConstraintNode {
  conname?: string;
  alterEnforceability?: boolean;
  is_enforced?: boolean;
  alterDeferrability?: boolean;
  deferrable?: boolean;
  alterInheritability?: boolean;
  noinherit?: boolean;
}

const alterConstraint: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const node = ((cmd.def as { ATAlterConstraint?: AlterConstraintNode } | undefined)?.ATAlterConstraint ??
      (cmd.def as { Constraint?: AlterConstraintNode } | undefined)?.Constraint ??
      {}) as AlterConstraintNode;
    const { x } = at;
    const constraint = constraintNamed(x, at.target, node.conname);
    if (!constraint) {
      const message = `constraint "${node.conname}" of relation "${at.target.name}" does not exist`;
      return fails(x, message, '42704', { certain: at.target.known && x.catalog.assumed === 0 });
    }
    if (node.alterInheritability) changeInheritance(at, constraint, node.noinherit ?? false);
    else if (node.alterEnforceability) changeEnforcement(at, constraint, node.is_enforced ?? false);
    else changeDeferrability(at, constraint, node.deferrable ?? false);
  });

function changeDeferrability(at: AlterTable, constraint: Constraint, deferrable: boolean): void {
  const { x } = at;
  x.catalog = put(x.catalog, { ...constraint, deferrable });
  for (const clone of descendantClones(x, constraint)) {
    for (const table of relationsOf(x, [clone.relation])) lock(x, table, at.mode);
    x.catalog = put(x.catalog, { ...clone, deferrable });
  }
}

function descendantClones(x: Execution, constraint: Constraint): Constraint[] {
  return clonesOf(x, constraint).flatMap((clone) => [clone, ...descendantClones(x, clone)]);
}

/** 18: ENFORCED creates the triggers and looks every row up; NOT ENFORCED drops them. */
function changeEnforcement(at: AlterTable, constraint: Constraint, enforced: boolean): void {
  const { x } = at;
  if (!since(x, 18)) return fails(x, 'syntax error at or near "ENFORCED"', '42601');
  if (constraint.enforced === enforced) return;
  const mode = enforced ? 'ShareRowExclusiveLock' : 'AccessExclusiveLock';
  const referenced = referencedOf(x, constraint);
  for (const relation of referenced) lockAll(x, [relation, ...descendants(x, relation)], mode);
  for (const one of [constraint, ...descendantClones(x, constraint)]) {
    x.catalog = put(x.catalog, { ...one, enforced, validated: enforced });
    for (const table of relationsOf(x, [one.relation])) {
      lock(x, table, at.mode);
      if (enforced && table.kind !== 'partitioned-table')
        needCheck(at, table, { purpose: 'foreign-key', what: one.name });
    }
  }
}

/** 18: NOT NULL constraints switch between INHERIT and NO INHERIT. */
function changeInheritance(at: AlterTable, constraint: Constraint, noInherit: boolean): void {
  const { x } = at;
  x.catalog = put(x.catalog, { ...constraint, noInherit });
  const below = children(x, at.target);
  lockAll(x, below, at.mode);
  if (noInherit) return;
  const [name] = columnNames(current(x, at.target), constraint.columns);
  for (const relation of descendants(x, at.target)) {
    lock(x, relation, at.mode);
    if (name) requireNotNull(at, relation, name);
  }
}

const addConstraintCommand: Subcommand = (at, cmd) => {
  const node = (cmd.def as { Constraint?: ConstraintNode } | undefined)?.Constraint;
  if (!node) return;
  // From 18 on children are locked even by constraints that do not reach them (ATPrepAddPrimaryKey and its neighbours).
  if (since(at.x, 18) && !at.only) lockAll(at.x, descendants(at.x, at.target), at.mode);
  addConstraintNode(at, node);
};

export const constraintCommands = {
  AT_AddConstraint: addConstraintCommand,
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_AlterConstraint: alterConstraint,
} satisfies Record<string, Subcommand>;
