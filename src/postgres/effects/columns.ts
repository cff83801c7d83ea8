// Columns, their defaults and the sequences behind serial and identity, as the catalog keeps them.
import type { Node } from '@pgsql/types';
import { add, depend, getAs, put, relationBy, remove, undepend } from '../catalog/catalog.ts';
import type { Column, Oid, Relation } from '../catalog/objects.ts';
import type { ColumnDefinition } from './column-definition.ts';
import { columnNumbered } from './column-lookup.ts';
import { change, current, type Execution } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import { chooseRelationName } from './object-names.ts';
import { createSequence } from './sequences.ts';

export function changeColumn(x: Execution, relation: Relation, number: number, changes: Partial<Column>): Relation {
  const now = current(x, relation);
  const columns = now.columns.map((column) => (column.number === number ? { ...column, ...changes } : column));
  return change(x, now.oid, { columns });
}

export { columnNamed, columnNames, columnNumber, columnNumbered } from './column-lookup.ts';

export interface Inheritance {
  readonly local: boolean;
  readonly inherited: number;
}

export const ownColumn: Inheritance = { local: true, inherited: 0 };

/** Adds the column with its default, sequence and dependencies; its constraints are the caller's. */
export function addColumn(x: Execution, relation: Relation, def: ColumnDefinition, inheritance = ownColumn): Column {
  const now = current(x, relation);
  const column: Column = {
    number: now.nextColumn,
    name: def.name,
    type: def.type,
    notNull: def.notNull,
    ...(def.collation === undefined ? {} : { collation: def.collation }),
    ...(def.identity ? { identity: def.identity.always ? 'always' : 'by default' } : {}),
    ...(def.generated ? { generated: def.generated.stored ? 'stored' : 'virtual' } : {}),
    ...inheritance,
  };
  change(x, now.oid, { columns: [...now.columns, column], nextColumn: now.nextColumn + 1 });
  if (def.type.oid !== undefined) {
    const edge = { from: now.oid, fromColumn: column.number, on: def.type.oid, kind: 'normal' } as const;
    x.catalog = depend(x.catalog, edge);
  }
  const expression = def.default ?? def.generated?.expression;
  if (expression) setDefault(x, now, column.number, expression);
  if (def.serial || def.identity) addOwnedSequence(x, now, column, Boolean(def.identity));
  return column;
}

/** The sequence of a serial or identity column: `<table>_<column>_seq`, owned by the column. */
export function addOwnedSequence(x: Execution, relation: Relation, column: Column, identity: boolean): Relation {
  const { schema } = relation;
  const sequence = createSequence(x, {
    schema,
    name: chooseRelationName(x, { name1: relation.name, name2: column.name, label: 'seq', schema }),
    persistence: relation.persistence,
    ownedBy: { relation: relation.oid, column: column.number, identity },
  });
  if (!identity) {
    const value = setDefault(x, relation, column.number, undefined);
    x.catalog = depend(x.catalog, { from: value, on: sequence.oid, kind: 'normal' });
  }
  return sequence;
}

/** Sets or replaces a column's default (or generation expression); returns the default object's oid. */
export function setDefault(x: Execution, relation: Relation, column: number, expression: Node | undefined): Oid {
  clearDefault(x, relation, column);
  const [catalog, object] = add(x.catalog, (oid) => ({
    class: 'default',
    oid,
    born: x.step,
    relation: relation.oid,
    column,
    ...(expression ? { expression } : {}),
  }));
  x.catalog = depend(catalog, { from: object.oid, on: relation.oid, onColumn: column, kind: 'auto' });
  changeColumn(x, relation, column, { default: object.oid });
  if (expression) {
    const facts = expressionFacts(x, expression, current(x, relation));
    recordExpressionDependencies(x, object.oid, facts, 'normal', relation);
  }
  return object.oid;
}

export function clearDefault(x: Execution, relation: Relation, column: number): void {
  const old = columnNumbered(current(x, relation), column)?.default;
  if (old === undefined) return;
  x.catalog = remove(undepend(x.catalog, relation.oid, old), old);
  changeColumn(x, relation, column, { default: undefined });
}

/** The expression of a column's default, where it has one that is known. */
export const defaultExpression = (x: Execution, column: Column): Node | undefined =>
  getAs(x.catalog, column.default, 'default')?.expression;

/** Links a child under a parent in both directions, with the dependency that DROP follows. */
export function linkChild(x: Execution, parent: Relation, child: Relation, kind: 'normal' | 'auto'): void {
  const above = current(x, parent);
  change(x, above.oid, { children: [...above.children, child.oid] });
  const below = current(x, child);
  change(x, below.oid, { parents: [...below.parents, parent.oid] });
  x.catalog = depend(x.catalog, { from: child.oid, on: parent.oid, kind });
}

export function unlinkChild(x: Execution, parent: Relation, child: Relation): void {
  const above = current(x, parent);
  change(x, above.oid, { children: above.children.filter((oid) => oid !== child.oid) });
  const below = current(x, child);
  change(x, below.oid, { parents: below.parents.filter((oid) => oid !== parent.oid) });
  x.catalog = undepend(x.catalog, parent.oid, child.oid);
}

/** Adds a constraint-like object to one of a relation's lists. */
export function listOn(
  x: Execution,
  oid: Oid,
  list: 'constraints' | 'referencedBy' | 'indexes' | 'triggers' | 'rules' | 'policies' | 'statistics',
  item: Oid,
): void {
  const relation = relationBy(x.catalog, oid);
  if (relation && !relation[list].includes(item))
    x.catalog = put(x.catalog, { ...relation, [list]: [...relation[list], item] });
}
