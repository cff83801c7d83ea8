// How node-pg-migrate writes names, values and types. src/utils/createSchemalize.ts, escapeValue.ts, types.ts
import {
  isFunction,
  isNative,
  isObject,
  objectOf,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';

/** `pgm.func('now()')`: SQL that stands as it is. */
export interface Raw {
  readonly raw: string;
}

export function rawOf(value: Plain): string | undefined {
  if (isNative(value))
    return typeof (value.data as Raw | undefined)?.raw === 'string' ? (value.data as Raw).raw : undefined;
  return isObject(value) && value.literal === true && typeof value.value === 'string' ? value.value : undefined;
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name, quoted: a string, `{ schema, name }`, or raw SQL. */
export function nameSql(value: Plain): string {
  const raw = rawOf(value);
  if (raw !== undefined) return raw;
  if (!isObject(value)) return quote(stringOf(value, 'a name'));
  const { schema, name } = value;
  return `${schema ? `${quote(stringOf(schema, 'the schema'))}.` : ''}${quote(stringOf(name, 'the name'))}`;
}

export const bareName = (value: Plain): string => stringOf(isObject(value) ? value.name : value, 'the name');

/** Strings stand between dollar signs that they do not hold. */
export function valueSql(value: Plain): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return dollarQuoted(value);
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `ARRAY[${value.map(valueSql).join(',').replaceAll('ARRAY', '')}]`;
  const raw = rawOf(value);
  if (raw !== undefined) return raw;
  if (isNative(value) || isFunction(value)) throw new Unreadable('a value is computed');
  return '';
}

function dollarQuoted(text: string): string {
  for (let code = 97; code < 123; code += 1) {
    const dollars = `$pg${String.fromCharCode(code)}$`;
    if (!text.includes(dollars)) return `${dollars}${text}${dollars}`;
  }
  throw new Unreadable('a value holds every dollar quote');
}

const adapters: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
};

export const adapted = (type: string): string => (Object.hasOwn(adapters, type) ? (adapters[type] ?? type) : type);

/** The migration's own names for types: `exports.shorthands`. */
export type Shorthands = Readonly<Record<string, Plain>>;

/** A column's options with those of the shorthand that its type names. */
export function typed(given: Plain, shorthands: Shorthands): PlainObject {
  const options: PlainObject = isObject(given) ? given : { type: stringOf(given, 'the type') };
  const all: Shorthands = { id: { type: 'serial', primaryKey: true }, ...shorthands };
  let extended: PlainObject = {};
  let { type } = options;
  for (let depth = 0; typeof type === 'string' && Object.hasOwn(all, type) && depth < 20; depth += 1) {
    const shorthand = all[type];
    const next: PlainObject = isObject(shorthand) ? shorthand : { type: shorthand };
    extended = { ...next, ...extended };
    type = next.type;
  }
  return { ...extended, ...options, type: typeof type === 'string' ? adapted(type) : type };
}

/** Lines as one clause list. */
export const lines = (parts: readonly string[], before: string): string =>
  parts.map((part) => `${before}${part.replace(/[\r\n]+/g, ' ')}`).join(',\n');

export const listed = (value: Plain): Plain[] => (Array.isArray(value) ? value : [value]);

export const comment = (object: string, name: string, text: Plain): string =>
  `COMMENT ON ${object} ${name} IS ${valueSql(text ?? null)}`;

/** `{name}` in the text is replaced by a quoted name or a value. src/utils/createTransformer.ts */
export function filled(text: string, given: Plain): string {
  return Object.entries(objectOf(given, 'the arguments')).reduce((sql, [key, value]) => {
    const isName = typeof value === 'string' || (isObject(value) && 'name' in value);
    return sql.replaceAll(`{${key}}`, () => (value === undefined ? '' : isName ? nameSql(value) : valueSql(value)));
  }, text);
}
