// ADD CONSTRAINT in every form. src/backend/commands/tablecmds.c (ATExecAddConstraint and its neighbours)
import type { Constraint as ConstraintNode } from '@pgsql/types';
import { put } from '../../catalog/catalog.ts';
import type { Relation } from '../../catalog/objects.ts';
import type { ColumnDefinition } from '../column-definition.ts';
import { stringsOf } from '../column-definition.ts';
import { columnNamed, columnNames } from '../columns.ts';
import {
  addCheck,
  addConstraint,
  addNotNull,
  constraintNamed,
  isNotEnforced,
  notNullConstraint,
  skipsValidation,
} from '../constraints.ts';
import { change, current, fails, lock, lockAll, since } from '../execution.ts';
import { addForeignKey } from '../foreign-keys.ts';
import { createIndex, definitionOfConstraint } from '../index-creation.ts';
import { findRelationNamed } from '../names.ts';
import { children, descendants } from '../tree.ts';
import { requireNotNull } from './not-null.ts';
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
  const target = current(x, at.target);
  if (target.known && node.conname && constraintNamed(x, target, node.conname)) {
    return fails(x, `constraint "${node.conname}" for relation "${target.name}" already exists`, '42710');
  }
  // transformColumnDefinition leaves out the look-up where nothing gives a value; DEFAULT NULL is something.
  const checkRows = !newColumn || hasDefault(newColumn);
  const check = (relation: Relation, what: string) => needCheck(at, relation, { purpose: 'foreign-key', what });
  addForeignKey(x, target, node, { only: at.only, existing: true, ...(checkRows ? { check } : {}) });
}

const hasDefault = (definition: ColumnDefinition): boolean =>
  Boolean(definition.default || definition.serial || definition.identity || definition.generated);

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
  const misfit = whyNoKey(index.index);
  if (misfit) return fails(x, `${misfit[0].replace('%', `"${index.name}"`)}`, misfit[1]);
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

/** transformIndexConstraint: which indexes cannot become a key. */
function whyNoKey(index: NonNullable<Relation['index']>): readonly [message: string, code: string] | undefined {
  if (!index.valid) return ['index % is not valid', '55000'];
  if (!index.unique) return ['% is not a unique index', '42809'];
  if (index.hasExpressions) return ['index % contains expressions', '42809'];
  return index.partial ? ['% is a partial index', '42809'] : undefined;
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
export const addConstraintCommand: Subcommand = (at, cmd) => {
  const node = (cmd.def as { Constraint?: ConstraintNode } | undefined)?.Constraint;
  if (!node) return;
  // From 18 on children are locked even by constraints that do not reach them (ATPrepAddPrimaryKey and its neighbours).
  if (since(at.x, 18) && !at.only) lockAll(at.x, descendants(at.x, at.target), at.mode);
  addConstraintNode(at, node);
};
