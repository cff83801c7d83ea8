// CHECK and NOT NULL constraints and the bookkeeping that every constraint shares. src/backend/catalog/pg_constraint.c
import type { Constraint as ConstraintNode } from '@pgsql/types';
import { depend, getAs } from '../catalog/catalog.ts';
import type { Constraint, Oid, Relation } from '../catalog/objects.ts';
import { stringsOf } from './column-definition.ts';
import { changeColumn, columnNames, columnNumber, type Inheritance, listOn, ownColumn } from './columns.ts';
import { type NewConstraint, newConstraint } from './constraint-object.ts';
import { changed, current, type Execution, since } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import { chooseConstraintName } from './object-names.ts';

export const constraintsOf = (x: Execution, relation: Relation): Constraint[] =>
  current(x, relation).constraints.flatMap((oid) => getAs(x.catalog, oid, 'constraint') ?? []);

export const constraintNamed = (x: Execution, relation: Relation, name: string | undefined): Constraint | undefined =>
  constraintsOf(x, relation).find((constraint) => constraint.name === name);

/** Adds the object, lists it on the relation and ties it to the relation's columns. */
export function addConstraint(x: Execution, relation: Relation, given: NewConstraint): Constraint {
  const constraint = newConstraint(x, { relation: relation.oid, ...given });
  listOn(x, relation.oid, 'constraints', constraint.oid);
  dependOnColumns(x, constraint.oid, relation.oid, constraint.columns, 'auto');
  changed(x, 'create', {
    kind: 'constraint',
    name: `${relation.schema}.${relation.name}.${constraint.name}`,
    oid: constraint.oid,
  });
  return constraint;
}

export function dependOnColumns(
  x: Execution,
  from: Oid,
  on: Oid,
  columns: readonly number[],
  kind: 'auto' | 'normal',
): void {
  if (columns.length === 0) x.catalog = depend(x.catalog, { from, on, kind });
  for (const onColumn of columns) x.catalog = depend(x.catalog, { from, on, onColumn, kind });
}

/** Whether the statement leaves existing rows unchecked: NOT VALID or NOT ENFORCED. */
export const skipsValidation = (node: ConstraintNode): boolean =>
  Boolean(node.skip_validation) || node.is_enforced === false || isNotEnforced(node);

/** libpg-query leaves false booleans out, so a table constraint's NOT ENFORCED is both flags absent. */
export const isNotEnforced = (node: ConstraintNode): boolean =>
  (node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN') && !node.is_enforced;

export function addCheck(
  x: Execution,
  relation: Relation,
  node: ConstraintNode,
  options: { validated: boolean; inheritance?: Inheritance; name?: string },
): Constraint {
  const now = current(x, relation);
  const facts = expressionFacts(x, node.raw_expr, now);
  const used = columnNames(now, facts.columns);
  const name = options.name ?? node.conname ?? chooseConstraintName(x, now, used.length === 1 ? used : [], 'check');
  const constraint = addConstraint(x, now, {
    kind: 'check',
    name,
    columns: facts.columns,
    validated: options.validated,
    enforced: !isNotEnforced(node),
    noInherit: node.is_no_inherit ?? false,
    ...(node.raw_expr ? { expression: node.raw_expr } : {}),
    ...(options.inheritance ?? ownColumn),
  });
  recordExpressionDependencies(x, constraint.oid, facts, 'auto', now);
  return constraint;
}

/** Marks the column NOT NULL; from 18 on that is also a constraint with a name. */
export function addNotNull(
  x: Execution,
  relation: Relation,
  column: string,
  options: { name?: string; validated?: boolean; inheritance?: Inheritance; noInherit?: boolean } = {},
): Constraint | undefined {
  const number = columnNumber(x, relation, column);
  if (number === undefined) return undefined;
  changeColumn(x, relation, number, { notNull: true });
  if (!since(x, 18)) return undefined;
  const now = current(x, relation);
  const known = notNullConstraint(x, now, number);
  if (known) return known;
  return addConstraint(x, now, {
    kind: 'not-null',
    name: options.name ?? chooseConstraintName(x, now, [column], 'not_null'),
    columns: [number],
    validated: options.validated ?? true,
    noInherit: options.noInherit ?? false,
    ...(options.inheritance ?? ownColumn),
  });
}

export const notNullConstraint = (x: Execution, relation: Relation, column: number): Constraint | undefined =>
  constraintsOf(x, relation).find((constraint) => constraint.kind === 'not-null' && constraint.columns[0] === column);

/** The columns of a key or foreign key constraint by number; those that are known not to exist are left out. */
export const keyColumns = (x: Execution, relation: Relation, names: ConstraintNode['keys']): number[] =>
  stringsOf(names).flatMap((name) => columnNumber(x, relation, name) ?? []);
