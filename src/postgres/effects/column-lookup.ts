// Finds columns by name and number. src/backend/utils/cache/lsyscache.c (get_attnum)
import { relationBy } from '../catalog/catalog.ts';
import type { Column, Relation } from '../catalog/objects.ts';
import { change, current, type Execution, existedBefore } from './execution.ts';

export const columnNamed = (relation: Relation, name: string | undefined): Column | undefined =>
  relation.columns.find((column) => column.name === name);

export const columnNumbered = (relation: Relation, number: number | undefined): Column | undefined =>
  relation.columns.find((column) => column.number === number);

export const columnNames = (relation: Relation, numbers: readonly number[]): string[] =>
  numbers.flatMap((number) => columnNumbered(relation, number)?.name ?? []);

const unknownType = { name: 'unknown', modifiers: [], array: false, known: false } as const;

/**
 * The column's number; one that an unknown relation must have, since a statement names it, is remembered.
 * Undefined where the relation is known not to have it.
 */
export function columnNumber(x: Execution, relation: Relation, name: string): number | undefined {
  const now = current(x, relation);
  const found = columnNamed(now, name);
  if (found || now.known) return found?.number;
  const column: Column = { number: now.nextColumn, name, type: unknownType, notNull: false, local: true, inherited: 0 };
  const nextColumn = now.nextColumn + 1;
  change(x, now.oid, { columns: [...now.columns, column], nextColumn });
  const before = relationBy(x.before, now.oid);
  if (before) existedBefore(x, { ...before, columns: [...before.columns, column], nextColumn });
  return column.number;
}
