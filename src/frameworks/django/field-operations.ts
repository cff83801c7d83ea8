// Operations on the fields of a model. django/db/migrations/operations/fields.py
import { alterField } from './alter.ts';
import { type Field, fieldOf } from './fields.ts';
import { nameFrom, type Operations, onModel, operation, withField } from './operation.ts';
import { renameField } from './renames.ts';
import { copyOf, fieldIn, isManaged, put } from './state.ts';
import { addField, removeField } from './tables.ts';

export const fieldOperations: Operations = {
  AddField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, model, given) => {
      const field = fieldOf(nameFrom(given('name'), 'the field'), given('field'), editor.state.classOf);
      const kept = given('preserve_default');
      const isTemporary = kept?.kind === 'constant' && kept.value === false;
      put(editor.state, withField(model, isTemporary ? withoutDefault(field) : field));
      if (isManaged(model)) addField(editor, withField(model, field), field);
    }),
  ),
  RemoveField: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const field = fieldIn(model, nameFrom(given('name'), 'the field'));
      if (isManaged(model)) removeField(editor, model, field);
      const fields = new Map(model.fields);
      fields.delete(field.name);
      put(editor.state, { ...model, fields });
    }),
  ),
  AlterField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, oldModel, given) => {
      const now = fieldOf(nameFrom(given('name'), 'the field'), given('field'), editor.state.classOf);
      const old = fieldIn(oldModel, now.name);
      const before = copyOf(editor.state);
      const kept = given('preserve_default');
      const model = withField(oldModel, now);
      put(editor.state, model);
      alterField(editor, { before, oldModel, old, model, now });
      if (kept?.kind === 'constant' && kept.value === false) put(editor.state, withField(model, withoutDefault(now)));
    }),
  ),
  RenameField: operation(
    'model_name old_name new_name',
    onModel(({ editor }, model, given) =>
      renameField(editor, model, nameFrom(given('old_name'), 'the field'), nameFrom(given('new_name'), 'the field')),
    ),
  ),
};

function withoutDefault(field: Field): Field {
  const options = new Map(field.options);
  options.delete('default');
  return { ...field, options };
}
