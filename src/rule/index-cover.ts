// Which index does another one's work: for statements that take an index away.
import { type Catalog, getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint, IndexInfo, Oid, Relation } from '../postgres/catalog/objects.ts';
import type { Version } from '../postgres/versions.ts';
import type { Step } from '../simulation/step.ts';
import { briefTimeout, outsideTransaction, patiently, type Stage } from './advice.ts';
import { columnsOf } from './catalog.ts';
import { nameOf, quoteIdent } from './names.ts';
import { dropsOf, onceUnused } from './removal.ts';
import { restOf } from './rest.ts';
import { actionsOf, alterTableHead } from './text.ts';

type IndexRelation = Relation & { readonly index: IndexInfo };

/** The valid indexes of a table. */
const indexesOf = (catalog: Catalog, table: Oid | undefined): IndexRelation[] =>
  (relationBy(catalog, table)?.indexes ?? []).flatMap((oid) => {
    const index = relationBy(catalog, oid);
    return index?.index?.valid ? (index as IndexRelation) : [];
  });

/** Key columns as text, expressions by what they say; as written in the index. */
function keysOf({ keys, expressions = [] }: IndexInfo): string[] {
  let next = 0;
  return keys.map((key) => (key === undefined ? `(${expressions[next++] ?? ''})` : String(key)));
}

const startsWith = (longer: readonly string[], shorter: readonly string[]): boolean =>
  shorter.every((key, at) => longer[at] === key);

/** `other` finds what `index` finds: the same method and rows, and its keys begin with the other's. */
const serves = (other: IndexInfo, index: IndexInfo): boolean =>
  other.method === index.method &&
  (!other.partial || other.predicate === index.predicate) &&
  startsWith(keysOf(other), keysOf(index));

/** Whether a valid index of the table does the work of one that is gone, uniqueness included. Keep no step in a closure over it. */
export const isReplaced = (catalog: Catalog, gone: IndexInfo): boolean =>
  indexesOf(catalog, gone.table).some(({ index }) => {
    if (!serves(index, gone)) return false;
    return !gone.unique || (index.unique && index.keys.length === gone.keys.length);
  });

/** Whether some valid index has these columns first, in any order. */
const leads = (catalog: Catalog, table: Oid, columns: readonly number[]): boolean =>
  indexesOf(catalog, table).some(
    ({ index }) => !index.partial && columns.every((column) => index.keys.slice(0, columns.length).includes(column)),
  );

/** The foreign keys of the index's table that no index supports any more once it is gone. */
export function unsupportedKeys(step: Step, { table, partial, keys }: IndexInfo): Constraint[] {
  const constraints = (relationBy(step.before, table)?.constraints ?? []).flatMap(
    (oid) => getAs(step.before, oid, 'constraint') ?? [],
  );
  return constraints.filter(
    ({ kind, columns }) =>
      kind === 'foreign-key' &&
      !partial &&
      columns.every((column) => keys.slice(0, columns.length).includes(column)) &&
      !leads(step.after, table, columns),
  );
}

export interface LostIndex {
  readonly index: IndexRelation;
  readonly table: Relation;
  /** The columns before the first one that is dropped: what its queries can still be found by. */
  readonly remaining: readonly string[];
}

/** Indexes on several columns that go because one of them is dropped, and whose first columns no other index has. */
export function indexesLostWithColumns(step: Step): LostIndex[] {
  const columns = dropsOf(step, ['column']);
  if (columns.length === 0) return [];
  return dropsOf(step, ['index', 'constraint'], true).flatMap((drop): LostIndex[] => {
    const constraint = getAs(step.before, drop.object.oid, 'constraint');
    const index = relationBy(step.before, constraint?.index ?? drop.object.oid);
    const table = relationBy(step.before, index?.index?.table);
    const now = relationBy(step.after, table?.oid);
    if (!index?.index?.valid || !table || !now || index.index.partial) return [];
    const numbersNow = new Set<number | undefined>(now.columns.map(({ number }) => number));
    const kept = index.index.keys.findIndex((key) => !numbersNow.has(key));
    const numbers = index.index.keys.slice(0, Math.max(kept, 0)).flatMap((key) => key ?? []);
    const isServed = indexesOf(step.after, table.oid).some(
      (other) => !other.index.partial && startsWith(keysOf(other.index), numbers.map(String)),
    );
    if (numbers.length === 0 || isServed) return [];
    return [{ index: index as IndexRelation, table, remaining: columnsOf(table, numbers) }];
  });
}

export interface DroppedIndex {
  /** As the catalog has it; of an index that history does not know only the name is true. */
  readonly relation: Relation;
  /** Undefined where history does not know the index. */
  readonly index: IndexInfo | undefined;
  readonly table: Relation | undefined;
}

/** Indexes that a DROP INDEX names and whose work no other index does from then on; IF EXISTS of unknown ones left out. */
export function droppedWithoutReplacement(step: Step): DroppedIndex[] {
  const { node } = step.statement;
  if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX') return [];
  const missingOk = node.DropStmt.missing_ok ?? false;
  return dropsOf(step, ['index']).flatMap(({ object }): DroppedIndex[] => {
    const relation = relationBy(step.before, object.oid) ?? object.relation;
    if (!relation) return [];
    const whole = relationBy(step.before, relation.oid);
    const table = relationBy(step.before, whole?.index?.table);
    if (!whole?.index || !table) return missingOk ? [] : [{ relation: relation as Relation, index: undefined, table }];
    const isGone = whole.index.valid && !step.isNew(table) && !isReplaced(step.after, whole.index);
    return isGone ? [{ relation: whole, index: whole.index, table }] : [];
  });
}

/** What remains of the indexes that go with a column is built first; then the user's own statement, for the day when nothing uses the column. */
export function columnDrop(step: Step, version: Version, names: string): Stage[] {
  const actions = actionsOf(step).filter(({ node }) => node.subtype === 'AT_DropColumn');
  const rest = actions.length > 0 ? restOf(step, version, { actions }) : undefined;
  const alone = actions.map(({ text }) => text).join(', ');
  const drop = onceUnused(
    step,
    'dropped-column',
    names,
    alone ? `${alterTableHead(step)} ${alone}` : step.statement.sql,
  );
  return [...(rest?.first ?? []), ...builtBefore(step, drop), ...(rest?.left ?? [])];
}

function builtBefore(step: Step, drop: Stage): Stage[] {
  const builds = replacementBuilds(step);
  if (builds.length === 0) return [drop];
  const own = drop.statements.filter((sql) => sql !== briefTimeout);
  return [...builds, { ...drop, statements: [briefTimeout, ...own] }];
}

function replacementBuilds(step: Step): Stage[] {
  const builds = indexesLostWithColumns(step).flatMap(({ index, table, remaining }) => {
    if (table.partitionKey) return [];
    const name = quoteIdent(`${table.name}_${remaining.join('_')}_idx`.slice(0, 63));
    const method = index.index.method === 'btree' ? '' : `USING ${index.index.method} `;
    return `CREATE INDEX CONCURRENTLY ${name} ON ${nameOf(step, table)} ${method}(${remaining.map(quoteIdent).join(', ')})`;
  });
  if (builds.length === 0) return [];
  const where = outsideTransaction(step);
  const note = `what the index is still good for${where === undefined ? '' : `, ${where}`}`;
  return [{ note, statements: patiently(step, ...new Set(builds)) }];
}
