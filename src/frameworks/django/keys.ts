// Foreign keys that point to a column, in the order in which Django rebuilds them. django/db/backends/base/schema.py
// _related_non_m2m_objects
import { knownText } from '../python/value.ts';
import { type Field, isMany, isPrimary, isRelation } from './fields.ts';
import { isManaged, keyOf, type Model, type State, targetKey } from './state.ts';
import { throughOf } from './through.ts';

export interface Key {
  readonly model: Model;
  readonly field: Field;
}

/** Those of the tables between too; each is followed by those that point to its own column. */
export function keysTo(state: State, model: Model, field: Field, depth = 0): Key[] {
  if (depth > 10) return [];
  const key = keyOf(model.app, model.name);
  const own = allIn(state)
    .filter((each) => targetKey(state, each.model, each.field) === key && pointsTo(each.field, field))
    .sort((a, b) => compare(relatedName(a), relatedName(b)));
  return own.flatMap((each) => [each, ...keysTo(state, each.model, each.field, depth + 1)]);
}

function allIn(state: State): Key[] {
  const models = [...state.models.values()].filter(isManaged);
  const throughs = models.flatMap((model) =>
    [...model.fields.values()].filter(isMany).flatMap((field) => throughOf(state, model, field) ?? []),
  );
  return [...models, ...throughs].flatMap((model) =>
    [...model.fields.values()].filter(isRelation).map((field) => ({ model, field })),
  );
}

function pointsTo({ options }: Field, target: Field): boolean {
  const named = knownText(options.get('to_field'));
  return named === undefined ? isPrimary(target) : named === target.name;
}

/** By which Django orders them. django/db/models/fields/related.py related_query_name */
function relatedName({ model, field: { options } }: Key): string {
  const given = knownText(options.get('related_query_name')) || knownText(options.get('related_name'));
  return given || (model.isThrough ? `${model.name}+` : model.name.toLowerCase());
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
