// Operations on indexes and constraints. django/db/migrations/operations/models.py, django/contrib/postgres/operations.py
import { isNone, knownText, list, type Value } from '../python/value.ts';
import { dropConstraint, dropIndex, type Editor, enlist, listedIn, strike } from './editor.ts';
import { constraintOf, indexOf, type Made } from './indexes.ts';
import { generatedName, quote } from './names.ts';
import {
  type Arguments,
  isNamed,
  itemsIn,
  nameFrom,
  type Operations,
  onModel,
  operation,
  type Work,
  withOption,
} from './operation.ts';
import { columnsNamed, isManaged, type Model, put, tableOf } from './state.ts';
import { together } from './together.ts';
import { Unreadable } from './unreadable.ts';

export const indexOperations: Operations = {
  AddIndex: operation(
    'model_name index',
    onModel((work, model, given) => addIndex(work, model, given('index'), false)),
  ),
  AddIndexConcurrently: operation(
    'model_name index',
    onModel((work, model, given) => addIndex(work, model, given('index'), true)),
  ),
  RemoveIndex: operation(
    'model_name name',
    onModel((work, model, given) => removeIndex(work, model, given, false)),
  ),
  RemoveIndexConcurrently: operation(
    'model_name name',
    onModel((work, model, given) => removeIndex(work, model, given, true)),
  ),
  RenameIndex: operation(
    'model_name new_name old_name old_fields',
    onModel(({ editor }, model, given) => {
      const fields = given('old_fields');
      const table = tableOf(model);
      const [columns] =
        fields && !isNone(fields) ? together(list([fields])).map((names) => columnsNamed(model, names)) : [];
      const old = columns ? generatedName(table, columns, '_idx') : nameFrom(given('old_name'), 'the index');
      const next = nameFrom(given('new_name'), 'the index');
      editor.send(`ALTER INDEX ${quote(old)} RENAME TO ${quote(next)}`, editor.site);
      editor.state.listed.set(
        table,
        listedIn(editor, table).map((each) => (each.name === old ? { ...each, name: next } : each)),
      );
    }),
  ),
  AddConstraint: operation(
    'model_name constraint',
    onModel((work, model, given) => addConstraint(work, model, given('constraint'), '')),
  ),
  AddConstraintNotValid: operation(
    'model_name constraint',
    onModel((work, model, given) => addConstraint(work, model, given('constraint'), ' NOT VALID')),
  ),
  AlterConstraint: operation(
    'model_name name constraint',
    onModel(({ editor }, model, given) => {
      const kept = itemsIn(model, 'constraints').filter((each) => !isNamed(each, knownText(given('name')) ?? ''));
      put(editor.state, withOption(model, 'constraints', list([...kept, ...[given('constraint') ?? []].flat()])));
    }),
  ),
  ValidateConstraint: operation(
    'model_name name',
    onModel(({ editor }, model, given) =>
      editor.send(
        `ALTER TABLE ${quote(tableOf(model))} VALIDATE CONSTRAINT ${quote(nameFrom(given('name'), 'the constraint'))}`,
        editor.site,
      ),
    ),
  ),
  RemoveConstraint: operation('model_name name', onModel(removeConstraint)),
};

function enlistMade(editor: Editor, model: Model, { name: named, kind, columns }: Made): void {
  enlist(editor, tableOf(model), { name: named, kind, columns, isMeta: true });
}

function addIndex({ editor }: Work, model: Model, value: Value | undefined, concurrently: boolean): void {
  put(editor.state, withOption(model, 'indexes', list([...itemsIn(model, 'indexes'), ...(value ? [value] : [])])));
  if (!isManaged(model)) return;
  const made = indexOf(editor.state, model, value);
  editor.send(made.create(concurrently), editor.site);
  enlistMade(editor, model, made);
}

function removeIndex({ editor }: Work, model: Model, given: Arguments, concurrently: boolean): void {
  const named = nameFrom(given('name'), 'the index');
  put(
    editor.state,
    withOption(model, 'indexes', list(itemsIn(model, 'indexes').filter((each) => !isNamed(each, named)))),
  );
  if (isManaged(model)) dropIndex(editor, tableOf(model), named, concurrently);
}

function addConstraint({ editor }: Work, model: Model, value: Value | undefined, ending: string): void {
  put(
    editor.state,
    withOption(model, 'constraints', list([...itemsIn(model, 'constraints'), ...(value ? [value] : [])])),
  );
  if (!isManaged(model)) return;
  const made = constraintOf(editor.state, model, value);
  editor.send(made.create() + ending, editor.site);
  enlistMade(editor, model, made);
}

function removeConstraint({ editor }: Work, model: Model, given: Arguments): void {
  const named = nameFrom(given('name'), 'the constraint');
  const item = itemsIn(model, 'constraints').find((each) => isNamed(each, named));
  if (!item) throw new Unreadable(`the constraint ${named} is not known from the migrations before this one`);
  put(
    editor.state,
    withOption(model, 'constraints', list(itemsIn(model, 'constraints').filter((each) => each !== item))),
  );
  if (!isManaged(model)) return;
  const { isIndex } = constraintOf(editor.state, model, item);
  const table = tableOf(model);
  if (!isIndex) return dropConstraint(editor, table, named);
  editor.send(`DROP INDEX IF EXISTS ${quote(named)}`, editor.site);
  strike(editor, table, named);
}
