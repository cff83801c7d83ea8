// The type of a field's column, and the check that comes with it. django/db/models/fields db_parameters
import { isNone, whatOf } from '../python/value.ts';
import { lengths, plainTypes } from './field-types.ts';
import type { Field } from './fields.ts';
import { Unreadable } from './unreadable.ts';

/** The type of a column that refers to no other; a field of a class that is not known has none. */
export function typeOf(field: Field): string {
  const { type, options, base, name, path } = field;
  if (type === undefined) throw new Unreadable(`the column type of the field ${name}, a ${path}, is not known`);
  if (field.stored !== undefined) return field.stored;
  if (type === 'ArrayField' && base) {
    const size = options.get('size');
    return `${typeOf(base)}[${size?.kind === 'number' ? size.written : ''}]`;
  }
  if (type === 'GeneratedField' && base) return typeOf(base);
  if (type === 'DecimalField') return `numeric(${digits(field, 'max_digits')}, ${digits(field, 'decimal_places')})`;
  const plain = plainTypes[type];
  if (plain) return plain;
  const length = options.get('max_length');
  if (length && !isNone(length) && length.kind !== 'number')
    throw new Unreadable(`max_length of the field ${name} is ${whatOf(length)}`);
  const size = length?.kind === 'number' ? length.value : lengths[type];
  return size === undefined ? 'varchar' : `varchar(${size})`;
}

function digits({ options, name }: Field, option: string): string {
  const value = options.get(option);
  if (value?.kind === 'number') return value.written;
  throw new Unreadable(`${option} of the field ${name} is not known`);
}

/** What tells types apart for a cast: varchar(10) and varchar(20) are one. django/db/backends/postgresql/schema.py _field_data_type */
export const family = (type: string): string =>
  /^varchar/.test(type) ? 'varchar' : /^numeric/.test(type) ? 'numeric' : type;

export const checkOf = (field: Field, column: string): string | undefined =>
  /^Positive/.test(field.type ?? '') ? `"${column}" >= 0` : undefined;
