// What a rule asks of the schema before and after a step: the constraints that it adds and the tables that they tie together.
import type { RangeVar } from '@pgsql/types';
import { findRelation, getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint, Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { effectsOf } from './facts.ts';

/** The constraints of a kind that the statement adds, those on partitions because of their parent's left out. */
export function addedConstraints(step: Step, kind: Constraint['kind']): Constraint[] {
  const made = effectsOf(step, 'create').filter(({ object }) => object.kind === 'constraint');
  return made
    .flatMap(({ object }) => getAs(step.after, object.oid, 'constraint') ?? [])
    .filter((constraint) => constraint.kind === kind && constraint.parent === undefined && constraint.local);
}

/** A table's or a domain's constraint as it was before the statement. */
export const constraintNamed = (step: Step, relation: number, name: string): Constraint | undefined =>
  relationBy(step.before, relation)
    ?.constraints.flatMap((oid) => getAs(step.before, oid, 'constraint') ?? [])
    .find((constraint) => constraint.name === name);

/** A relation as it was before the statement, or as it is after where the statement makes it. */
export const relationOf = (step: Step, oid: number | undefined): Relation | undefined =>
  relationBy(step.before, oid) ?? relationBy(step.after, oid);

/** Names of columns by their numbers, in the order given. */
export const columnsOf = (relation: Relation | undefined, numbers: readonly number[]): string[] =>
  numbers.flatMap((number) => relation?.columns.find((column) => column.number === number)?.name ?? []);

/** The columns of a constraint that the statement leaves behind. */
export const constraintColumns = (step: Step, { relation, columns }: Constraint): string[] =>
  columnsOf(relationBy(step.after, relation), columns);

/** The leaves below a partitioned table, before the statement; the table itself where it is not partitioned. */
export function leavesOf(step: Step, relation: Relation): Relation[] {
  if (!relation.partitionKey) return [relation];
  return relation.children
    .flatMap((oid) => relationBy(step.before, oid) ?? [])
    .flatMap((child) => leavesOf(step, child));
}

/** The relation that a statement's tree names, as it was before the statement, or as the statement shows it where history does not know it. */
export function findTable(step: Step, range: RangeVar | undefined): Relation | undefined {
  const schemas = range?.schemaname ? [range.schemaname] : step.settings.searchPath;
  const found = (catalog: Step['before']) =>
    schemas.map((schema) => findRelation(catalog, schema, range?.relname ?? '')).find(Boolean);
  const assumed = found(step.after);
  return found(step.before) ?? (assumed?.known === false ? assumed : undefined);
}

/** What an ALTER TABLE names: of a partitioned table or a parent the whole, not the parts that follow. */
export function alteredTable(step: Step): Relation | undefined {
  if (step.statement.kind !== 'AlterTableStmt') return undefined;
  const { node } = step.statement;
  const range = 'AlterTableStmt' in node ? node.AlterTableStmt.relation : undefined;
  const schemas = range?.schemaname ? [range.schemaname] : step.settings.searchPath;
  const found = (catalog: Step['before']) =>
    schemas.map((schema) => findRelation(catalog, schema, range?.relname ?? '')).find(Boolean);
  return found(step.before) ?? found(step.after);
}
