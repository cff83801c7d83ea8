import type { Column, Relation } from '../../catalog/objects.ts';
import { columnNamed, columnNumber } from '../columns.ts';
import { current, type Execution, fails } from '../execution.ts';

const missing = (relation: Relation, name: string | undefined): string =>
  `column "${name}" of relation "${relation.name}" does not exist`;

/** The column, or a failure; on an unknown relation the column is taken to exist. */
export function columnOf(x: Execution, relation: Relation, name: string | undefined): Column | undefined {
  const number = columnNumber(x, relation, name ?? '');
  if (number === undefined) fails(x, missing(relation, name), '42703');
  return columnNamed(current(x, relation), name);
}
