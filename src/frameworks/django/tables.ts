// Tables and columns made and dropped, as the schema editor does it. django/db/backends/base/schema.py
import type { Value } from '../python/value.ts';
import {
  comments,
  createdColumn,
  databaseDefault,
  deferIndexes,
  definition,
  enlistColumn,
  foreignKey,
  hasParameters,
} from './columns.ts';
import { defaultOf } from './defaults.ts';
import { concerns, concernsColumn, nameIn } from './deferred.ts';
import { defer, dropForeignKey, type Editor, enlist, listedIn, listedOn, send } from './editor.ts';
import { columnOf, type Field, isConstrained, isMany } from './fields.ts';
import { constraintOf, indexOf } from './indexes.ts';
import { quote } from './names.ts';
import { columnsNamed, columnsOf, columnType, isManaged, isManager, type Model, tableOf } from './state.ts';
import { throughOf } from './through.ts';
import { togetherIn } from './together.ts';
import { Unreadable } from './unreadable.ts';

export function createModel(editor: Editor, model: Model): void {
  if (!isManaged(model)) return;
  const table = tableOf(model);
  for (const fields of togetherIn(model, 'unique_together')) {
    defer(editor, { kind: 'unique', table, columns: columnsNamed(model, fields), suffix: '_uniq', name: undefined });
  }
  const fields = columnsOf(model);
  const columns = fields.flatMap((field) => attempt(editor, model, () => createdColumn(editor, model, field)) ?? []);
  const isApart = fields.some(hasParameters);
  const constraints = itemsOf(model.options.get('constraints')).flatMap(
    (item) => attempt(editor, model, () => inlineConstraint(editor, model, item, isApart)) ?? [],
  );
  send(editor, `CREATE TABLE ${quote(table)} (${[...columns, ...constraints].join(', ')})`);
  comments(editor, model, fields);
  for (const field of fields) attempt(editor, model, () => deferIndexes(editor, model, field));
  for (const names of togetherIn(model, 'index_together')) {
    defer(editor, { kind: 'index', table, columns: columnsNamed(model, names), suffix: '_idx', name: undefined });
  }
  for (const item of itemsOf(model.options.get('indexes'))) {
    attempt(editor, model, () => {
      const { name, columns: over, create } = indexOf(editor.state, model, item);
      defer(editor, { kind: 'other', table, columns: [...over], suffix: '', name, sql: create() });
      enlist(editor, table, { name, kind: 'index', columns: over, isMeta: true });
    });
  }
  for (const field of model.fields.values()) {
    const through = isMany(field) ? attempt(editor, model, () => throughOf(editor.state, model, field)) : undefined;
    if (through) createModel(editor, through);
  }
}

const itemsOf = (value: Value | undefined): readonly Value[] => (value?.kind === 'list' ? value.items : []);

/** What can't be read of a part is a gap, and the rest goes on. */
function attempt<T>(editor: Editor, model: Model, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    editor.gap(`A part of the table ${tableOf(model)} is not read: ${error.message}.`, editor.site);
    return undefined;
  }
}

/** Beside values that the driver fills in, as the default of a column in the database, Django makes constraints later. */
function inlineConstraint(editor: Editor, model: Model, item: Value, isApart: boolean): string[] {
  const { name, kind, columns, inline, create } = constraintOf(editor.state, model, item);
  const table = tableOf(model);
  enlist(editor, table, { name, kind, columns, isMeta: true });
  if (inline && !isApart) return [`CONSTRAINT ${quote(name)} ${inline}`];
  defer(editor, { kind: 'other', table, columns: [...columns], suffix: '', name, sql: create() });
  return [];
}

export function deleteModel(editor: Editor, model: Model): void {
  if (!isManaged(model)) return;
  for (const field of [...model.fields.values()].filter(isMany)) {
    const through = throughOf(editor.state, model, field);
    if (through) deleteModel(editor, through);
  }
  const table = tableOf(model);
  send(editor, `DROP TABLE ${quote(table)} CASCADE`);
  editor.deferred = editor.deferred.filter((deferred) => !concerns(deferred, table));
  editor.state.listed.delete(table);
}

export function addField(editor: Editor, model: Model, field: Field): void {
  if (isManager(field)) return;
  if (isMany(field)) {
    const through = throughOf(editor.state, model, field);
    if (through) createModel(editor, through);
    return;
  }
  const table = tableOf(model);
  const column = columnOf(field);
  let sql = `ALTER TABLE ${quote(table)} ADD COLUMN ${quote(column)} ${definition(editor, model, field, true)}`;
  if (isConstrained(field)) {
    const key = { ...foreignKey(editor, model, field, '_fk_*'), site: editor.site };
    const name = quote(nameIn(key));
    sql += ` CONSTRAINT ${name} REFERENCES ${quote(key.target?.table ?? '')}(${quote(key.target?.column ?? '')}) DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS ${name} IMMEDIATE`;
    enlist(editor, table, { name: nameIn(key), kind: 'foreign key', columns: [column] });
  }
  send(editor, sql);
  enlistColumn(editor, table, field);
  const type = columnType(editor.state, model, field);
  const isDropped =
    field.type !== 'GeneratedField' &&
    databaseDefault(editor, field, type) === undefined &&
    defaultOf(field, type) !== undefined;
  if (isDropped) send(editor, `ALTER TABLE ${quote(table)} ALTER COLUMN ${quote(column)} DROP DEFAULT`);
  comments(editor, { ...model, options: new Map([...model.options].filter(([name]) => name === 'db_table')) }, [field]);
  deferIndexes(editor, model, field);
}

export function removeField(editor: Editor, model: Model, field: Field): void {
  if (isManager(field)) return;
  if (isMany(field)) {
    const through = throughOf(editor.state, model, field);
    if (through) deleteModel(editor, through);
    return;
  }
  const table = tableOf(model);
  const column = columnOf(field);
  for (const { name } of listedOn(editor, table, column, 'foreign key')) dropForeignKey(editor, table, name);
  send(editor, `ALTER TABLE ${quote(table)} DROP COLUMN ${quote(column)} CASCADE`);
  editor.deferred = editor.deferred.filter((deferred) => !concernsColumn(deferred, table, column));
  editor.state.listed.set(
    table,
    listedIn(editor, table).filter(({ columns }) => !columns.includes(column)),
  );
}
