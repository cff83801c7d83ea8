// Arguments of a tool's methods as plain data, which their statements are made of; what is not known is said with its place.
import { type FunctionValue, knownString, type Native, native, type Value, whatOf } from './value.ts';

export type Plain =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Plain[]
  | PlainObject
  | Native
  | FunctionValue;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** A call that cannot be turned into statements: what of it is not known, for a sentence. */
export class Unreadable extends Error {}

const deepest = 40;

/** Throws `Unreadable` where a part is not known; `path` names the value in that sentence. */
export function plain(value: Value, path: string, depth = 0): Plain {
  if (depth > deepest) throw new Unreadable(`${path} is nested too deeply`);
  switch (value.kind) {
    case 'primitive':
      return value.value;
    case 'text': {
      const known = knownString(value) ?? unreadable(path, value);
      return value.isBoxed ? native('a String object', { data: { boxed: known } }) : known;
    }
    case 'list':
      if (value.isOpen) return unreadable(path, value);
      return value.items.map((item, at) => plain(item, `${path}[${at}]`, depth + 1));
    case 'record':
      if (value.isOpen) return unreadable(path, value);
      return Object.fromEntries(
        [...value.fields].map(([key, field]) => [key, plain(field, `${path}.${key}`, depth + 1)]),
      );
    case 'native':
    case 'function':
      return value;
    default:
      return unreadable(path, value);
  }
}

function unreadable(path: string, value: Value): never {
  throw new Unreadable(`${path} is computed (${whatOf(value)})`);
}

export const isNative = (value: Plain): value is Native =>
  (value as Native | null | undefined)?.kind === 'native' && typeof (value as Native).name === 'string';
export const isFunction = (value: Plain): value is FunctionValue =>
  (value as FunctionValue | null | undefined)?.kind === 'function' && 'node' in (value as object);

export function isObject(value: Plain): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNative(value) && !isFunction(value);
}

/** An object argument; empty where it is left out. */
export function objectOf(value: Plain, path: string): PlainObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new Unreadable(`${path} is no object`);
  return value;
}

export function stringOf(value: Plain, path: string): string {
  if (typeof value !== 'string') throw new Unreadable(`${path} is no string`);
  return value;
}

export function stringsOf(value: Plain, path: string): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) throw new Unreadable(`${path} is no list of names`);
  return value.map((item, at) => stringOf(item, `${path}[${at}]`));
}

/** Throws where an object has fields that this tool's reader does not know: they may change the statement. */
export function onlyKnown(object: PlainObject, known: readonly string[], path: string): void {
  const other = Object.keys(object).find((key) => object[key] !== undefined && !known.includes(key));
  if (other !== undefined) throw new Unreadable(`${path} has the option ${other}, which is not known here`);
}
