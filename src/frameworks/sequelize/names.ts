// Names in Sequelize's statements. lib/dialects/abstract/query-generator.js
import { isObject, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';

/** A name, or `{ tableName, schema }`. */
export function detailsOf(table: Plain): { name: string; schema: string | undefined } {
  if (!isObject(table)) return { name: stringOf(table, 'the table'), schema: undefined };
  return {
    name: stringOf(table.tableName, 'the table'),
    schema: table.schema ? stringOf(table.schema, 'the schema') : undefined,
  };
}

export function tableSql(table: Plain, isWithSchema = false): string {
  const { name, schema } = detailsOf(table);
  const own = schema ?? (isWithSchema ? 'public' : undefined);
  return own === undefined ? `"${name}"` : `"${own}"."${name}"`;
}

export const column = (name: string): string => `"${name}"`;

export const fieldsOf = (value: Plain): string[] => {
  if (!Array.isArray(value)) throw new Unreadable('its fields are not known');
  return value.map((field) => stringOf(isObject(field) ? (field.name ?? field.attribute) : field, 'a field'));
};

export const underscore = (name: string): string =>
  name
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
