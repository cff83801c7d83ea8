// Operations on the fields of a model. django/db/migrations/operations/fields.py
import { isFalse, type Value } from '../python/value.ts';
import { alterField } from './alter.ts';
import { type Field, fieldOf } from './fields.ts';
import { type Arguments, backOnModel, nameFrom, type Operations, onModel, operation, withField } from './operation.ts';
import { renameField } from './renames.ts';
import { isSameToDjango } from './signature.ts';
import { fieldIn, isManaged, type Model, put, type State, stateWith } from './state.ts';
import { addField, removeField } from './tables.ts';

export const fieldOperations: Operations = {
  AddField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, model, given) => {
      const field = fieldOf(nameFrom(given('name'), 'the field'), given('field'), editor.state.classOf);
      put(editor.state, withField(model, isTemporary(given) ? withDefault(field, undefined) : field));
      if (isManaged(model)) addField(editor, withField(model, field), field);
    }),
    backOnModel(({ editor }, { was }, given) => {
      if (isManaged(was)) removeField(editor, was, named(was, given('name')));
    }),
  ),
  RemoveField: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const field = named(model, given('name'));
      if (isManaged(model)) removeField(editor, model, field);
      const fields = new Map(model.fields);
      fields.delete(field.name);
      put(editor.state, { ...model, fields });
    }),
    backOnModel(({ editor }, { model }, given) => {
      if (isManaged(model)) addField(editor, model, named(model, given('name')));
    }),
  ),
  AlterField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, oldModel, given) => {
      const now = fieldOf(nameFrom(given('name'), 'the field'), given('field'), editor.state.classOf);
      const old = fieldIn(oldModel, now.name);
      if (isSameToDjango(old, now)) return;
      const model = withField(oldModel, now);
      put(editor.state, model);
      alterField(editor, { before: stateWith(editor.state, oldModel), oldModel, old, model, now });
      if (isTemporary(given)) put(editor.state, withField(model, withDefault(now, undefined)));
    }),
    backOnModel(({ editor }, { model, was, from }, given) => {
      const [old, now] = [named(was, given('name')), named(model, given('name'))];
      const lent = isTemporary(given) ? withDefault(now, defaultGiven(given, editor.state)) : now;
      alterField(editor, { before: from, oldModel: was, old, model, now: lent });
    }),
  ),
  RenameField: operation(
    'model_name old_name new_name',
    onModel(({ editor }, model, given) =>
      renameField(editor, model, nameFrom(given('old_name'), 'the field'), nameFrom(given('new_name'), 'the field')),
    ),
    backOnModel(({ editor }, { model, was, from }, given) => {
      const [old, now] = [named(was, given('new_name')), named(model, given('old_name'))];
      alterField(editor, { before: from, oldModel: was, old, model, now });
    }),
  ),
};

const named = (model: Model, name: Value | undefined): Field => fieldIn(model, nameFrom(name, 'the field'));

const isTemporary = (given: Arguments): boolean => isFalse(given('preserve_default'));

const defaultGiven = (given: Arguments, { classOf }: State): Value | undefined =>
  fieldOf('', given('field'), classOf).options.get('default');

function withDefault(field: Field, value: Value | undefined): Field {
  const options = new Map(field.options);
  if (value) options.set('default', value);
  else options.delete('default');
  return { ...field, options };
}
