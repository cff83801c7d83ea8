// Column types and the values of defaults in SQL. activerecord/lib/active_record/connection_adapters/postgresql_adapter.rb
import { ownOf } from '../ruby/lookup.ts';
import { quoteText } from './names.ts';
import { isList, isObject, type Plain, type PlainObject, sqlOf, Unreadable } from './options.ts';
import { spatialType, spatialTypes } from './spatial.ts';

const native: Readonly<Record<string, string>> = {
  primary_key: 'bigserial primary key',
  string: 'character varying',
  datetime: 'timestamp',
  binary: 'bytea',
  blob: 'bytea',
  numeric: 'decimal',
  bit_varying: 'bit varying',
  datetime_with_timezone: 'timestamptz',
};

/** Methods of a table that are named for the type of the column that they make. */
export const columnTypes: ReadonlySet<string> = new Set([
  ...[
    'bigint',
    'binary',
    'boolean',
    'date',
    'datetime',
    'decimal',
    'float',
    'integer',
    'json',
    'string',
    'text',
    'time',
  ],
  ...['timestamp', 'virtual', 'blob', 'numeric', 'bigserial', 'bit', 'bit_varying', 'cidr', 'citext', 'daterange'],
  ...['hstore', 'inet', 'interval', 'int4range', 'int8range', 'jsonb', 'ltree', 'macaddr', 'money', 'numrange', 'oid'],
  ...[
    'point',
    'line',
    'lseg',
    'box',
    'path',
    'polygon',
    'circle',
    'serial',
    'tsrange',
    'tstzrange',
    'tsvector',
    'uuid',
  ],
  ...spatialTypes,
  ...['xml', 'timestamptz', 'enum', 'datetime_with_timezone'],
]);

export function typeSql(type: string, options: PlainObject): string {
  const sql = spatialType(type, options) ?? plainType(type, options);
  return options.array && type !== 'primary_key' ? `${sql}[]` : sql;
}

function plainType(type: string, options: PlainObject): string {
  const precision = numberOf(options.precision, 'precision');
  const scale = numberOf(options.scale, 'scale');
  const limit = numberOf(options.limit, 'limit');
  const name = ownOf(native, type) ?? type;
  switch (type) {
    case 'primary_key':
    case 'text':
    case 'binary':
    case 'blob':
      return name;
    case 'integer':
      return integerType(limit);
    case 'enum':
      if (typeof options.enum_type !== 'string') throw new Unreadable('enum_type is not known');
      return options.enum_type;
    case 'decimal':
    case 'numeric':
      if (precision === undefined) return name;
      return scale === undefined ? `${name}(${precision})` : `${name}(${precision},${scale})`;
    case 'datetime':
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'interval':
      return precision === undefined ? name : `${name}(${precision})`;
    default:
      return limit === undefined || !columnTypes.has(type) ? name : `${name}(${limit})`;
  }
}

function integerType(limit: number | undefined): string {
  if (limit === undefined || limit === 3 || limit === 4) return 'integer';
  if (limit === 1 || limit === 2) return 'smallint';
  if (limit >= 5 && limit <= 8) return 'bigint';
  throw new Unreadable(`no integer type has ${limit} bytes`);
}

function numberOf(value: Plain, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  throw new Unreadable(`${name} is no number`);
}

/** The value of a DEFAULT. `type` is undefined where the column's is not in the file. */
export function defaultSql(value: Plain, type: string | undefined, options: PlainObject = {}): string {
  const sql = sqlOf(value);
  if (sql !== undefined) return sql;
  if (value === null || value === undefined) return 'NULL';
  if (isList(value) || isObject(value)) return quoteText(collectionText(value, type, options));
  if (type === 'uuid' && typeof value === 'string' && value.includes('()')) return value;
  if (type === 'json' || type === 'jsonb') return quoteText(jsonText(value));
  if (type === 'boolean') return booleanSql(value);
  if (isNumeric(type)) return numberSql(value, type);
  if (typeof value === 'boolean') return type === undefined ? sqlBoolean(value) : quoteText(value ? 't' : 'f');
  if (typeof value === 'number')
    return type === undefined || !isTextual(type) ? String(value) : quoteText(String(value));
  if (type === 'datetime' || type === 'timestamp' || type === 'date' || type === 'time') return timeSql(String(value));
  return quoteText(String(value));
}

function collectionText(value: readonly Plain[] | PlainObject, type: string | undefined, options: PlainObject): string {
  if (!isList(value)) return type === 'hstore' ? hstoreText(value) : jsonText(value);
  return options.array || type === undefined ? arrayText(value) : jsonText(value);
}

const isNumeric = (type: string | undefined): type is string =>
  ['integer', 'bigint', 'decimal', 'numeric', 'float', 'bigserial', 'serial', 'smallint'].includes(type ?? '');

const isTextual = (type: string): boolean =>
  ['string', 'text', 'citext', 'enum', 'character varying', 'varchar'].includes(type);

const sqlBoolean = (value: boolean): string => (value ? 'TRUE' : 'FALSE');

function booleanSql(value: Plain): string {
  if (value === '') return 'NULL';
  return sqlBoolean(![false, 0, '0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF'].includes(value as string));
}

function numberSql(value: Plain, type: string): string {
  const number = typeof value === 'boolean' ? Number(value) : Number(value);
  if (value === '' || Number.isNaN(number)) return value === '' ? 'NULL' : unreadableDefault(value);
  const isWhole = type !== 'decimal' && type !== 'numeric' && type !== 'float';
  if (isWhole) return String(Math.trunc(number));
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

function unreadableDefault(value: Plain): never {
  throw new Unreadable(`the default ${String(value)} is not one of its type`);
}

/** A time that Ruby would parse is written as it is; anything else becomes nil. */
function timeSql(value: string): string {
  if (/^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$|^\d\d:\d\d(?::\d\d)?$/.test(value))
    return quoteText(value);
  return unreadableDefault(value);
}

function arrayText(items: readonly Plain[]): string {
  const texts = items.map((item) => {
    if (item === null) return 'NULL';
    if (isList(item)) return arrayText(item);
    const text = String(item);
    return /^[^\s,{}"\\]+$/.test(text) && !/^null$/i.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${texts.join(',')}}`;
}

const hstoreText = (value: PlainObject): string =>
  Object.entries(value)
    .map(([key, own]) => `"${key}"=>${own === null ? 'NULL' : `"${String(own)}"`}`)
    .join(',');

/** As ActiveSupport writes it, which escapes what HTML would take for its own. */
const jsonText = (value: Plain): string =>
  JSON.stringify(value).replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
