// A column's type and modifiers as Laravel writes them for PostgreSQL. illuminate/database/Schema/Grammars/PostgresGrammar.php
import { isNull, itemsOf, plain, toText, type Value, whatOf } from '../php/value.ts';
import { type Fluent, holds, isSet } from './fluent.ts';
import { quotedColumn, quotedText, Unreadable, word } from './naming.ts';
import { isSince, type Version } from './version.ts';

const get = ({ attributes }: Fluent, name: string): Value => attributes.get(name) ?? plain(null);
const text = (column: Fluent, name: string): string => word(get(column, name), name);

type TypeOf = (column: Fluent, version: Version) => string;

const sized =
  (type: string, attribute: string, suffix = ''): TypeOf =>
  (column) => {
    const size = get(column, attribute);
    const isSized = attribute === 'precision' ? !isNull(size) : toText(size).text !== '' && toText(size).text !== '0';
    return `${type}${isSized ? `(${text(column, attribute)})` : ''}${suffix}`;
  };

const counted =
  (type: string, serial: string): TypeOf =>
  (column, version) => {
    const counts = holds(column, 'autoIncrement') && !isSet(column, 'generatedAs') && !holds(column, 'change');
    return counts ? serial : isSince(version, 10) ? type : `${type}${identity(column)}`;
  };

const spatial =
  (type: string): TypeOf =>
  (column) =>
    isSet(column, 'isGeometry')
      ? `geometry(${type}${isSet(column, 'projection') ? `, ${text(column, 'projection')}` : ''})`
      : `geography(${type}, ${isSet(column, 'projection') ? text(column, 'projection') : '4326'})`;

const shaped =
  (type: string): TypeOf =>
  (column) => {
    if (!isSet(column, 'subtype')) return type;
    const srid = isSet(column, 'srid') ? text(column, 'srid') : '0';
    return `${type}(${text(column, 'subtype').toLowerCase()}${srid === '0' ? '' : `,${srid}`})`;
  };

const types: Readonly<Record<string, TypeOf>> = {
  char: sized('char', 'length'),
  string: sized('varchar', 'length'),
  tinyText: () => 'varchar(255)',
  text: () => 'text',
  mediumText: () => 'text',
  longText: () => 'text',
  integer: counted('integer', 'serial'),
  mediumInteger: counted('integer', 'serial'),
  bigInteger: counted('bigint', 'bigserial'),
  smallInteger: counted('smallint', 'smallserial'),
  tinyInteger: counted('smallint', 'smallserial'),
  year: counted('integer', 'serial'),
  float: (column, version) =>
    isSince(version, 11) ? sized('float', 'precision')(column, version) : 'double precision',
  double: () => 'double precision',
  real: () => 'real',
  decimal: (column) => `decimal(${text(column, 'total')}, ${text(column, 'places')})`,
  boolean: () => 'boolean',
  enum: (column) => `varchar(255) check ("${text(column, 'name')}" in (${allowed(column)}))`,
  json: () => 'json',
  jsonb: () => 'jsonb',
  date: () => 'date',
  dateTime: sized('timestamp', 'precision', ' without time zone'),
  dateTimeTz: sized('timestamp', 'precision', ' with time zone'),
  time: sized('time', 'precision', ' without time zone'),
  timeTz: sized('time', 'precision', ' with time zone'),
  timestamp: sized('timestamp', 'precision', ' without time zone'),
  timestampTz: sized('timestamp', 'precision', ' with time zone'),
  binary: () => 'bytea',
  uuid: () => 'uuid',
  ipAddress: () => 'inet',
  macAddress: () => 'macaddr',
  tsvector: () => 'tsvector',
  vector: sized('vector', 'dimensions'),
  raw: (column) => text(column, 'definition'),
  geometry: shaped('geometry'),
  geography: shaped('geography'),
  point: spatial('point'),
  lineString: spatial('linestring'),
  polygon: spatial('polygon'),
  geometryCollection: spatial('geometrycollection'),
  multiPoint: spatial('multipoint'),
  multiLineString: spatial('multilinestring'),
  multiPolygon: spatial('multipolygon'),
};

function allowed(column: Fluent): string {
  const value = get(column, 'allowed');
  if (value.kind !== 'list' || value.isOpen) {
    throw new Unreadable(`what it allows (${whatOf(value)}) is known only at run time`);
  }
  return itemsOf(value)
    .map((each) => `'${word(each, 'value')}'`)
    .join(', ');
}

function typeOf(column: Fluent, version: Version): string {
  const type = text(column, 'type');
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!known) throw new Unreadable(`PostgreSQL has no type ${type} in Laravel`);
  return known(column, version);
}

const currents: Readonly<Record<string, string>> = { date: 'CURRENT_DATE', year: 'EXTRACT(YEAR FROM CURRENT_DATE)' };

/** Undefined where there is none. */
function defaultOf(column: Fluent, version: Version): string | undefined {
  if (holds(column, 'useCurrent')) {
    const type = text(column, 'type');
    if (/^(?:dateTime|timestamp)/.test(type)) return 'CURRENT_TIMESTAMP';
    if (isSince(version, 12, 14) && Object.hasOwn(currents, type)) return currents[type];
  }
  const value = get(column, 'default');
  if (isNull(value)) return undefined;
  if (value.kind === 'native') return toText(value).text;
  if (value.kind === 'primitive' && typeof value.value === 'boolean') return value.value ? "'1'" : "'0'";
  return quotedText(word(value, 'default'));
}

/** ` generated … as identity`, or ''. */
function identity(column: Fluent): string {
  if (!isSet(column, 'generatedAs')) return '';
  const options = get(column, 'generatedAs');
  const isBare = (options.kind === 'primitive' && typeof options.value === 'boolean') || toText(options).text === '';
  const kind = holds(column, 'always') ? 'always' : 'by default';
  return ` generated ${kind} as identity${isBare ? '' : ` (${word(options, 'options')})`}`;
}

/** A column of CREATE TABLE or ADD COLUMN. */
export function columnSql(column: Fluent, version: Version, hasPrimary: boolean): string {
  const name = quotedColumn(get(column, 'name'));
  const type = typeOf(column, version);
  const collation = isSet(column, 'collation') ? ` collate "${text(column, 'collation')}"` : '';
  const nullable = holds(column, 'nullable') ? ' null' : ' not null';
  const value = defaultOf(column, version);
  const fallback = value === undefined ? '' : ` default ${value}`;
  const isKey = holds(column, 'autoIncrement') && !(hasPrimary && isSince(version, 11));
  const key = isKey ? ' primary key' : '';
  const generated = (attribute: string, kind: string): string =>
    isSet(column, attribute) ? ` generated always as (${text(column, attribute)})${kind}` : '';
  const virtual = generated('virtualAs', isSince(version, 12, 21) ? ' virtual' : '');
  const stored = generated('storedAs', ' stored');
  if (isSince(version, 10)) {
    return `${name} ${type}${collation}${nullable}${fallback}${virtual}${stored}${identity(column)}${key}`;
  }
  // What useCurrent() gives was part of the type.
  const isCurrent = value === 'CURRENT_TIMESTAMP' && !isSet(column, 'default');
  return isCurrent
    ? `${name} ${type}${fallback}${collation}${key}${nullable}${virtual}${stored}`
    : `${name} ${type}${collation}${key}${nullable}${fallback}${virtual}${stored}`;
}

/** What `change()` sends since Laravel 11: what isn't said again is taken back. */
export function changes(column: Fluent, version: Version): string[] {
  const collation = isSet(column, 'collation') ? ` collate "${text(column, 'collation')}"` : '';
  const using = isSet(column, 'using') ? ` using ${text(column, 'using')}` : '';
  const value = defaultOf(column, version);
  const counts = holds(column, 'autoIncrement');
  const isIdentity = isSet(column, 'generatedAs');
  const isGenerated = ['virtualAs', 'storedAs'].filter((name) => column.attributes.has(name));
  if (isGenerated.some((name) => isSet(column, name))) {
    throw new Unreadable('Laravel does not change generated columns');
  }
  return [
    `type ${typeOf(column, version)}${collation}${using}`,
    holds(column, 'nullable') ? 'drop not null' : 'set not null',
    ...(counts && !isIdentity ? [] : [value === undefined ? 'drop default' : `set default ${value}`]),
    ...isGenerated.map(() => 'drop expression if exists'),
    ...(counts && !isIdentity ? [] : ['drop identity if exists']),
    ...(isIdentity ? [`add ${identity(column)}`] : []),
  ];
}

/** What doctrine/dbal made of `change()` before Laravel 11: what isn't said again stays. */
export function dbalChanges(column: Fluent, version: Version): string[] {
  const value = defaultOf(column, version);
  const hasDefault = column.attributes.has('default') || value !== undefined;
  return [
    `type ${typeOf(column, version).replace(/ check .*/, '')}`,
    ...(hasDefault ? [value === undefined ? 'drop default' : `set default ${value}`] : []),
    ...(column.attributes.has('nullable') ? [holds(column, 'nullable') ? 'drop not null' : 'set not null'] : []),
  ];
}
