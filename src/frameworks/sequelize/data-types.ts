// Sequelize's DataTypes, and its values in SQL. lib/dialects/postgres/data-types.js, lib/sql-string.js
import { isFunction, isNative, isObject, type Plain, plain, Unreadable } from '../javascript/plain.ts';
import {
  type Call,
  knownString,
  type Native,
  namespace,
  native,
  toText,
  unknown,
  type Value,
} from '../javascript/value.ts';

export interface DataType {
  readonly sql: string;
  /** Of an enum. */
  readonly values?: readonly string[];
  readonly isArray?: boolean;
}

/** What `Sequelize.Deferrable` holds. */
export interface Deferrable {
  readonly deferrable: string;
}

export interface Expression {
  readonly expression: string;
}

const of = (name: string, type: DataType, call?: Native['call'], get?: Native['get']): Native =>
  native(name, { data: type, call, construct: call, get });

const numbers = ({ args }: Call): string => {
  const known = args.flatMap((arg) => (arg.kind === 'primitive' && typeof arg.value === 'number' ? [arg.value] : []));
  return known.length > 0 ? `(${known.join(',')})` : '';
};

const fixed = (name: string, sql = name): [string, Native] => [
  name,
  of(
    name,
    { sql },
    () => of(name, { sql }),
    () => of(name, { sql }),
  ),
];

const sized = (name: string, sql: string, standard = ''): [string, Native] => {
  const make = (call: Call): Native => of(name, { sql: `${sql}${numbers(call) || standard}` });
  return [name, of(name, { sql: `${sql}${standard}` }, make)];
};

function enumOf({ args }: Call): Value {
  try {
    const given = args.map((arg) => plain(arg, 'its values'));
    const [first] = given;
    const list = Array.isArray(first) ? first : isObject(first) && Array.isArray(first.values) ? first.values : given;
    return of('ENUM', { sql: 'ENUM', values: list.map(String) });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unknown('the labels of an enum');
  }
}

function arrayOf({ args: [inner] }: Call): Value {
  const type = inner?.kind === 'native' ? (inner.data as DataType | undefined) : undefined;
  return type ? of('ARRAY', { ...type, sql: `${type.sql}[]`, isArray: true }) : unknown('a type');
}

/** `GEOMETRY('POINT', 4326)` */
const shaped = (name: string): [string, Native] => {
  const make = ({ args }: Call): Native => {
    const parts = args.map((arg) => toText(arg).text);
    return of(name, { sql: parts.length > 0 ? `${name}(${parts.join(',')})` : name });
  };
  return [name, of(name, { sql: name }, make)];
};

const ranges: Readonly<Record<string, string>> = {
  ...{ INTEGER: 'int4range', BIGINT: 'int8range', DECIMAL: 'numrange', DATEONLY: 'daterange' },
  'TIMESTAMP WITH TIME ZONE': 'tstzrange',
};

function rangeOf({ args: [inner] }: Call): Value {
  const type = inner?.kind === 'native' ? (inner.data as DataType | undefined)?.sql : 'INTEGER';
  const sql = ranges[type === 'DATE' ? 'DATEONLY' : (type ?? '')];
  return sql === undefined ? unknown('a type') : of('RANGE', { sql });
}

const [, varchar] = sized('STRING', 'VARCHAR', '(255)');
const string: [string, Native] = [
  'STRING',
  { ...varchar, get: (key) => (key === 'BINARY' ? of('STRING.BINARY', { sql: 'BYTEA' }) : undefined) },
];

const none = (name: string): [string, Native] => [name, native(name, { data: { isNoDefault: true } })];

export const types: Readonly<Record<string, Native>> = Object.fromEntries([
  ...[string, sized('CHAR', 'CHAR', '(255)'), fixed('TEXT'), fixed('CITEXT')],
  ...[
    fixed('INTEGER'),
    fixed('BIGINT'),
    fixed('SMALLINT'),
    sized('FLOAT', 'FLOAT'),
    fixed('REAL'),
    fixed('DOUBLE', 'DOUBLE PRECISION'),
  ],
  ...[
    sized('DECIMAL', 'DECIMAL'),
    sized('NUMERIC', 'DECIMAL'),
    fixed('BOOLEAN'),
    fixed('DATE', 'TIMESTAMP WITH TIME ZONE'),
  ],
  ...[fixed('DATEONLY', 'DATE'), fixed('TIME'), fixed('UUID'), fixed('JSON'), fixed('JSONB'), fixed('BLOB', 'BYTEA')],
  ...[
    ...[shaped('GEOMETRY'), shaped('GEOGRAPHY')],
    fixed('INET'),
    fixed('CIDR'),
    fixed('HSTORE'),
    fixed('MACADDR'),
    fixed('MACADDR8'),
    fixed('TSVECTOR'),
    none('UUIDV1'),
    none('UUIDV4'),
    none('NOW'),
  ],
  ['RANGE', native('RANGE', { data: { sql: 'int4range' }, call: rangeOf, construct: rangeOf })] as [string, Native],
  ['ENUM', native('ENUM', { data: { sql: 'ENUM' }, call: enumOf, construct: enumOf })] as [string, Native],
  ['ARRAY', native('ARRAY', { call: arrayOf, construct: arrayOf })] as [string, Native],
]);

const expression = (name: string, make: (args: readonly Value[]) => string): Native =>
  native(name, {
    call({ args }) {
      try {
        return native(name, { data: { expression: make(args) } satisfies Expression });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return unknown(name);
      }
    },
  });

const known = (value: Value | undefined): string => {
  const text = knownString(value);
  if (text === undefined) throw new Unreadable('an expression is computed');
  return text;
};

const deferrable = (name: string, sql: string): [string, Native] => [
  name,
  native(name, {
    data: { deferrable: sql } satisfies Deferrable,
    call: () => native(name, { data: { deferrable: sql } }),
  }),
];

export const deferrables = namespace(
  'Deferrable',
  Object.fromEntries([
    deferrable('INITIALLY_DEFERRED', 'DEFERRABLE INITIALLY DEFERRED'),
    deferrable('INITIALLY_IMMEDIATE', 'DEFERRABLE INITIALLY IMMEDIATE'),
    deferrable('NOT', 'NOT DEFERRABLE'),
  ]),
);

export const functions: Readonly<Record<string, Native>> = {
  literal: expression('Sequelize.literal', ([sql]) => known(sql)),
  fn: expression(
    'Sequelize.fn',
    ([name, ...args]) => `${known(name)}(${args.map((arg) => valueSql(plain(arg, 'an argument'))).join(', ')})`,
  ),
  col: expression('Sequelize.col', ([name]) => quoted(known(name))),
};

export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '')}"`)
    .join('.');

export function typeOf(value: Plain): DataType {
  if (typeof value === 'string') return { sql: value };
  const data = isNative(value) ? (value.data as DataType | undefined) : undefined;
  if (typeof data?.sql !== 'string') throw new Unreadable('a type is not known here');
  return data;
}

/** UUIDV4 and NOW are made by JavaScript, row by row, and are no defaults of the column. */
export const isDefault = (value: Plain): boolean =>
  value !== undefined &&
  !(isNative(value) && (value.data as { isNoDefault?: boolean } | undefined)?.isNoDefault === true);

export function valueSql(value: Plain): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const sql = isNative(value) ? (value.data as Expression | undefined)?.expression : undefined;
  if (sql !== undefined) return sql;
  if (isNative(value) || isFunction(value)) throw new Unreadable('a value is computed');
  if (Array.isArray(value) && value.length > 0) throw new Unreadable('a list as a value is not known here');
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}
