// Operations on whole models: their tables, and the options that a table has. django/db/migrations/operations/models.py
import { bool, isNone, knownText, list, number, text, type Value } from '../python/value.ts';
import { dropConstraint, dropIndex, type Editor, listedIn, send, sendNow } from './editor.ts';
import { type Field, fieldOf } from './fields.ts';
import { generatedName, literal, quote } from './names.ts';
import {
  type Arguments,
  backOnModel,
  itemsOf,
  nameFrom,
  nothing,
  type Operations,
  onModel,
  operation,
  type Work,
  withField,
  withOption,
} from './operation.ts';
import { renameModel, renameTable, renameWith } from './renames.ts';
import { columnsNamed, isManaged, keyOf, type Model, modelOf, put, type State, stateWith, tableOf } from './state.ts';
import { addField, createModel, deleteModel, removeField } from './tables.ts';
import { togetherIn } from './together.ts';

export const modelOperations: Operations = {
  CreateModel: operation(
    'name fields options bases managers',
    (work, given) => {
      const model = newModel(work, given);
      put(work.editor.state, model);
      createModel(work.editor, model);
    },
    ({ editor, app }, given, from) => deleteModel(editor, modelNamed(from, app, given('name'))),
  ),
  DeleteModel: operation(
    'name',
    ({ editor, app }, given) => {
      const model = modelNamed(editor.state, app, given('name'));
      deleteModel(editor, model);
      editor.state.models.delete(keyOf(model.app, model.name));
    },
    ({ editor, app }, given) => createModel(editor, modelNamed(editor.state, app, given('name'))),
  ),
  RenameModel: operation(
    'old_name new_name',
    ({ editor, app }, given) =>
      renameModel(editor, modelNamed(editor.state, app, given('old_name')), nameFrom(given('new_name'), 'the model')),
    ({ editor, app }, given, from) =>
      renameWith(
        editor,
        from,
        modelNamed(from, app, given('new_name')),
        modelNamed(editor.state, app, given('old_name')),
      ),
  ),
  AlterModelTable: operation(
    'name table',
    onModel(({ editor }, old, given) => {
      const table = given('table');
      const options = new Map(old.options);
      if (!table || isNone(table)) options.delete('db_table');
      else options.set('db_table', text(nameFrom(table, 'the table')));
      const model = { ...old, options };
      put(editor.state, model);
      renameTable(editor, stateWith(editor.state, old), old, model);
    }),
    backOnModel(({ editor }, { model, was, from }) => renameTable(editor, from, was, model)),
  ),
  AlterModelTableComment: operation(
    'name table_comment',
    onModel(({ editor }, old, given) => {
      const model = withOption(old, 'db_table_comment', given('table_comment') ?? text(''));
      put(editor.state, model);
      commentOn(editor, model);
    }),
    backOnModel(({ editor }, { model }) => commentOn(editor, model)),
  ),
  AlterUniqueTogether: operation(
    'name unique_together',
    onModel((work, model, given) => setTogether(work, model, 'unique', given('unique_together'))),
    backOnModel(({ editor }, { model, was }) => alterTogether(editor, was, model, 'unique')),
  ),
  AlterIndexTogether: operation(
    'name index_together',
    onModel((work, model, given) => setTogether(work, model, 'index', given('index_together'))),
    backOnModel(({ editor }, { model, was }) => alterTogether(editor, was, model, 'index')),
  ),
  AlterOrderWithRespectTo: operation(
    'name order_with_respect_to',
    onModel(({ editor }, model, given) => {
      const to = given('order_with_respect_to');
      const isOrdered = to !== undefined && !isNone(to);
      if (isOrdered === model.fields.has('_order')) return;
      const next = { ...model, fields: new Map(model.fields) };
      if (isOrdered) next.fields.set('_order', order(editor));
      else next.fields.delete('_order');
      put(editor.state, next);
      alterOrder(editor, model, next);
    }),
    backOnModel(({ editor }, { model, was }) => alterOrder(editor, was, model)),
  ),
  AlterModelOptions: operation(
    'name options',
    onModel(({ editor }, model, given) => {
      const options = given('options');
      const isManagedNow =
        options?.kind === 'dict' ? options.entries.find(([at]) => knownText(at) === 'managed')?.[1] : undefined;
      if (isManagedNow) put(editor.state, withOption(model, 'managed', isManagedNow));
    }),
    nothing,
  ),
  AlterModelManagers: operation('name managers', nothing, nothing),
};

const modelNamed = (state: State, app: string, name: Value | undefined): Model =>
  modelOf(state, app, nameFrom(name, 'the model'));

function commentOn(editor: Editor, model: Model): void {
  if (!isManaged(model)) return;
  const comment = knownText(model.options.get('db_table_comment')) ?? '';
  send(editor, `COMMENT ON TABLE ${quote(tableOf(model))} IS ${literal(comment)}`);
}

function alterOrder(editor: Editor, old: Model, model: Model): void {
  if (!isManaged(model)) return;
  const [was, is] = [old.fields.get('_order'), model.fields.get('_order')];
  if (was && !is) removeField(editor, old, was);
  if (is && !was) addField(editor, model, is);
}

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

function setTogether({ editor }: Work, old: Model, kind: 'unique' | 'index', value: Value | undefined): void {
  const model = withOption(old, `${kind}_together`, value ?? list([]));
  put(editor.state, model);
  alterTogether(editor, old, model, kind);
}

function alterTogether(editor: Editor, old: Model, model: Model, kind: 'unique' | 'index'): void {
  const [olds, news] = [old, model].map((each) => togetherIn(each, `${kind}_together`)) as [string[][], string[][]];
  if (!isManaged(model)) return;
  const has = (sets: string[][], set: string[]): boolean => sets.some((each) => each.join() === set.join());
  const table = tableOf(model);
  for (const set of olds.filter((each) => !has(news, each))) {
    const columns = columnsNamed(model, set);
    const listed = listedIn(editor, table).find(
      (each) => each.kind === kind && !each.isMeta && each.columns.join() === columns.join(),
    );
    const name = listed?.name ?? generatedName(table, columns, kind === 'unique' ? '_uniq' : '_idx');
    if (kind === 'unique') dropConstraint(editor, table, name);
    else dropIndex(editor, table, name);
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
