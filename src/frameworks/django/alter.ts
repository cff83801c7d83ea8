// How Django changes a column: from the two definitions of its field. django/db/backends/base/schema.py _alter_field
import type { Value } from '../python/value.ts';
import {
  alterTable,
  databaseDefault,
  dropConstraint,
  dropForeignKey,
  dropIndex,
  type Editor,
  enlist,
  foreignKey,
  likeIndex,
  likeName,
  listedOn,
  renameColumnTo,
  sendNow,
} from './editor.ts';
import {
  checkOf,
  columnOf,
  defaultOf,
  type Field,
  family,
  isAuto,
  isConstrained,
  isIndexed,
  isMany,
  isNullable,
  isPrimary,
  isRelation,
  isUnique,
  shown,
  signature,
} from './fields.ts';
import { bare, generatedName, quote } from './names.ts';
import { columnType, isManaged, isManager, keyOf, type Model, referring, type State, tableOf } from './state.ts';
import { endsOf, throughOf } from './through.ts';
import { Unreadable } from './unreadable.ts';

/** A field of a model before and after; `before` is the state that the old one belongs to. */
export interface Change {
  readonly before: State;
  readonly oldModel: Model;
  readonly old: Field;
  readonly model: Model;
  readonly now: Field;
}

interface Plan extends Change {
  readonly table: string;
  readonly column: string;
  readonly oldType: string;
  readonly type: string;
}

export function alterField(editor: Editor, change: Change): void {
  const { before, oldModel, old, model, now } = change;
  if (!isManaged(model) || isManager(old) || isManager(now)) return;
  if (isMany(old) && isMany(now)) return alterMany(editor, change);
  if (isMany(old) || isMany(now)) throw new Unreadable(`the field ${now.name} turns into another kind of relation`);
  const isSame = signature(old) === signature(now) && columnOf(old) === columnOf(now);
  if (isSame) return;
  const oldType = columnType(before, oldModel, old);
  const type = columnType(editor.state, model, now);
  alterColumn(editor, { ...change, table: tableOf(model), column: columnOf(now), oldType, type });
}

function alterColumn(editor: Editor, plan: Plan): void {
  const { old, now, table, column } = plan;
  const hadKey = isConstrained(old) ? listedOn(editor, table, columnOf(old), 'foreign key') : [];
  for (const { name } of hadKey) dropForeignKey(editor, table, name);
  dropOld(editor, plan);
  const rebuilt = rebuildsKeys(plan) ? keysTo(editor, plan) : [];
  for (const { model, field } of rebuilt) {
    for (const { name } of listedOn(editor, tableOf(model), columnOf(field), 'foreign key'))
      dropForeignKey(editor, tableOf(model), name);
  }
  dropOldIndex(editor, plan);
  const isChecked = checkOf(old, columnOf(old)) !== undefined;
  if (isChecked && checkOf(now, column) === undefined) {
    for (const { name } of listedOn(editor, table, columnOf(old), 'check')) dropConstraint(editor, table, name);
  }
  if (columnOf(old) !== column) renameColumnTo(editor, table, columnOf(old), column);
  const finish = changeColumn(editor, plan);
  addNew(editor, plan);
  for (const each of rebuilt) alterReferring(editor, plan, each);
  const wasKey = hadKey.length > 0 || !isRelation(old) || !isConstrained(old);
  if (isConstrained(now) && wasKey) sendNow(editor, foreignKey(editor, plan.model, now, '_fk_*'));
  for (const { model, field } of rebuilt) {
    if (isConstrained(field)) sendNow(editor, foreignKey(editor, model, field, '_fk'));
  }
  const check = isChecked ? undefined : checkOf(now, column);
  if (check !== undefined) {
    const name = generatedName(table, [column], '_check');
    run(editor, `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} CHECK (${check})`);
    enlist(editor, table, { name, kind: 'check', columns: [column] });
  }
  finish();
  like(editor, plan);
}

const run = (editor: Editor, sql: string): void => editor.send(sql, editor.site);

const becomesPrimary = ({ old, now }: Plan): boolean => !isPrimary(old) && isPrimary(now);

function dropOld(editor: Editor, plan: Plan): void {
  const { old, now, table } = plan;
  if (!isUnique(old) || (isUnique(now) && !becomesPrimary(plan))) return;
  for (const { name } of listedOn(editor, table, columnOf(old), 'unique')) dropConstraint(editor, table, name);
}

const rebuildsKeys = ({ old, now, oldType, type }: Plan): boolean =>
  ((isPrimary(old) && isPrimary(now)) || (isUnique(old) && isUnique(now))) && oldType !== type;

const keysTo = (editor: Editor, { model }: Plan): { model: Model; field: Field }[] =>
  referring(editor.state, keyOf(model.app, model.name), (each, field) => throughOf(editor.state, each, field));

function dropOldIndex(editor: Editor, { old, now, table }: Plan): void {
  if (!isIndexed(old) || isUnique(old) || (isIndexed(now) && !isUnique(now))) return;
  const like = likeName(table, columnOf(old));
  for (const { name } of listedOn(editor, table, columnOf(old), 'index').sort((a) => (a.name === like ? 1 : -1)))
    dropIndex(editor, table, name);
}

/** Sends the ALTER TABLEs; what it returns drops the default again. */
function changeColumn(editor: Editor, plan: Plan): () => void {
  const { old, now, table, column, oldType, type } = plan;
  const name = quote(column);
  const actions: string[] = [];
  const after: string[] = [];
  if (oldType !== type || collation(old) !== collation(now)) {
    dropLikeOfOther(editor, plan);
    const [change, ...more] = typeChange(plan, columnType(plan.before, plan.oldModel, old));
    actions.push(change ?? '');
    after.push(...more);
  }
  actions.push(...databaseDefaults(editor, plan));
  const fills = isNullable(old) && !isNullable(now);
  const filling = fills && !now.options.has('db_default') ? defaultOf(now, type) : undefined;
  const isFilled = filling !== undefined && filling !== defaultOf(old, oldType);
  if (isFilled) actions.push(`ALTER COLUMN ${name} SET DEFAULT ${filling}`);
  const nullness =
    isNullable(old) === isNullable(now) ? [] : [`ALTER COLUMN ${name} ${isNullable(now) ? 'DROP' : 'SET'} NOT NULL`];
  const fourWay = fills && now.options.has('default') && filling !== undefined;
  const first = fourWay ? actions : [...actions, ...nullness];
  if (first.length > 0) run(editor, `ALTER TABLE ${quote(table)} ${first.join(', ')}`);
  if (fourWay) {
    run(editor, `UPDATE ${quote(table)} SET ${name} = ${filling} WHERE ${name} IS NULL; SET CONSTRAINTS ALL IMMEDIATE`);
    for (const action of nullness) run(editor, `ALTER TABLE ${quote(table)} ${action}`);
  }
  for (const sql of after) run(editor, sql);
  return () => {
    if (isFilled) run(editor, `ALTER TABLE ${quote(table)} ALTER COLUMN ${name} DROP DEFAULT`);
  };
}

const collation = ({ options }: Field): string => {
  const value: Value | undefined = options.get('db_collation');
  return value ? shown(value) : '';
};

/** The index for LIKE goes where the type is no longer the one that it is for. */
function dropLikeOfOther(editor: Editor, { old, table, oldType, type }: Plan): void {
  if (!isIndexed(old) && !isUnique(old)) return;
  const isOther = ['varchar', 'text', 'citext'].some((kind) => oldType.startsWith(kind) && !type.startsWith(kind));
  if (isOther) dropIndex(editor, table, likeName(table, columnOf(old)));
}

/** The change itself, then what follows it. django/db/backends/postgresql/schema.py _alter_column_type_sql */
function typeChange(
  { old, now, table, column, oldType, type }: Pick<Plan, 'old' | 'now' | 'table' | 'column' | 'oldType' | 'type'>,
  _was: string,
): string[] {
  const name = quote(column);
  const collate = now.options.get('db_collation');
  const using = cast(oldType) !== cast(type) ? ` USING ${name}::${type}` : '';
  const change = `ALTER COLUMN ${name} TYPE ${type}${collate?.kind === 'text' ? ` COLLATE ${quote(collate.text)}` : ''}${using}`;
  const sequence = quote(`${bare(table)}_${column}_seq`);
  if (isAuto(now) && isAuto(old)) return [change, `ALTER SEQUENCE IF EXISTS ${sequence} AS ${type}`];
  if (isAuto(now)) {
    return [
      `ALTER COLUMN ${name} TYPE ${type}`,
      `ALTER TABLE ${quote(table)} ALTER COLUMN ${name} ADD GENERATED BY DEFAULT AS IDENTITY`,
      `SELECT setval('${sequence}', MAX(${name})) FROM ${quote(table)}`,
    ];
  }
  if (isAuto(old)) return [change, `ALTER TABLE ${quote(table)} ALTER COLUMN ${name} DROP IDENTITY IF EXISTS`];
  return [change];
}

/** Arrays are compared by what they hold. */
const cast = (type: string): string => family(type.replace(/\[\d*\]/g, ''));

function databaseDefaults(editor: Editor, { before, old, now, column, oldType, type }: Plan): string[] {
  const [was, is] = [old.options.get('db_default'), now.options.get('db_default')];
  if ((was ? shown(was) : '') === (is ? shown(is) : '')) return [];
  const sql = databaseDefault({ ...editor, state: editor.state ?? before }, now, type ?? oldType);
  return [`ALTER COLUMN ${quote(column)} ${sql === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${sql}`}`];
}

function addNew(editor: Editor, plan: Plan): void {
  const { old, now, table, column } = plan;
  if (isPrimary(old) && !isPrimary(now)) {
    const name =
      editor.state.listed.get(table)?.find(({ kind }) => kind === 'primary key')?.name ?? `${bare(table)}_pkey`;
    dropConstraint(editor, table, name);
  }
  const base = { table, columns: [column], name: undefined };
  const isUniqueNow =
    (!isUnique(old) && isUnique(now) && !isPrimary(now)) || (isPrimary(old) && !isPrimary(now) && isUnique(now));
  if (isUniqueNow) sendNow(editor, { ...base, kind: 'unique', suffix: '_uniq' });
  if ((!isIndexed(old) || isUnique(old)) && isIndexed(now) && !isUnique(now))
    sendNow(editor, { ...base, kind: 'index', suffix: '' });
  if (becomesPrimary(plan)) {
    const name = generatedName(table, [column], '_pk');
    run(editor, `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} PRIMARY KEY (${quote(column)})`);
    enlist(editor, table, { name, kind: 'primary key', columns: [column] });
  }
}

/** The columns that refer to a key take its type. */
function alterReferring(editor: Editor, plan: Plan, { model, field }: { model: Model; field: Field }): void {
  const oldType = columnType(plan.before, model, field);
  const type = columnType(editor.state, model, field);
  if (oldType === type) return;
  const [change] = typeChange(
    { old: field, now: field, table: tableOf(model), column: columnOf(field), oldType, type },
    oldType,
  );
  run(editor, `ALTER TABLE ${quote(tableOf(model))} ${change}`);
}

function like(editor: Editor, { old, now, model, table }: Plan): void {
  const isAdded = (!isIndexed(old) && !isUnique(old) && isIndexed(now)) || (!isUnique(old) && isUnique(now));
  const index = isAdded ? likeIndex(editor, model, now) : undefined;
  if (index) sendNow(editor, index);
  if (isUnique(old) && !isIndexed(now) && !isUnique(now)) dropIndex(editor, table, likeName(table, columnOf(old)));
}

/** The table between follows the field's name, and its two columns the models'. */
function alterMany(editor: Editor, { before, oldModel, old, model, now }: Change): void {
  const [was, is] = [throughOf(before, oldModel, old), throughOf(editor.state, model, now)];
  if (!was && !is) return;
  if (!was || !is) throw new Unreadable(`the field ${now.name} is given another table between`);
  alterTable(editor, tableOf(was), tableOf(is));
  const [from, to] = [endsOf(before, oldModel, old), endsOf(editor.state, model, now)];
  for (const end of ['far', 'near'] as const) alterEnd(editor, before, { was, is, from: from[end], to: to[end] });
}

export function alterEnd(
  editor: Editor,
  before: State,
  { was, is, from, to }: { was: Model; is: Model; from: string; to: string },
): void {
  const [old, now] = [was.fields.get(from), is.fields.get(to)];
  if (old && now) alterField(editor, { before, oldModel: was, old, model: is, now });
}
