// How Django changes a column: from the two definitions of its field. django/db/backends/base/schema.py _alter_field
import { type Change, changeColumn, isIndexedTextTurned, type Plan, run, typeChange } from './column-change.ts';
import { checkOf } from './column-type.ts';
import { foreignKey, likeIndex } from './columns.ts';
import {
  alterTable,
  dropConstraint,
  dropForeignKey,
  dropIndex,
  type Editor,
  enlist,
  likeName,
  listedOn,
  renameColumnTo,
  sendNow,
} from './editor.ts';
import { columnOf, type Field, isConstrained, isIndexed, isMany, isPrimary, isRelation, isUnique } from './fields.ts';
import { keysTo } from './keys.ts';
import { bare, generatedName, quote } from './names.ts';
import { isSameToDatabase } from './signature.ts';
import { columnType, isManaged, isManager, type Model, type State, tableOf } from './state.ts';
import { endsOf, throughOf } from './through.ts';
import { Unreadable } from './unreadable.ts';

export function alterField(editor: Editor, change: Change): void {
  const { before, oldModel, old, model, now } = change;
  if (!isManaged(model) || isManager(old) || isManager(now)) return;
  if (isMany(old) && isMany(now)) return alterMany(editor, change);
  if (isMany(old) || isMany(now)) throw new Unreadable(`the field ${now.name} turns into another kind of relation`);
  if (isSameToDatabase(old, now) && columnOf(old) === columnOf(now)) return;
  const oldType = columnType(before, oldModel, old);
  const type = columnType(editor.state, model, now);
  alterColumn(editor, { ...change, table: tableOf(model), column: columnOf(now), oldType, type });
}

function alterColumn(editor: Editor, plan: Plan): void {
  const { old, now, table, column } = plan;
  const hadKey = isConstrained(old) ? listedOn(editor, table, columnOf(old), 'foreign key') : [];
  for (const { name } of hadKey) dropForeignKey(editor, table, name);
  dropOld(editor, plan);
  const rebuilt = rebuildsKeys(plan) ? keysTo(editor.state, plan.model, now) : [];
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

const becomesPrimary = ({ old, now }: Plan): boolean => !isPrimary(old) && isPrimary(now);

function dropOld(editor: Editor, plan: Plan): void {
  const { old, now, table } = plan;
  if (!isUnique(old) || (isUnique(now) && !becomesPrimary(plan))) return;
  for (const { name } of listedOn(editor, table, columnOf(old), 'unique')) dropConstraint(editor, table, name);
}

const rebuildsKeys = ({ old, now, oldType, type }: Plan): boolean =>
  ((isPrimary(old) && isPrimary(now)) || (isUnique(old) && isUnique(now))) && oldType !== type;

function dropOldIndex(editor: Editor, { old, now, table }: Plan): void {
  if (!isIndexed(old) || isUnique(old) || (isIndexed(now) && !isUnique(now))) return;
  const like = likeName(table, columnOf(old));
  for (const { name } of listedOn(editor, table, columnOf(old), 'index').sort((a) => (a.name === like ? 1 : -1)))
    dropIndex(editor, table, name);
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

const isSame = (a: Model, b: Model): boolean => a.app === b.app && a.name === b.name;

/** The columns that refer to a key take its type. */
function alterReferring(editor: Editor, plan: Plan, { model, field }: { model: Model; field: Field }): void {
  const oldType = columnType(plan.before, isSame(model, plan.model) ? plan.oldModel : model, field);
  const type = columnType(editor.state, model, field);
  if (oldType === type) return;
  const [change] = typeChange(editor, {
    ...{ old: field, now: field, table: tableOf(model), column: columnOf(field), oldType, type },
  });
  run(editor, `ALTER TABLE ${quote(tableOf(model))} ${change}`);
}

function like(editor: Editor, plan: Plan): void {
  const { old, now, model, table } = plan;
  const isAdded =
    (!isIndexed(old) && !isUnique(old) && isIndexed(now)) ||
    (!isUnique(old) && isUnique(now)) ||
    isIndexedTextTurned(plan);
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
