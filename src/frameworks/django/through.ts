// The model between two that Django makes of a ManyToManyField without `through`. django/db/models/fields/related.py
import { bool, isNone, knownText, list, text, type Value } from '../python/value.ts';
import { type Field, isMany } from './fields.ts';
import { shortened } from './names.ts';
import { keyOf, type Model, type State, tableOf, targetKey } from './state.ts';

export interface Ends {
  /** The field that points to the model that has the relation. */
  readonly near: string;
  readonly far: string;
}

/** Undefined where the relation has a model of its own. */
export function throughOf(state: State, model: Model, field: Field): Model | undefined {
  const through = field.options.get('through');
  if (!isMany(field) || (through && !isNone(through))) return undefined;
  const target = targetKey(state, model, field);
  const { near, far } = endsOf(state, model, field);
  const table = knownText(field.options.get('db_table')) ?? shortened(`${tableOf(model)}_${field.name}`);
  const id: Field = {
    name: 'id',
    type: keyType(state, model),
    path: '',
    options: options({ primary_key: bool(true) }),
    site: field.site,
  };
  const isConstrained = field.options.get('db_constraint') ?? bool(true);
  const key = (name: string, to: string): Field => ({
    name,
    type: 'ForeignKey',
    path: 'django.db.models.ForeignKey',
    options: options({ to: text(to), db_constraint: isConstrained }),
    site: field.site,
  });
  const fields = [id, key(near, keyOf(model.app, model.name)), key(far, target)];
  return {
    app: model.app,
    name: `${model.name}_${field.name}`,
    fields: new Map(fields.map((each) => [each.name, each])),
    options: options({ db_table: text(table), unique_together: list([list([text(near), text(far)])]) }),
    isThrough: true,
  };
}

const options = (each: Record<string, Value>): ReadonlyMap<string, Value> => new Map(Object.entries(each));

export function endsOf(state: State, model: Model, field: Field): Ends {
  const own = model.name.toLowerCase();
  const target = targetKey(state, model, field).replace(/^.*\./, '');
  return target === own ? { near: `from_${own}`, far: `to_${own}` } : { near: own, far: target };
}

/** What the project's DEFAULT_AUTO_FIELD is, as its models tell. */
function keyType({ models }: State, model: Model): string {
  const own = automaticIn(model);
  if (own) return own;
  let other: string | undefined;
  for (const each of models.values()) {
    const found = automaticIn(each);
    if (found && each.app === model.app) return found;
    other ??= found;
  }
  return other ?? 'BigAutoField';
}

const automaticIn = ({ fields }: Model): string | undefined => {
  for (const field of fields.values()) if (isAutomatic(field)) return field.type;
  return undefined;
};

const isAutomatic = ({ type, options: given }: Field): boolean => {
  const made = given.get('auto_created');
  return /AutoField$/.test(type ?? '') && made?.kind === 'constant' && made.value === true;
};
