// Operations on indexes and constraints. django/db/migrations/operations/models.py, django/contrib/postgres/operations.py
import { isNone, knownText, list, reference, text, type Value } from '../python/value.ts';
import { dropConstraint, dropIndex, type Editor, enlist, listedIn, send, strike } from './editor.ts';
import { constraintOf, indexOf, type Made } from './indexes.ts';
import { generatedName, quote } from './names.ts';
import {
  type Arguments,
  backOnModel,
  isNamed,
  itemsIn,
  type Known,
  nameFrom,
  nothing,
  type Operations,
  onModel,
  operation,
  withOption,
} from './operation.ts';
import { columnsNamed, isManaged, type Model, put, type State, tableOf } from './state.ts';
import { together } from './together.ts';
import { Unreadable } from './unreadable.ts';

export const indexOperations: Operations = {
  AddIndex: addingIndex(false),
  AddIndexConcurrently: addingIndex(true),
  RemoveIndex: removingIndex(false),
  RemoveIndexConcurrently: removingIndex(true),
  RenameIndex: operation(
    'model_name new_name old_name old_fields',
    onModel(({ editor }, model, given) => {
      const fields = given('old_fields');
      const next = nameFrom(given('new_name'), 'the index');
      if (fields && !isNone(fields)) return nameIndex(editor, model, fields, next);
      const old = nameFrom(given('old_name'), 'the index');
      const items = itemsIn(model, 'indexes').map((each) => (isNamed(each, old) ? renamed(each, next) : each));
      put(editor.state, withOption(model, 'indexes', list(items)));
      renameIndex(editor, model, old, next);
    }),
    backOnModel(({ editor }, { model }, given) => {
      const fields = given('old_fields');
      if (fields && !isNone(fields)) return;
      const names = ['new_name', 'old_name'].map((name) => nameFrom(given(name), 'the index'));
      renameIndex(editor, model, names[0] ?? '', names[1] ?? '');
    }),
  ),
  AddConstraint: addingConstraint(''),
  AddConstraintNotValid: addingConstraint(' NOT VALID'),
  AlterConstraint: operation(
    'model_name name constraint',
    onModel(({ editor }, model, given) => {
      const kept = itemsIn(model, 'constraints').filter((each) => !isNamed(each, knownText(given('name')) ?? ''));
      put(editor.state, withOption(model, 'constraints', list([...kept, ...[given('constraint') ?? []].flat()])));
    }),
    nothing,
  ),
  ValidateConstraint: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const name = quote(nameFrom(given('name'), 'the constraint'));
      send(editor, `ALTER TABLE ${quote(tableOf(model))} VALIDATE CONSTRAINT ${name}`);
    }),
    nothing,
  ),
  RemoveConstraint: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const item = itemNamed(model, 'constraints', given);
      const kept = itemsIn(model, 'constraints').filter((each) => each !== item);
      put(editor.state, withOption(model, 'constraints', list(kept)));
      dropMade(editor, model, item);
    }),
    backOnModel(({ editor }, { model }, given) =>
      make(editor, model, constraintOf, itemNamed(model, 'constraints', given)),
    ),
  ),
};

function addingIndex(concurrently: boolean): Known {
  return operation(
    'model_name index',
    onModel(({ editor }, model, given) => {
      putWith(editor, model, 'indexes', given('index'));
      make(editor, model, indexOf, given('index'), (made) => made.create(concurrently));
    }),
    backOnModel(({ editor }, { was, from }, given) => {
      if (isManaged(was)) dropIndex(editor, tableOf(was), indexOf(from, was, given('index')).name, concurrently);
    }),
  );
}

function removingIndex(concurrently: boolean): Known {
  return operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const named = nameFrom(given('name'), 'the index');
      const kept = itemsIn(model, 'indexes').filter((each) => !isNamed(each, named));
      put(editor.state, withOption(model, 'indexes', list(kept)));
      if (isManaged(model)) dropIndex(editor, tableOf(model), named, concurrently);
    }),
    backOnModel(({ editor }, { model }, given) =>
      make(editor, model, indexOf, itemNamed(model, 'indexes', given), (made) => made.create(concurrently)),
    ),
  );
}

function addingConstraint(ending: string): Known {
  return operation(
    'model_name constraint',
    onModel(({ editor }, model, given) => {
      putWith(editor, model, 'constraints', given('constraint'));
      make(editor, model, constraintOf, given('constraint'), (made) => made.create() + ending);
    }),
    backOnModel(({ editor }, { was }, given) => dropMade(editor, was, given('constraint'))),
  );
}

const putWith = ({ state }: Editor, model: Model, option: string, value: Value | undefined): void =>
  put(state, withOption(model, option, list([...itemsIn(model, option), ...(value ? [value] : [])])));

function itemNamed(model: Model, option: 'indexes' | 'constraints', given: Arguments): Value {
  const kind = option === 'indexes' ? 'index' : 'constraint';
  const named = nameFrom(given('name'), `the ${kind}`);
  const item = itemsIn(model, option).find((each) => isNamed(each, named));
  if (!item) throw new Unreadable(`the ${kind} ${named} is not known from the migrations before this one`);
  return item;
}

function make(
  editor: Editor,
  model: Model,
  madeOf: (state: State, model: Model, value: Value | undefined) => Made,
  value: Value | undefined,
  sqlOf = (made: Made): string => made.create(),
): void {
  if (!isManaged(model)) return;
  const made = madeOf(editor.state, model, value);
  send(editor, sqlOf(made));
  const { name, kind, columns } = made;
  enlist(editor, tableOf(model), { name, kind, columns, isMeta: true });
}

function dropMade(editor: Editor, model: Model, constraint: Value | undefined): void {
  if (!isManaged(model)) return;
  const { isIndex, name } = constraintOf(editor.state, model, constraint);
  const table = tableOf(model);
  if (!isIndex) return dropConstraint(editor, table, name);
  send(editor, `DROP INDEX IF EXISTS ${quote(name)}`);
  strike(editor, table, name);
}

/** What index_together made is an index of the model from now on. */
function nameIndex(editor: Editor, model: Model, fields: Value, next: string): void {
  const [names = []] = together(list([fields]));
  const table = tableOf(model);
  const columns = columnsNamed(model, names);
  const listed = listedIn(editor, table).find(
    (each) => each.kind === 'index' && each.columns.join() === columns.join() && !each.isMeta,
  );
  const keywords = new Map<string, Value>([
    ['fields', fields],
    ['name', text(next)],
  ]);
  const { site } = editor;
  const callee = reference('django.db.models.Index');
  const index: Value = { kind: 'called', callee, args: [], keywords, isOpen: false, site };
  const kept = together(model.options.get('index_together')).filter((each) => each.join() !== names.join());
  const left = list(kept.map((each) => list(each.map((name) => text(name)))));
  putWith(editor, withOption(model, 'index_together', left), 'indexes', index);
  renameIndex(editor, model, listed?.name ?? generatedName(table, columns, '_idx'), next);
}

const renamed = (index: Value, name: string): Value =>
  index.kind === 'called' ? { ...index, keywords: new Map(index.keywords).set('name', text(name)) } : index;

function renameIndex(editor: Editor, model: Model, old: string, next: string): void {
  if (!isManaged(model) || old === next) return;
  send(editor, `ALTER INDEX ${quote(old)} RENAME TO ${quote(next)}`);
  const table = tableOf(model);
  const listed = listedIn(editor, table).map((each) =>
    each.name === old ? { ...each, name: next, isMeta: true } : each,
  );
  editor.state.listed.set(table, listed);
}
