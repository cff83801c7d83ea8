// Arguments of ActiveRecord's methods as plain data, which their statements are made of; what is not known is said with its place.
import { step } from '../followed.ts';
import type { Machine } from '../ruby/machine.ts';
import { knownName, type Value, whatOf } from '../ruby/value.ts';
import type { Site } from '../text.ts';

const sqlMark = Symbol('sql');

/** SQL that is taken as it is: `-> { 'now()' }`, `Arel.sql('now()')`. */
export interface SqlText {
  readonly [sqlMark]: string;
}

export type Plain = string | number | boolean | null | undefined | readonly Plain[] | SqlText | PlainObject;
/** Names are those of symbols or strings alike. */
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** A call that cannot be turned into statements: what of it is not known, for a sentence. */
export class Unreadable extends Error {}

const deepest = 40;

/** Throws `Unreadable` where a part is not known; `path` names the value in that sentence. */
export function plain(machine: Machine, value: Value, path: string, site: Site, depth = 0): Plain {
  step(machine);
  if (depth > deepest) throw new Unreadable(`${path} is nested too deeply`);
  switch (value.kind) {
    case 'primitive':
      return value.value;
    case 'symbol':
      return value.name;
    case 'text':
      return knownName(value) ?? unreadable(path, value);
    case 'list':
      if (value.isOpen) return unreadable(path, value);
      return value.items.map((item, at) => plain(machine, item, `${path}[${at}]`, site, depth + 1));
    case 'hash':
      return plainHash(machine, value, path, site, depth);
    case 'proc':
      return sqlText(knownName(machine.yield(value, [], site)) ?? unreadable(path, value));
    case 'native':
      return value.sql ? sqlText(knownName(value.sql) ?? unreadable(path, value)) : unreadable(path, value);
    case 'unknown':
      return value.isTime ? someTime : unreadable(path, value);
    default:
      return unreadable(path, value);
  }
}

/** Stands for one that only a run can tell. */
const someTime = '1970-01-01 00:00:00';

function plainHash(
  machine: Machine,
  value: Value & { kind: 'hash' },
  path: string,
  site: Site,
  depth: number,
): PlainObject {
  if (value.isOpen) return unreadable(path, value);
  const made: Record<string, Plain> = Object.create(null);
  for (const { key, value: own } of value.entries.values()) {
    const name = knownName(key) ?? (key.kind === 'primitive' ? String(key.value) : unreadable(path, key));
    made[name] = plain(machine, own, `${path === 'the options' ? '' : `${path}.`}${name}`, site, depth + 1);
  }
  return made;
}

function unreadable(path: string, value: Value): never {
  throw new Unreadable(`${path} is computed (${whatOf(value)})`);
}

const sqlText = (sql: string): SqlText => ({ [sqlMark]: sql });

export const sqlOf = (value: Plain): string | undefined =>
  typeof value === 'object' && value !== null && sqlMark in value ? value[sqlMark] : undefined;

export const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

export const isObject = (value: Plain): value is PlainObject =>
  typeof value === 'object' && value !== null && !isList(value) && !(sqlMark in value);

/** `index: true` and `index: { unique: true }`. */
export const asObject = (value: Plain): PlainObject => (isObject(value) ? value : {});

export function nameIn(value: Plain, path: string): string {
  if (typeof value !== 'string' || value === '') throw new Unreadable(`${path} is no name`);
  return value;
}

export const namesIn = (value: Plain, path: string): string[] =>
  isList(value) ? value.map((item) => nameIn(item, path)) : [nameIn(value, path)];

/** SQL or a name; undefined where it is left out. */
export function textIn(value: Plain, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = sqlOf(value) ?? value;
  if (typeof text !== 'string') throw new Unreadable(`${path} is no string`);
  return text;
}

/** Throws where there are options that this reader does not know: they may change the statement. */
export function onlyKnown(options: PlainObject, known: readonly string[]): void {
  const other = Object.keys(options).find((key) => !known.includes(key));
  if (other !== undefined) throw new Unreadable(`the option ${other} is not known here`);
}

export function without(options: PlainObject, ...names: readonly string[]): PlainObject {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}

export function only(options: PlainObject, ...names: readonly string[]): PlainObject {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)));
}
