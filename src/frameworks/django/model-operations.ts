// Operations on whole models: their tables, and the options that a table has. django/db/migrations/operations/models.py
import { bool, isNone, knownText, list, number, text, type Value } from '../python/value.ts';
import { dropConstraint, dropIndex, type Editor, listedIn, sendNow } from './editor.ts';
import { type Field, fieldOf } from './fields.ts';
import { generatedName, literal, quote } from './names.ts';
import {
  type Arguments,
  itemsOf,
  nameFrom,
  type Operations,
  onModel,
  operation,
  type Work,
  withField,
  withOption,
} from './operation.ts';
import { renameModel, renameTable } from './renames.ts';
import { columnsNamed, isManaged, keyOf, type Model, modelOf, put, tableOf } from './state.ts';
import { addField, createModel, deleteModel, removeField } from './tables.ts';
import { together } from './together.ts';

export const modelOperations: Operations = {
  CreateModel: operation('name fields options bases managers', (work, given) => {
    const model = newModel(work, given);
    put(work.editor.state, model);
    createModel(work.editor, model);
  }),
  DeleteModel: operation('name', (work, given) => {
    const model = modelOf(work.editor.state, work.app, nameFrom(given('name'), 'the model'));
    deleteModel(work.editor, model);
    work.editor.state.models.delete(keyOf(model.app, model.name));
  }),
  RenameModel: operation('old_name new_name', ({ editor, app }, given) =>
    renameModel(
      editor,
      modelOf(editor.state, app, nameFrom(given('old_name'), 'the model')),
      nameFrom(given('new_name'), 'the model'),
    ),
  ),
  AlterModelTable: operation(
    'name table',
    onModel(({ editor }, model, given) => {
      const table = given('table');
      const options = new Map(model.options);
      if (!table || isNone(table)) options.delete('db_table');
      else options.set('db_table', text(nameFrom(table, 'the table')));
      renameTable(editor, model, { ...model, options });
    }),
  ),
  AlterModelTableComment: operation(
    'name table_comment',
    onModel(({ editor }, model, given) => {
      const comment = knownText(given('table_comment'));
      put(editor.state, withOption(model, 'db_table_comment', given('table_comment') ?? text('')));
      editor.send(`COMMENT ON TABLE ${quote(tableOf(model))} IS ${literal(comment ?? '')}`, editor.site);
    }),
  ),
  AlterUniqueTogether: operation(
    'name unique_together',
    onModel(({ editor }, model, given) => alterTogether(editor, model, 'unique', given('unique_together'))),
  ),
  AlterIndexTogether: operation(
    'name index_together',
    onModel(({ editor }, model, given) => alterTogether(editor, model, 'index', given('index_together'))),
  ),
  AlterOrderWithRespectTo: operation(
    'name order_with_respect_to',
    onModel(({ editor }, model, given) => {
      const to = given('order_with_respect_to');
      const isOrdered = to !== undefined && !isNone(to);
      const had = model.fields.get('_order');
      if (isOrdered === (had !== undefined)) return;
      if (had) removeField(editor, model, had);
      const next = { ...model, fields: new Map(model.fields) };
      if (isOrdered) next.fields.set('_order', order(editor));
      else next.fields.delete('_order');
      put(editor.state, next);
      if (isOrdered) addField(editor, next, order(editor));
    }),
  ),
  AlterModelOptions: operation(
    'name options',
    onModel(({ editor }, model, given) => {
      const options = given('options');
      const isManagedNow =
        options?.kind === 'dict' ? options.entries.find(([at]) => knownText(at) === 'managed')?.[1] : undefined;
      if (isManagedNow) put(editor.state, withOption(model, 'managed', isManagedNow));
    }),
  ),
  AlterModelManagers: operation('name managers', () => {}),
};

const order = ({ site }: Editor): Field => ({
  name: '_order',
  type: 'IntegerField',
  path: 'django.db.models.OrderWrt',
  options: new Map<string, Value>([
    ['default', number(0)],
    ['editable', bool(false)],
  ]),
  site,
});

function newModel({ editor, app }: Work, given: Arguments): Model {
  const named = nameFrom(given('name'), 'the model');
  const options = given('options');
  const fields = new Map<string, Field>();
  for (const item of itemsOf(given('fields'))) {
    const [at, value] = item.kind === 'list' ? item.items : [];
    const field = fieldOf(nameFrom(at, 'a field'), value, editor.state.classOf);
    fields.set(field.name, field);
  }
  const entries =
    options?.kind === 'dict' ? options.entries.map(([at, value]) => [nameFrom(at, 'an option'), value] as const) : [];
  const model = { app, name: named, fields, options: new Map(entries) };
  return model.options.has('order_with_respect_to') ? withField(model, order(editor)) : model;
}

function alterTogether(editor: Editor, model: Model, kind: 'unique' | 'index', value: Value | undefined): void {
  const option = `${kind}_together`;
  const [olds, news] = [together(model.options.get(option)), together(value)];
  put(editor.state, withOption(model, option, value ?? list([])));
  if (!isManaged(model)) return;
  const has = (sets: string[][], set: string[]): boolean => sets.some((each) => each.join() === set.join());
  const table = tableOf(model);
  for (const set of olds.filter((each) => !has(news, each))) {
    const columns = columnsNamed(model, set);
    const listed = listedIn(editor, table).find(
      (each) => each.kind === kind && !each.isMeta && each.columns.join() === columns.join(),
    );
    const old = listed?.name ?? generatedName(table, columns, kind === 'unique' ? '_uniq' : '_idx');
    if (kind === 'unique') dropConstraint(editor, table, old);
    else dropIndex(editor, table, old);
  }
  for (const set of news.filter((each) => !has(olds, each))) {
    sendNow(editor, {
      kind,
      table,
      columns: columnsNamed(model, set),
      suffix: kind === 'unique' ? '_uniq' : '_idx',
      name: undefined,
    });
  }
}
