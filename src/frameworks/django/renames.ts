// Renames of models, fields and tables, which Django follows into foreign keys and the tables between models.
import { knownText, type List, list, text, type Value } from '../python/value.ts';
import { alterEnd, alterField } from './alter.ts';
import { alterTable, type Editor } from './editor.ts';
import { type Field, isMany, isRelation } from './fields.ts';
import { withField } from './operation.ts';
import {
  copyOf,
  fieldIn,
  isManaged,
  keyOf,
  type Model,
  modelOf,
  put,
  type State,
  stateWith,
  tableOf,
  targetKey,
} from './state.ts';
import { endsOf, throughOf } from './through.ts';

export function renameModel(editor: Editor, old: Model, name: string): void {
  const { state } = editor;
  const before = copyOf(state);
  const [from, to] = [keyOf(old.app, old.name), keyOf(old.app, name)];
  state.models.delete(from);
  put(state, { ...old, name });
  repoint(before, state, from, to, `${old.app}.${name}`);
  renameWith(editor, before, old, modelOf(state, old.app, name));
}

/** What hangs on the name of a model, which it had in the state `before`. */
export function renameWith(editor: Editor, before: State, old: Model, model: Model): void {
  if (!isManaged(model)) return;
  const from = keyOf(old.app, old.name);
  alterTable(editor, tableOf(old), tableOf(model));
  for (const { oldModel, field } of relationsTo(before, from)) {
    const isOwn = keyOf(oldModel.app, oldModel.name) === from;
    const current = modelOf(editor.state, oldModel.app, isOwn ? model.name : oldModel.name);
    alterField(editor, { before, oldModel, old: field, model: current, now: fieldIn(current, field.name) });
  }
  renameThroughs(editor, before, old, model, from);
}

/** Django does not see relations without a way back, whose related_name ends in `+`. */
const isHidden = ({ options }: Field): boolean => knownText(options.get('related_name'))?.endsWith('+') === true;

/** Fields that refer to a model, those of the tables between left out. */
function relationsTo(state: State, key: string): { oldModel: Model; field: Field }[] {
  return [...state.models.values()].flatMap((oldModel) => {
    const relations = [...oldModel.fields.values()].filter((field) => isRelation(field) || isMany(field));
    const all = relations.filter((field) => !isHidden(field) && targetKey(state, oldModel, field) === key);
    return [...all.filter(isRelation), ...all.filter(isMany)].map((field) => ({ oldModel, field }));
  });
}

function renameThroughs(editor: Editor, before: State, old: Model, model: Model, from: string): void {
  for (const field of [...old.fields.values()].filter(isMany)) {
    const now = fieldIn(model, field.name);
    const [was, is] = [throughOf(before, old, field), throughOf(editor.state, model, now)];
    if (!was || !is || targetKey(before, old, field) === from) continue;
    alterTable(editor, tableOf(was), tableOf(is));
    const ends = { from: endsOf(before, old, field).near, to: endsOf(editor.state, model, now).near };
    alterEnd(editor, before, { was, is, ...ends });
  }
}

function repoint(before: State, state: State, from: string, to: string, written: string): void {
  for (const [key, model] of before.models) {
    const current = state.models.get(key === from ? to : key);
    const changed = [...model.fields.values()].filter(
      (field) => (isRelation(field) || isMany(field)) && targetKey(before, model, field) === from,
    );
    if (!current || changed.length === 0) continue;
    const fields = new Map(current.fields);
    for (const field of changed)
      fields.set(field.name, { ...field, options: new Map([...field.options, ['to', text(written)]]) });
    put(state, { ...current, fields });
  }
}

export function renameField(editor: Editor, oldModel: Model, from: string, to: string): void {
  const { state } = editor;
  const old = fieldIn(oldModel, from);
  const now: Field = { ...old, name: to };
  const fields = new Map(
    [...oldModel.fields].map(([name, field]): [string, Field] => (name === from ? [to, now] : [name, field])),
  );
  const options = new Map(
    [...oldModel.options].map(
      ([name, value]) => [name, /_together$/.test(name) ? renamed(value, from, to) : value] as const,
    ),
  );
  const model = { ...oldModel, fields, options };
  const named = pointingTo(state, keyOf(model.app, model.name), from);
  const before = named.length > 0 ? copyOf(state) : stateWith(state, oldModel);
  put(state, model);
  for (const { model: other, field } of named) {
    const pointed = { ...field, options: new Map(field.options).set('to_field', text(to)) };
    put(state, withField(modelOf(state, other.app, other.name), pointed));
  }
  const renamedModel = modelOf(state, model.app, model.name);
  alterField(editor, { before, oldModel, old, model: renamedModel, now: fieldIn(renamedModel, to) });
}

/** Foreign keys that name the field. */
function pointingTo(state: State, key: string, name: string): { model: Model; field: Field }[] {
  const found: { model: Model; field: Field }[] = [];
  for (const model of state.models.values()) {
    for (const field of model.fields.values()) {
      if (!field.options.has('to_field') || knownText(field.options.get('to_field')) !== name) continue;
      if (isRelation(field) && targetKey(state, model, field) === key) found.push({ model, field });
    }
  }
  return found;
}

function renamed(value: Value, from: string, to: string): Value {
  if (value.kind === 'text') return value.text === from ? text(to) : value;
  return value.kind === 'list'
    ? list(
        value.items.map((item) => renamed(item, from, to)),
        (value as List).form,
      )
    : value;
}

/** A model of another table: its own, and those between it and others that are named for it. */
export function renameTable(editor: Editor, before: State, old: Model, model: Model): void {
  if (!isManaged(model)) return;
  alterTable(editor, tableOf(old), tableOf(model));
  for (const field of [...model.fields.values()].filter(isMany)) {
    const [was, is] = [throughOf(before, old, field), throughOf(editor.state, model, field)];
    if (was && is) alterTable(editor, tableOf(was), tableOf(is));
  }
}
