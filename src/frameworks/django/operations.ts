// The operations of a Django migration: each changes the models that are known, and sends what the schema editor sends for it.
// django/db/migrations/operations, django/contrib/postgres/operations.py
import {
  bool,
  type Called,
  isNone,
  knownText,
  list,
  number,
  pathOf,
  text,
  type Value,
  whatOf,
} from '../python/value.ts';
import { alterField } from './alter.ts';
import {
  addField,
  createModel,
  deleteModel,
  dropConstraint,
  dropIndex,
  type Editor,
  enlist,
  listedIn,
  removeField,
  sendNow,
  strike,
} from './editor.ts';
import { type Field, fieldOf } from './fields.ts';
import { constraintOf, indexOf, type Made } from './indexes.ts';
import { generatedName, literal, quote } from './names.ts';
import { renameField, renameModel, renameTable } from './renames.ts';
import {
  columnsNamed,
  copyOf,
  fieldIn,
  isManaged,
  keyOf,
  type Model,
  modelOf,
  put,
  type State,
  tableOf,
} from './state.ts';
import { together } from './together.ts';
import { Unreadable } from './unreadable.ts';

/** What an operation works with besides its own arguments. */
export interface Work {
  readonly editor: Editor;
  readonly app: string;
  readonly runSql: (value: Value | undefined) => void;
  readonly runCode: (value: Value | undefined) => void;
}

type Arguments = (name: string) => Value | undefined;
type Operation = (work: Work, given: Arguments) => void;

interface Known {
  readonly parameters: readonly string[];
  readonly run: Operation;
}

const operation = (parameters: string, run: Operation): Known => ({ parameters: parameters.split(' '), run });

const onModel =
  (run: (work: Work, model: Model, given: Arguments) => void): Operation =>
  (work, given) =>
    run(work, modelOf(work.editor.state, work.app, name(given('model_name') ?? given('name'), 'the model')), given);

function name(value: Value | undefined, what: string): string {
  const known = knownText(value);
  if (known === undefined) throw new Unreadable(`the name of ${what} is ${value ? whatOf(value) : 'missing'}`);
  return known;
}

const extension = (named: string): Known =>
  operation('schema', ({ editor }) => editor.send(`CREATE EXTENSION IF NOT EXISTS ${quote(named)}`, editor.site));

const withOption = (model: Model, option: string, value: Value): Model => ({
  ...model,
  options: new Map([...model.options, [option, value]]),
});

const itemsIn = (model: Model, option: string): readonly Value[] => {
  const value = model.options.get(option);
  return value?.kind === 'list' ? value.items : [];
};

const isNamed = (value: Value, named: string): boolean =>
  value.kind === 'called' && knownText(value.keywords.get('name')) === named;

const known: Readonly<Record<string, Known>> = {
  CreateModel: operation('name fields options bases managers', (work, given) => {
    const model = newModel(work, given);
    put(work.editor.state, model);
    createModel(work.editor, model);
  }),
  DeleteModel: operation('name', (work, given) => {
    const model = modelOf(work.editor.state, work.app, name(given('name'), 'the model'));
    deleteModel(work.editor, model);
    work.editor.state.models.delete(keyOf(model.app, model.name));
  }),
  RenameModel: operation('old_name new_name', ({ editor, app }, given) =>
    renameModel(
      editor,
      modelOf(editor.state, app, name(given('old_name'), 'the model')),
      name(given('new_name'), 'the model'),
    ),
  ),
  AlterModelTable: operation(
    'name table',
    onModel(({ editor }, model, given) => {
      const table = given('table');
      const options = new Map(model.options);
      if (!table || isNone(table)) options.delete('db_table');
      else options.set('db_table', text(name(table, 'the table')));
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
  AddField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, model, given) => {
      const field = fieldOf(name(given('name'), 'the field'), given('field'), editor.state.classOf);
      const kept = given('preserve_default');
      const isTemporary = kept?.kind === 'constant' && kept.value === false;
      put(editor.state, withField(model, isTemporary ? withoutDefault(field) : field));
      if (isManaged(model)) addField(editor, withField(model, field), field);
    }),
  ),
  RemoveField: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const field = fieldIn(model, name(given('name'), 'the field'));
      if (isManaged(model)) removeField(editor, model, field);
      const fields = new Map(model.fields);
      fields.delete(field.name);
      put(editor.state, { ...model, fields });
    }),
  ),
  AlterField: operation(
    'model_name name field preserve_default',
    onModel(({ editor }, oldModel, given) => {
      const now = fieldOf(name(given('name'), 'the field'), given('field'), editor.state.classOf);
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
      renameField(editor, model, name(given('old_name'), 'the field'), name(given('new_name'), 'the field')),
    ),
  ),
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
      const old = columns ? generatedName(table, columns, '_idx') : name(given('old_name'), 'the index');
      const next = name(given('new_name'), 'the index');
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
        `ALTER TABLE ${quote(tableOf(model))} VALIDATE CONSTRAINT ${quote(name(given('name'), 'the constraint'))}`,
        editor.site,
      ),
    ),
  ),
  RemoveConstraint: operation('model_name name', onModel(removeConstraint)),
  RunSQL: operation('sql reverse_sql state_operations hints elidable', (work, given) => {
    work.runSql(given('sql'));
    applyState(work, given('state_operations'));
  }),
  RunPython: operation('code reverse_code atomic hints elidable', (work, given) => work.runCode(given('code'))),
  SeparateDatabaseAndState: operation('database_operations state_operations', (work, given) => {
    const models = new Map(work.editor.state.models);
    applyAll(work, given('database_operations'));
    restore(work.editor, models);
    applyState(work, given('state_operations'));
  }),
  CreateExtension: operation('name', ({ editor }, given) =>
    editor.send(`CREATE EXTENSION IF NOT EXISTS ${quote(name(given('name'), 'the extension'))}`, editor.site),
  ),
  BloomExtension: extension('bloom'),
  BtreeGinExtension: extension('btree_gin'),
  BtreeGistExtension: extension('btree_gist'),
  CITextExtension: extension('citext'),
  CryptoExtension: extension('pgcrypto'),
  HStoreExtension: extension('hstore'),
  TrigramExtension: extension('pg_trgm'),
  UnaccentExtension: extension('unaccent'),
  CreateCollation: operation('name locale provider deterministic', ({ editor }, given) => {
    const deterministic = given('deterministic');
    const provider = knownText(given('provider')) ?? 'libc';
    const isNot = deterministic?.kind === 'constant' && deterministic.value === false;
    const options = [
      `locale=${literal(name(given('locale'), 'the locale'))}`,
      ...(provider === 'libc' ? [] : [`provider=${provider}`]),
      ...(isNot ? ['deterministic=false'] : []),
    ];
    editor.send(`CREATE COLLATION ${quote(name(given('name'), 'the collation'))} (${options.join(', ')})`, editor.site);
  }),
  RemoveCollation: operation('name locale provider deterministic', ({ editor }, given) =>
    editor.send(`DROP COLLATION ${quote(name(given('name'), 'the collation'))}`, editor.site),
  ),
};

function restore(editor: Editor, models: ReadonlyMap<string, Model>): void {
  editor.state.models.clear();
  for (const [key, model] of models) editor.state.models.set(key, model);
}

const itemsOf = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || isNone(value)) return [];
  if (value.kind === 'list' && !value.isOpen) return value.items;
  throw new Unreadable(`a list of operations is ${whatOf(value)}`);
};

function applyAll(work: Work, value: Value | undefined): void {
  for (const item of itemsOf(value)) apply(work, item);
}

/** Only the models change. */
function applyState(work: Work, value: Value | undefined): void {
  const { editor } = work;
  const silent: Editor = {
    ...editor,
    state: { ...editor.state, listed: new Map(editor.state.listed) },
    deferred: [],
    send: () => {},
    gap: () => {},
  };
  applyAll({ ...work, editor: silent, runSql: () => {}, runCode: () => {} }, value);
}

/** One operation; what can't be read of it is a gap where it stands. */
export function apply(work: Work, value: Value): void {
  const { editor } = work;
  if (value.kind === 'constant' && value.value === null) return;
  if (value.kind !== 'called') return editor.gap(`An operation is not read: it is ${whatOf(value)}.`, editor.site);
  const outer = editor.site;
  editor.site = value.site;
  try {
    applyCall(work, value);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    editor.gap(`${shortName(value)}${onWhat(value)} is not read: ${error.message}.`, value.site);
  } finally {
    editor.site = outer;
  }
}

const shortName = (value: Called): string => (pathOf(value.callee) ?? whatOf(value.callee)).replace(/^.*\./, '');

function onWhat({ args, keywords }: Called): string {
  const [model] = [keywords.get('model_name') ?? keywords.get('name') ?? args[0]].map(knownText);
  return model === undefined ? '' : ` of ${model}`;
}

function applyCall(work: Work, value: Called): void {
  if (/^django_migration_linter\.(?:\w+\.)*IgnoreMigration$/.test(pathOf(value.callee) ?? '')) return;
  const name = operationBehind(value.callee, work.editor.state);
  const found = name === undefined ? undefined : known[name];
  if (!found) throw new Unreadable(`the operation ${whatOf(value.callee)} is not one of Django's`);
  if (value.isOpen) throw new Unreadable('its arguments are known only at run time');
  found.run(work, (parameter) => value.keywords.get(parameter) ?? value.args[found.parameters.indexOf(parameter)]);
}

/** The name of Django's operation, through the classes of the project that only add to it. */
function operationBehind(callee: Value, { classOf }: State): string | undefined {
  let path = pathOf(callee);
  if (callee.kind === 'class') {
    const [base] = callee.bases;
    if ([...callee.scope.variables].some(([name, value]) => value.kind === 'function' && changesSql.test(name)))
      return undefined;
    path = base && pathOf(base);
  }
  for (let depth = 0; path !== undefined && depth < 10; depth += 1) {
    const djangos = /^django\.(?:db\.migrations|contrib\.postgres\.operations)\.(?:.*\.)?(\w+)$/.exec(path)?.[1];
    if (djangos) return djangos;
    const found = classOf?.(path);
    for (const [name, text] of found?.methods ?? []) {
      if (changesSql.test(name) && !(name === 'database_forwards' && onlyAsksVendor.test(text))) return undefined;
    }
    path = found?.base;
  }
  return undefined;
}

const changesSql = /^(?:__init__|__new__|database_forwards|state_forwards)$/;

/** Does what the class does that it extends, unless the database is another one. */
const onlyAsksVendor =
  /^def database_forwards\([^)]*\)[^:]*:[^\n]*\n\s*if schema_editor\.connection\.vendor (?:!=|==) ["']postgresql["']:\s*(?:return(?: None)?\s+)?super\(\)\.database_forwards\([^)]*\)\s*$/;

const withField = (model: Model, field: Field): Model => ({
  ...model,
  fields: new Map([...model.fields, [field.name, field]]),
});

function withoutDefault(field: Field): Field {
  const options = new Map(field.options);
  options.delete('default');
  return { ...field, options };
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
  const named = name(given('name'), 'the model');
  const options = given('options');
  const fields = new Map<string, Field>();
  for (const item of itemsOf(given('fields'))) {
    const [at, value] = item.kind === 'list' ? item.items : [];
    const field = fieldOf(name(at, 'a field'), value, editor.state.classOf);
    fields.set(field.name, field);
  }
  const entries =
    options?.kind === 'dict' ? options.entries.map(([at, value]) => [name(at, 'an option'), value] as const) : [];
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
  const named = name(given('name'), 'the index');
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
  const named = name(given('name'), 'the constraint');
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
