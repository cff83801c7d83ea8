// Which existing index of a partition can serve as the partition's part of a partitioned index, and how the two are tied.
// CompareIndexInfo in src/backend/catalog/index.c; IndexSetParentIndex and validatePartitionedIndex in src/backend/commands.
import { depend, getAs, put } from '../catalog/catalog.ts';
import type { Constraint, IndexInfo, Relation } from '../catalog/objects.ts';
import { change, current, type Execution } from './execution.ts';
import { relationsOf } from './tree.ts';

/** The indexes of a table, as they are now. */
export const indexesOf = (x: Execution, table: Relation): Relation[] => relationsOf(x, current(x, table).indexes);

/** The number that a column of `from` has in `to`, by name. */
const mapped = (from: Relation, to: Relation, column: number): number | undefined => {
  const name = from.columns.find(({ number }) => number === column)?.name;
  return to.columns.find((other) => other.name === name)?.number;
};

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** CompareIndexInfo: whether `theirs`, on `partition`, indexes the same as `ours` does on `table`. */
export function sameIndex(ours: IndexInfo, table: Relation, theirs: IndexInfo, partition: Relation): boolean {
  const map = (column: number | undefined) => (column === undefined ? undefined : mapped(table, partition, column));
  const shape = (index: IndexInfo) => [
    index.unique,
    index.nullsNotDistinct ?? false,
    index.exclusion,
    index.method,
    index.hasExpressions,
    index.partial,
  ];
  return (
    sameList(shape(ours), shape(theirs)) &&
    sameList(ours.keys.map(map), theirs.keys) &&
    sameList(ours.include.map(map), theirs.include) &&
    sameList(ours.collations, theirs.collations) &&
    sameList(ours.operatorClasses ?? [], theirs.operatorClasses ?? []) &&
    sameList(
      expressionTexts(ours, map),
      expressionTexts(theirs, (column) => column),
    )
  );
}

/** Expressions and predicate as text in which columns are numbers of the table compared with. */
const expressionTexts = (index: IndexInfo, map: (column: number) => number | undefined): string[] =>
  [...(index.expressions ?? []), index.predicate ?? ''].map((text) =>
    text.replace(/\{"Var":(\d+)\}/g, (_, column) => `{"Var":${map(Number(column))}}`),
  );

/** An expression's tree as text without places, its columns as `{"Var":n}`, so that two can be compared. */
export const comparable = (node: unknown, columnNumber: (name: string) => number | undefined): string =>
  JSON.stringify(node, (key, value) => {
    if (key === 'location' || key === 'opno') return undefined;
    const fields = value?.ColumnRef?.fields as { String?: { sval?: string } }[] | undefined;
    const number = fields && columnNumber(fields.at(-1)?.String?.sval ?? '');
    return number === undefined ? value : { Var: number };
  });

/** An index of `partition`, not yet part of another, that matches `parent`'s; with a constraint, only one with a constraint. */
export function matchingIndex(
  x: Execution,
  parentIndex: Relation,
  partition: Relation,
  wanted: { constraint: boolean; valid?: boolean },
): Relation | undefined {
  const ours = parentIndex.index;
  const table = ours && relationsOf(x, [ours.table])[0];
  if (!ours || !table) return undefined;
  return indexesOf(x, partition).find(
    ({ index, parents }) =>
      index &&
      parents.length === 0 &&
      sameConstraint(x, ours, index, wanted.constraint) &&
      (!wanted.valid || index.valid) &&
      sameIndex(ours, table, index, partition),
  );
}

/** A constraint's index is only matched by one whose constraint is of the same kind. */
const sameConstraint = (x: Execution, ours: IndexInfo, theirs: IndexInfo, wanted: boolean): boolean =>
  !wanted || (theirs.constraint !== undefined && kindOf(x, ours) === kindOf(x, theirs));

const kindOf = (x: Execution, index: IndexInfo) => getAs(x.catalog, index.constraint, 'constraint')?.kind;

/** IndexSetParentIndex, and ConstraintSetParentConstraint where the parent index belongs to a constraint. */
export function attachIndex(x: Execution, parentIndex: Relation, index: Relation): void {
  const parent = current(x, parentIndex);
  change(x, index.oid, { parents: [parent.oid] });
  change(x, parent.oid, { children: [...parent.children, index.oid] });
  x.catalog = depend(x.catalog, { from: index.oid, on: parent.oid, kind: 'partition' });
  const above = getAs(x.catalog, parent.index?.constraint, 'constraint');
  const below = getAs(x.catalog, index.index?.constraint, 'constraint');
  if (above && below) setParentConstraint(x, above, below);
}

function setParentConstraint(x: Execution, above: Constraint, below: Constraint): void {
  x.catalog = put(x.catalog, { ...below, parent: above.oid, inherited: below.inherited + 1, local: false });
  x.catalog = depend(x.catalog, { from: below.oid, on: above.oid, kind: 'partition' });
}

export function setValid(x: Execution, index: Relation, valid: boolean): void {
  const now = current(x, index);
  if (now.index && now.index.valid !== valid) change(x, now.oid, { index: { ...now.index, valid } });
}

/** validatePartitionedIndex, without its step to the parent: valid once every partition of its table has a valid part. */
export function validatePartitionedIndex(x: Execution, index: Relation): void {
  const now = current(x, index);
  const table = now.index && relationsOf(x, [now.index.table])[0];
  if (!now.index || now.index.valid || !table) return;
  const validParts = relationsOf(x, now.children).filter((part) => part.index?.valid).length;
  if (validParts === table.children.length) setValid(x, now, true);
}
