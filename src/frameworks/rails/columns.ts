// A column in CREATE TABLE and ALTER TABLE. activerecord/lib/active_record/connection_adapters/postgresql/schema_creation.rb
import { quoteName } from './names.ts';
import { nameIn, onlyKnown, type Plain, type PlainObject, textIn, Unreadable, without } from './options.ts';
import { spatialOptions } from './spatial.ts';
import { defaultSql, typeSql } from './types.ts';
import type { Version } from './version.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly options: PlainObject;
}

/** `first` and `after` are MySQL's and have no effect. */
const known = [
  ...[
    'limit',
    'precision',
    'scale',
    'default',
    'null',
    'collation',
    'comment',
    'array',
    'using',
    'cast_as',
    'as',
    'type',
  ],
  ...spatialOptions,
  ...['enum_type', 'stored', 'primary_key', 'if_not_exists', 'if_exists', 'first', 'after'],
];

/** What the version of the migration makes of a column. activerecord/lib/active_record/migration/compatibility.rb */
export function columnOf(name: string, given: Plain, options: PlainObject, version: Version): Column {
  // Until 7.0 others had no effect.
  if (version >= 701) onlyKnown(options, known);
  const written = nameIn(given, 'the type');
  const type = written === 'virtual' ? nameIn(options.type, 'the type') : written;
  if (options.primary_key) return primaryColumn(name, type, options);
  const isTimed = type === 'datetime' && options.precision === undefined && !('precision' in options);
  const precision = isTimed && version >= 700 ? { precision: 6 } : {};
  return { name, type, options: { ...options, ...precision } };
}

function primaryColumn(name: string, type: string, options: PlainObject): Column {
  const counts = (type === 'integer' || type === 'bigint') && !('default' in options);
  const serial = type === 'bigint' || options.limit === 8 ? 'bigserial' : 'serial';
  return { name, type: counts ? serial : type, options: { ...options, null: false } };
}

export function columnSql({ name, type, options }: Column): string {
  const sql = `${quoteName(name)} ${typeSql(type, options)}`;
  return type === 'primary_key' ? sql : `${sql}${optionsSql(type, options)}`;
}

function optionsSql(type: string, options: PlainObject): string {
  const parts: string[] = [];
  const collation = textIn(options.collation, 'collation');
  if (collation) parts.push(`COLLATE "${collation}"`);
  const as = textIn(options.as, 'as');
  if (as !== undefined) parts.push(`GENERATED ALWAYS AS (${as}) ${options.stored ? 'STORED' : 'VIRTUAL'}`);
  const hasDefault = 'default' in options && !(options.null === false && (options.default ?? null) === null);
  if (hasDefault) parts.push(`DEFAULT ${defaultSql(options.default, type, options)}`);
  if (options.null === false) parts.push('NOT NULL');
  if (options.primary_key) parts.push('PRIMARY KEY');
  return parts.map((part) => ` ${part}`).join('');
}

/** The parts of ALTER TABLE that change a column. */
export function changeColumnSql({ name, type, options }: Column): string[] {
  const column = quoteName(name);
  const collation = textIn(options.collation, 'collation');
  const using = textIn(options.using, 'using');
  const castAs = textIn(options.cast_as, 'cast_as');
  let change = `ALTER COLUMN ${column} TYPE ${typeSql(type, options)}`;
  if (collation) change += ` COLLATE "${collation}"`;
  if (using !== undefined) change += ` USING ${using}`;
  else if (castAs !== undefined) change += ` USING CAST(${column} AS ${typeSql(castAs, without(options, 'array'))})`;
  const parts = [change];
  if ('default' in options) parts.push(changeDefaultSql(name, options.default, type, options));
  if ('null' in options) parts.push(`ALTER COLUMN ${column} ${options.null ? 'DROP' : 'SET'} NOT NULL`);
  return parts;
}

export function changeDefaultSql(name: string, value: Plain, type?: string, options: PlainObject = {}): string {
  const column = `ALTER COLUMN ${quoteName(name)}`;
  if (value === null || value === undefined) return `${column} DROP DEFAULT`;
  return `${column} SET DEFAULT ${defaultSql(value, type, options)}`;
}

/** `from:` and `to:`, or the value itself. */
export function newValue(value: Plain, options: PlainObject): Plain {
  if ('from' in options || 'to' in options) {
    onlyKnown(options, ['from', 'to']);
    if (!('to' in options)) throw new Unreadable('to is left out');
    return options.to;
  }
  return value;
}
