// CREATE TRIGGER, CREATE CONSTRAINT TRIGGER and event triggers. src/backend/commands/trigger.c (CreateTriggerFiringOn), event_trigger.c
import type { CreateEventTrigStmt, CreateTrigStmt } from '@pgsql/types';
import { add, depend, findRoutines, put } from '../catalog/catalog.ts';
import type { Oid, Relation, Routine, Trigger } from '../catalog/objects.ts';
import { columnNumber } from './column-lookup.ts';
import { listOn } from './columns.ts';
import { addConstraint } from './constraints.ts';
import { changed, current, type Execution, fails, lock, lockAll, objectAs, since } from './execution.ts';
import { expressionFacts } from './expression.ts';
import type { Family } from './family.ts';
import { lookupPath, nameOfList, rangeRelation } from './names.ts';
import { cloneTrigger } from './partition-triggers.ts';
import { stringsOf } from './query-columns.ts';
import { children, descendants } from './tree.ts';

export const triggersFamily: Family = {
  CreateTrigStmt: { source: 'sql-createtrigger', run: createTrigger },
  CreateEventTrigStmt: { source: 'sql-createeventtrigger', run: createEventTrigger },
  AlterEventTrigStmt: { source: 'sql-altereventtrigger', run: () => undefined },
};

/** Bits of src/include/catalog/pg_trigger.h. */
const bits = { before: 2, insert: 4, delete: 8, update: 16, truncate: 32, insteadOf: 64 } as const;

const timingOf = ({ timing = 0 }: CreateTrigStmt): Trigger['timing'] =>
  timing & bits.before ? 'before' : timing & bits.insteadOf ? 'instead of' : 'after';

const eventsOf = ({ events = 0 }: CreateTrigStmt): NonNullable<Trigger['events']> =>
  (['insert', 'update', 'delete', 'truncate'] as const).filter((event) => events & bits[event]);

function createTrigger(x: Execution, node: CreateTrigStmt): void {
  if (node.replace && !since(x, 14)) {
    fails(x, 'syntax error at or near "TRIGGER"', '42601');
    return;
  }
  const table = rangeRelation(x, node.relation, timingOf(node) === 'instead of' ? 'view' : 'table');
  if (!table) return;
  lock(x, table, 'ShareRowExclusiveLock');
  if (node.replace && node.isconstraint) fails(x, 'CREATE OR REPLACE CONSTRAINT TRIGGER is not supported', '0A000');
  refuseTarget(x, table, node);
  if (x.failed) return;
  const from = rangeRelation(x, node.constrrel);
  if (from) lock(x, from, 'AccessShareLock');
  const perPartition = node.row && table.kind === 'partitioned-table';
  if (perPartition) lockAll(x, descendants(x, table), 'ShareRowExclusiveLock');
  const columns = updateColumns(x, table, node);
  const existing = current(x, table)
    .triggers.flatMap((oid) => objectAs(x, oid, 'trigger') ?? [])
    .find(({ name }) => name === node.trigname);
  if (existing) refuseExisting(x, table, node, existing);
  if (x.failed) return;
  const trigger = saveTrigger(x, table, { node, columns, existing, from });
  if (perPartition && !existing) for (const child of children(x, table)) cloneTrigger(x, trigger, child);
}

/** What PostgreSQL refuses by the kind of the relation. */
function refuseTarget(
  x: Execution,
  { name, kind, known: certain, bound, parents }: Relation,
  node: CreateTrigStmt,
): void {
  const timing = timingOf(node);
  const transition = node.row && node.transitionRels?.length;
  const refuse = (message: string, code = '42809') => fails(x, message, code, { certain });
  if (kind === 'materialized-view' || kind === 'sequence' || kind === 'index') {
    refuse(since(x, 14) ? `relation "${name}" cannot have triggers` : `"${name}" is not a table or view`);
  } else if (kind === 'view') {
    if (timing !== 'instead of' && node.row) refuse(`"${name}" is a view`);
    else if (eventsOf(node).includes('truncate')) refuse(`"${name}" is a view`);
  } else if (timing === 'instead of')
    refuse(kind === 'foreign-table' ? `"${name}" is a foreign table` : `"${name}" is a table`);
  else if (kind === 'foreign-table' && node.isconstraint) refuse(`"${name}" is a foreign table`);
  else if (transition && kind === 'partitioned-table') refuse(`"${name}" is a partitioned table`, '0A000');
  else if (transition && bound) refuse('ROW triggers with transition tables are not supported on partitions', '0A000');
  else if (transition && parents.length) {
    refuse('ROW triggers with transition tables are not supported on inheritance children', '0A000');
  }
}

/** UPDATE OF; a known table that lacks a column refuses. */
function updateColumns(x: Execution, table: Relation, node: CreateTrigStmt): number[] {
  return stringsOf(node.columns).flatMap((name) => {
    const number = columnNumber(x, table, name);
    if (number === undefined) fails(x, `column "${name}" of relation "${table.name}" does not exist`, '42703');
    return number ?? [];
  });
}

function refuseExisting(x: Execution, { name }: Relation, node: CreateTrigStmt, existing: Trigger): void {
  const which = `trigger "${existing.name}" for relation "${name}"`;
  if (!node.replace) fails(x, `${which} already exists`, '42710');
  else if (existing.parent !== undefined) fails(x, `${which} is an internal or a child trigger`, '42710');
  else if (existing.constraint) fails(x, `${which} is a constraint trigger`, '42710');
}

interface NewTrigger {
  readonly node: CreateTrigStmt;
  readonly columns: readonly number[];
  readonly existing: Trigger | undefined;
  readonly from: Relation | undefined;
}

function saveTrigger(x: Execution, table: Relation, { node, columns, existing, from }: NewTrigger): Trigger {
  const routine = triggerFunction(x, node.funcname);
  const given: Omit<Trigger, 'oid' | 'born'> = {
    class: 'trigger',
    name: node.trigname ?? '',
    relation: table.oid,
    ...(routine ? { function: routine.oid } : {}),
    timing: timingOf(node),
    events: eventsOf(node),
    row: node.row ?? false,
    columns,
    ...(node.isconstraint ? { constraint: true } : {}),
  };
  const trigger = existing ? { ...given, oid: existing.oid, born: existing.born } : addTrigger(x, table, given);
  if (existing) x.catalog = put(x.catalog, trigger);
  dependOn(x, trigger.oid, table, { node, columns, routine });
  if (from) x.catalog = depend(x.catalog, { from: trigger.oid, on: from.oid, kind: 'auto' });
  if (node.isconstraint) addTriggerConstraint(x, table, trigger);
  const name = `${table.schema}.${table.name}.${trigger.name}`;
  changed(x, existing ? 'alter' : 'create', { kind: 'trigger', name, oid: trigger.oid });
  return trigger;
}

function addTrigger(x: Execution, table: Relation, given: Omit<Trigger, 'oid' | 'born'>): Trigger {
  const [catalog, trigger] = add(x.catalog, (oid): Trigger => ({ ...given, oid, born: x.step }));
  x.catalog = depend(catalog, { from: trigger.oid, on: table.oid, kind: 'auto' });
  listOn(x, table.oid, 'triggers', trigger.oid);
  return trigger;
}

interface TriggerNeeds extends Pick<NewTrigger, 'node' | 'columns'> {
  readonly routine: Routine | undefined;
}

/** Columns of UPDATE OF and WHEN, and the functions that it and WHEN call. */
function dependOn(x: Execution, from: Oid, table: Relation, { node, columns, routine }: TriggerNeeds): void {
  const when = expressionFacts(x, node.whenClause, current(x, table));
  for (const onColumn of [...columns, ...when.columns]) {
    x.catalog = depend(x.catalog, { from, on: table.oid, onColumn, kind: 'normal' });
  }
  for (const { oid } of [...(routine ? [routine] : []), ...when.routines]) {
    x.catalog = depend(x.catalog, { from, on: oid, kind: 'normal' });
  }
}

function triggerFunction(x: Execution, names: CreateTrigStmt['funcname']): Routine | undefined {
  const { schema, name } = nameOfList(names);
  return lookupPath(x, schema)
    .flatMap((path) => findRoutines(x.catalog, path, name))
    .find((routine) => routine.arguments.length === 0);
}

/** The constraint is part of its trigger, not the other way round. */
function addTriggerConstraint(x: Execution, table: Relation, trigger: Trigger): void {
  const constraint = addConstraint(x, table, { kind: 'trigger', name: trigger.name, columns: [] });
  x.catalog = depend(x.catalog, { from: constraint.oid, on: trigger.oid, kind: 'internal' });
}

function createEventTrigger(x: Execution, node: CreateEventTrigStmt): void {
  const name = node.trigname ?? '';
  const [catalog, trigger] = add(x.catalog, (oid) => ({ class: 'event-trigger' as const, oid, born: x.step, name }));
  x.catalog = catalog;
  const routine = triggerFunction(x, node.funcname);
  if (routine) x.catalog = depend(x.catalog, { from: trigger.oid, on: routine.oid, kind: 'normal' });
  changed(x, 'create', { kind: 'event trigger', name, oid: trigger.oid });
}
