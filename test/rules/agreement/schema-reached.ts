// The schema that statements leave, as lines that can be compared: columns, constraints and indexes of every table.
import { allRelations, type Catalog, getAs } from '../../../src/postgres/catalog/catalog.ts';
import type { Column, Constraint, Relation } from '../../../src/postgres/catalog/objects.ts';
import { typeName } from '../../../src/rule.ts';

/** Sorted; one line per column, constraint and index. */
export function schemaLines(catalog: Catalog): string[] {
  const lines: string[] = [];
  for (const relation of allRelations(catalog)) {
    const name = `${relation.schema}.${relation.name}`;
    if (relation.index) lines.push(`${name}: ${indexLine(catalog, relation)}`);
    else if (relation.kind !== 'sequence' && relation.kind !== 'composite-type') {
      lines.push(name, ...relation.columns.map((column) => `${name}.${columnLine(column)}`));
      for (const oid of relation.constraints) {
        const constraint = getAs(catalog, oid, 'constraint');
        if (constraint && constraint.kind !== 'not-null') lines.push(`${name}: ${constraintLine(constraint)}`);
      }
    }
  }
  return lines.sort();
}

const columnLine = ({ name, type, notNull, default: value, identity, generated }: Column): string =>
  [name, typeName(type), notNull && 'NOT NULL', value !== undefined && 'DEFAULT', identity, generated]
    .filter(Boolean)
    .join(' ');

const constraintLine = (one: Constraint): string =>
  [one.kind, one.name, one.validated, one.enforced, one.deferrable, one.onDelete].join(' ');

function indexLine(catalog: Catalog, { index, parents }: Relation): string {
  const parent = getAs(catalog, parents[0], 'relation');
  const { unique, primary, keys, include, partial, valid } = index ?? { keys: [], include: [] };
  return JSON.stringify(['index', unique, primary, keys, include, partial, valid, parent?.name]);
}
