// The models of a project at one point of its migrations, and the constraints and indexes that its tables have by then.
// Models are never changed but replaced, so that a state is cheap to keep for each migration.
import { knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import { typeOf } from './column-type.ts';
import type { FieldClasses } from './field-types.ts';
import { columnOf, type Field, isMany, isPrimary, isRelation } from './fields.ts';
import { shortened } from './names.ts';
import { Unreadable } from './unreadable.ts';

export interface Model {
  readonly app: string;
  /** As written: `UserProfile`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly options: ReadonlyMap<string, Value>;
  /** Of a many-to-many relation that Django itself made. */
  readonly isThrough?: boolean;
  /** Whether a part of it could not be read. */
  readonly isOpen?: boolean;
}

/** A constraint, index or sequence of a table, as the server would tell of it. */
export interface Listed {
  readonly name: string;
  readonly kind: 'foreign key' | 'unique' | 'check' | 'index' | 'primary key' | 'sequence';
  readonly columns: readonly string[];
  /** Named in the model's Meta, so that changes of fields leave it alone. */
  readonly isMeta?: boolean;
}

export interface State {
  /** By `app.model`, in lower case. */
  readonly models: Map<string, Model>;
  /** By table. */
  readonly listed: Map<string, readonly Listed[]>;
  /** The project's own field classes. */
  classOf?: FieldClasses;
  /** The model that stands for Django's own user, as `app.model` in lower case, once it is known. */
  user?: string;
}

export const emptyState = (): State => ({ models: new Map(), listed: new Map() });

export const copyOf = (state: State): State => ({
  ...state,
  models: new Map(state.models),
  listed: new Map(state.listed),
});

/** As it was with the model of before; the models are copied where somebody asks for them. */
export function stateWith(state: State, model: Model): State {
  let models: State['models'] | undefined;
  return {
    ...state,
    get models() {
      models ??= new Map(state.models).set(keyOf(model.app, model.name), model);
      return models;
    },
  };
}

export const keyOf = (app: string, name: string): string => `${app}.${name}`.toLowerCase();

export function modelOf(state: State, app: string, name: string): Model {
  const model = state.models.get(keyOf(app, name));
  if (!model) throw new Unreadable(`the model ${app}.${name} is not known from the migrations before this one`);
  return model;
}

export const put = (state: State, model: Model): void => void state.models.set(keyOf(model.app, model.name), model);

export function fieldIn(model: Model, name: string): Field {
  const field = model.fields.get(name) ?? relationAt(model, name);
  if (!field)
    throw new Unreadable(
      `the field ${name} of ${model.app}.${model.name} is not known from the migrations before this one`,
    );
  return field;
}

/** A foreign key may be named by its column: `owner_id`. */
function relationAt({ fields }: Model, name: string): Field | undefined {
  const field = name.endsWith('_id') ? fields.get(name.slice(0, -'_id'.length)) : undefined;
  return field && isRelation(field) ? field : undefined;
}

export const tableOf = ({ app, name, options }: Model): string =>
  knownText(options.get('db_table')) || shortened(`${app}_${name.toLowerCase()}`);

/** Whether Django makes and changes its table. */
export function isManaged({ options }: Model): boolean {
  const isFalse = (name: string, value: boolean): boolean => {
    const option = options.get(name);
    return option?.kind === 'constant' && option.value === value;
  };
  return !isFalse('managed', false) && !isFalse('proxy', true);
}

/** `app.model` that a relation points to. */
export function targetKey(state: State, model: Model, field: Field): string {
  const to = field.options.get('to');
  const path = to && pathOf(to);
  if (path?.endsWith('settings.AUTH_USER_MODEL')) return userModel(state);
  const name = knownText(to);
  if (name === undefined)
    throw new Unreadable(`the model that ${field.name} refers to is ${to ? whatOf(to) : 'missing'}`);
  if (name === 'self') return keyOf(model.app, model.name);
  return (name.includes('.') ? name : `${model.app}.${name}`).toLowerCase();
}

/** The model that stands for Django's own user: it says so in its options. */
function userModel(state: State): string {
  if (state.user !== undefined) return state.user;
  for (const [key, { options, fields }] of state.models) {
    const isUser = !key.startsWith('auth.') && fields.has('password') && fields.has('last_login');
    if (!isUser && knownText(options.get('swappable')) !== 'AUTH_USER_MODEL') continue;
    state.user = key;
    return key;
  }
  return 'auth.user';
}

export interface Target {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly key: string;
}

/** Apps of Django itself, whose keys are of AutoField whatever the project says. */
const older = /^(?:auth|contenttypes|sites|admin|sessions|flatpages|redirects)\./;

/** What a foreign key refers to. Of a model in a package the table is Django's usual one, and the type changes no lock. */
export function targetOf(state: State, model: Model, field: Field): Target {
  const key = targetKey(state, model, field);
  const own = key === keyOf(model.app, model.name) ? model : state.models.get(key);
  if (!own) return { key, table: key.replace('.', '_'), column: 'id', type: older.test(key) ? 'integer' : 'bigint' };
  const named = knownText(field.options.get('to_field'));
  const target = named === undefined ? [...own.fields.values()].find(isPrimary) : own.fields.get(named);
  if (!target) return { key, table: tableOf(own), column: named ?? 'id', type: 'bigint' };
  return { key, table: tableOf(own), column: columnOf(target), type: columnType(state, own, target) };
}

/** The type of a field's column, which for a foreign key is that of what it refers to. */
export function columnType(state: State, model: Model, field: Field, depth = 0): string {
  if (!isRelation(field)) return typeOf(field);
  if (depth > 20) throw new Unreadable(`the field ${field.name} refers to itself`);
  const key = targetKey(state, model, field);
  const own = key === keyOf(model.app, model.name) ? model : state.models.get(key);
  const named = knownText(field.options.get('to_field'));
  const target = own && (named === undefined ? [...own.fields.values()].find(isPrimary) : own.fields.get(named));
  if (!own || !target) return targetOf(state, own ?? model, field).type;
  return columnType(state, own, target, depth + 1);
}

/** The fields that have a column, in their order. */
export const columnsOf = ({ fields }: Model): Field[] =>
  [...fields.values()].filter((field) => !isMany(field) && !isManager(field));

/** Stands among fields but has no column. */
export const isManager = ({ path }: Field): boolean =>
  /^taggit\.managers\.|\.GenericRelation$|\.GenericForeignKey$/.test(path);

/** The columns of fields by their names. */
export const columnsNamed = (model: Model, names: readonly string[]): string[] =>
  names.map((name) => columnOf(fieldIn(model, name)));
