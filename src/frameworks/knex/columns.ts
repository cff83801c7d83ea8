// Columns of Knex's table builder. lib/dialects/postgres/schema/pg-columncompiler.js, lib/schema/columnbuilder.js

import { defaultSql, escaped, wrap } from '../javascript/knex-values.ts';
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  stringsOf,
  Unreadable,
} from '../javascript/plain.ts';

export interface Column {
  readonly name: string;
  readonly method: string;
  readonly args: readonly Plain[];
  isAlter: boolean;
  alterOptions: PlainObject;
  nullable: boolean | undefined;
  default: { readonly value: Plain } | undefined;
  comment: Plain;
  readonly checks: string[];
}

const numberOr = (value: Plain, standard: number): number => {
  const number = Number.parseInt(String(value), 10);
  return Number.isNaN(number) ? standard : number;
};

const fixed = (type: string) => (): string => type;

/** `hasKey`: whether the table has a primary key of its own, so that the column is not made one. */
type Type = (args: readonly Plain[], hasKey: boolean) => string;

const serial =
  (type: string): Type =>
  ([, options], hasKey) =>
    `${type}${isObject(options) && options.primaryKey === false ? '' : hasKey ? '' : ' primary key'}`;

const timestamp: Type = ([, first, second]) => {
  const options = isObject(first) ? first : { useTz: first === undefined ? true : !first, precision: second };
  onlyKnown(options, ['useTz', 'precision'], 'the column');
  const digits = options.precision === undefined || options.precision === null ? '' : `(${options.precision})`;
  return `${options.useTz === false ? 'timestamp' : 'timestamptz'}${digits}`;
};

const decimal: Type = ([, precision, scale]) =>
  precision === null ? 'decimal' : `decimal(${numberOr(precision, 8)}, ${numberOr(scale, 2)})`;

const enu: Type = ([name, values, options]) => {
  if (isObject(options) && options.useNative) return nativeEnum(options);
  return `text check (${wrap(name)} in ('${stringsOf(values, 'the values').join("', '")}'))`;
};

export function nativeEnum({ enumName, schemaName }: PlainObject): string {
  return `${schemaName ? `"${schemaName}".` : ''}"${stringOf(enumName, 'enumName')}"`;
}

const varchar: Type = ([, length]) => `varchar(${numberOr(length, 255)})`;

export const types: Readonly<Record<string, Type>> = {
  ...{ increments: serial('serial'), bigIncrements: serial('bigserial'), bigincrements: serial('bigserial') },
  ...{ string: varchar, varchar, text: fixed('text'), mediumtext: fixed('text'), longtext: fixed('text') },
  ...{ integer: fixed('integer'), int: fixed('integer'), tinyint: fixed('smallint'), smallint: fixed('smallint') },
  ...{ mediumint: fixed('integer'), bigInteger: fixed('bigint'), biginteger: fixed('bigint'), bigint: fixed('bigint') },
  ...{ float: fixed('real'), double: fixed('double precision'), decimal, real: fixed('real') },
  ...{ boolean: fixed('boolean'), bool: fixed('boolean'), date: fixed('date'), time: fixed('time') },
  ...{ datetime: timestamp, dateTime: timestamp, timestamp, binary: fixed('bytea') },
  ...{ json: fixed('json'), jsonb: fixed('jsonb'), enu, enum: enu, point: fixed('point') },
  ...{ geometry: fixed('geometry'), geography: fixed('geography') },
  uuid: ([, options], hasKey) =>
    `uuid${isObject(options) && options.primaryKey === true && !hasKey ? ' primary key' : ''}`,
  specificType: ([, type]) => stringOf(type, 'the type'),
  char: ([, length]) => `char(${numberOr(length, 255)})`,
};

function typeOf(column: Column, hasKey: boolean): string {
  const type = Object.hasOwn(types, column.method) ? types[column.method] : undefined;
  if (!type) throw new Unreadable(`the type ${column.method} is not known here`);
  return type(column.args, hasKey);
}

const kindOf = ({ method }: Column): string => (method === 'bool' ? 'boolean' : method);

const defaultOf = (column: Column): string =>
  column.default === undefined ? '' : `default ${defaultSql(column.default.value, kindOf(column))}`;

export function definition(column: Column, hasKey: boolean): string {
  const parts = [wrap(column.name), typeOf(column, hasKey)];
  const isSerial = /increments$/i.test(column.method);
  if (!isSerial && column.nullable !== undefined) parts.push(column.nullable ? 'null' : 'not null');
  if (!isSerial && column.default?.value !== undefined) parts.push(defaultOf(column));
  return [...parts, ...column.checks].join(' ');
}

/** What `.alter()` sends: always the default and null first. pg-tablecompiler.js, _addColumn */
export function alterations(table: string, column: Column): string[] {
  const { alterNullable = true, alterType = true } = column.alterOptions;
  const name = wrap(column.name);
  const alter = `alter table ${table} alter column ${name}`;
  const type = typeOf(column, true);
  const statements = [`${alter} drop default`];
  if (alterNullable) statements.push(`${alter} drop not null`);
  const isEnum = column.method === 'enu' || column.method === 'enum';
  if (alterType) statements.push(`${alter} type ${type} using (${name}${isEnum ? '::text' : ''}::${type})`);
  if (column.default) statements.push(`${alter} set ${defaultOf(column)}`);
  if (alterNullable && column.nullable === false) statements.push(`${alter} set not null`);
  return statements;
}

const constraintName = (name: Plain): string => (name ? `constraint ${stringOf(name, 'its name')} ` : '');
const list = (values: Plain): string => (Array.isArray(values) ? values : [values]).map(escaped).join(',');

/** Checks that a column is given. lib/schema/columncompiler.js */
export const checks: Readonly<Record<string, (column: Column, args: readonly Plain[]) => string>> = {
  checkPositive: ({ name }, [own]) => `${constraintName(own)}check (${wrap(name)} > 0)`,
  checkNegative: ({ name }, [own]) => `${constraintName(own)}check (${wrap(name)} < 0)`,
  checkIn: ({ name }, [values, own]) => `${constraintName(own)}check (${wrap(name)} in (${list(values)}))`,
  checkNotIn: ({ name }, [values, own]) => `${constraintName(own)}check (${wrap(name)} not in (${list(values)}))`,
  checkBetween: ({ name }, [given, own]) => {
    const ranges = Array.isArray(given) && Array.isArray(given[0]) ? given : [given];
    const parts = ranges.map((range) => {
      if (!Array.isArray(range) || range.length !== 2) throw new Unreadable('its bounds are not known');
      return `${wrap(name)} between ${escaped(range[0])} and ${escaped(range[1])}`;
    });
    return `${constraintName(own)}check (${parts.join(' or ')})`;
  },
  checkLength: ({ name }, [operator, length, own]) =>
    `${constraintName(own)}check (length(${wrap(name)}) ${stringOf(operator, 'the operator')} ${escaped(length)})`,
  checkRegex: ({ name }, [pattern, own]) => `${constraintName(own)}check (${wrap(name)} ~ ${escaped(pattern)})`,
};

export function newColumn(method: string, args: readonly Plain[]): Column {
  const standard = /increments$/i.test(method) ? 'id' : undefined;
  return {
    name: stringOf(args[0] ?? standard, "the column's name"),
    method,
    args: args[0] === undefined ? [standard] : args,
    isAlter: false,
    alterOptions: {},
    nullable: undefined,
    default: undefined,
    comment: undefined,
    checks: [],
  };
}

export const alterOptionsOf = (value: Plain): PlainObject => {
  const options = objectOf(value, 'the options');
  onlyKnown(options, ['alterNullable', 'alterType'], 'the options');
  return options;
};
