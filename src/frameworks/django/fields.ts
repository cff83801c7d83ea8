// Django's model fields as a migration states them: their class and options. django/db/models/fields
import { type Called, knownText, number, pathOf, type Site, type Value, whatOf } from '../python/value.ts';
import { type FieldClasses, relations, typeBehind } from './field-types.ts';
import { Unreadable } from './unreadable.ts';

/** A field as a migration states it. */
export interface Field {
  readonly name: string;
  /** Of Django's own fields: `CharField`; of others, as far as known, the one that it is like. Undefined where not known. */
  readonly type: string | undefined;
  /** Where its class is: `django.db.models.CharField`. */
  readonly path: string;
  readonly options: ReadonlyMap<string, Value>;
  /** Of a class of the project that says itself what its columns are: `macaddr`. */
  readonly stored?: string;
  /** Of ArrayField, and the output_field of GeneratedField. */
  readonly base?: Field;
  readonly site: Site;
}

/** A field from the call that makes it. */
export function fieldOf(name: string, value: Value | undefined, classOf?: FieldClasses): Field {
  if (value?.kind !== 'called') throw new Unreadable(`the field ${name} is ${value ? whatOf(value) : 'missing'}`);
  if (value.isOpen) throw new Unreadable(`the field ${name} has options that are known only at run time`);
  const path = pathOf(value.callee) ?? whatOf(value.callee);
  const { type, stored, length } = typeBehind(path, classOf);
  const options = new Map([...(length ? [['max_length', number(length)] as const] : []), ...optionsOf(value, type)]);
  const inner = type === 'ArrayField' ? 'base_field' : type === 'GeneratedField' ? 'output_field' : undefined;
  const base = inner && fieldOf(name, options.get(inner), classOf);
  return { name, type, path, options, site: value.site, ...(base && { base }), ...(stored && { stored }) };
}

function optionsOf({ args, keywords }: Called, type: string | undefined): ReadonlyMap<string, Value> {
  const first = relations.includes(type ?? '')
    ? ['to', 'on_delete']
    : type === 'ArrayField'
      ? ['base_field', 'size']
      : ['verbose_name'];
  return new Map([...args.map((arg, at) => [first[at] ?? `argument ${at + 1}`, arg] as const), ...keywords]);
}

export function flag({ options, name }: Field, option: string, otherwise = false): boolean {
  const value = options.get(option);
  if (value === undefined) return otherwise;
  if (value.kind === 'constant') return value.value === true;
  throw new Unreadable(`${option} of the field ${name} is ${whatOf(value)}`);
}

export const isMany = ({ type }: Field): boolean => type === 'ManyToManyField';
export const isRelation = ({ type }: Field): boolean => type === 'ForeignKey' || type === 'OneToOneField';
export const isPrimary = (field: Field): boolean => flag(field, 'primary_key');
export const isNullable = (field: Field): boolean => flag(field, 'null') || field.type === 'NullBooleanField';
export const isUnique = (field: Field): boolean =>
  flag(field, 'unique') || isPrimary(field) || field.type === 'OneToOneField';
export const isIndexed = (field: Field): boolean =>
  flag(field, 'db_index', isRelation(field) || field.type === 'SlugField');
export const isConstrained = (field: Field): boolean => isRelation(field) && flag(field, 'db_constraint', true);
export const isAuto = ({ type }: Field): boolean => /^(?:Big|Small)?AutoField$/.test(type ?? '');

export const columnOf = (field: Field): string =>
  knownText(field.options.get('db_column')) ?? (isRelation(field) ? `${field.name}_id` : field.name);
