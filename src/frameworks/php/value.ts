// What an expression of a PHP migration can be worth: known data, code of the file, an object that its tool brings, or unknown.
import { concatTexts, holeOf, type Site, type Text, textOf } from '../text.ts';
import type { Node } from './syntax.ts';

export { concatTexts, type Site, type Text, textOf } from '../text.ts';

export type Value = Text | Primitive | List | Closure | ClassValue | Instance | Native | Unknown;

export interface Primitive {
  readonly kind: 'primitive';
  readonly value: number | boolean | null;
}

/** An array; never changed, as PHP copies it. `isOpen`: it may have entries that are not known. Keys as PHP makes strings of them. */
export interface List {
  readonly kind: 'list';
  readonly entries: ReadonlyMap<string, Value>;
  readonly isOpen: boolean;
}

/** A variable; closures may share one. */
export interface Cell {
  value: Value;
}

export interface Scope {
  readonly variables: Map<string, Cell>;
  /** Whose variables an arrow function reads. */
  readonly parent: Scope | undefined;
  /** `$this`. */
  readonly self: Value | undefined;
  /** The class whose code runs. */
  readonly owner: ClassValue | undefined;
}

/** Arrow functions see what is around them. */
export function cellOf(name: string, scope: Scope): Cell | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}

/** A closure, arrow function or function of the file. */
export interface Closure {
  readonly kind: 'closure';
  readonly name: string;
  readonly node: Node;
  /** Where it was made. */
  readonly scope: Scope;
  /** What `use` takes, the value or the variable. */
  readonly captured: ReadonlyMap<string, { readonly cell: Cell; readonly isShared: boolean }>;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  /** With its namespace; undefined where it extends none. */
  readonly parent: string | undefined;
  readonly constants: Map<string, Node>;
  readonly properties: Map<string, Node | undefined>;
  readonly methods: Map<string, Node>;
  readonly statics: Map<string, Cell>;
}

/** An object of a class of the file. */
export interface Instance {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly fields: Map<string, Value>;
}

export interface Call {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Whether there may be arguments that are not known. */
  readonly isOpen: boolean;
  readonly site: Site;
}

/** An object that the tool brings. */
export interface Native {
  readonly kind: 'native';
  /** As a user would write it: `DB::connection()`. */
  readonly name: string;
  /** What a method of it does; undefined where it has no such method. */
  readonly send?: (name: string, call: Call) => Value | undefined;
  readonly get?: (name: string) => Value | undefined;
  /** SQL that is to be taken as it is: `DB::raw('now()')`. */
  readonly sql?: Text;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of rows()`. */
  readonly what: string;
  /** Whether something is there in the database, asked so that a migration can be run twice. */
  readonly asks?: 'schema';
  /** Rows, or an object that stands for some. */
  readonly isData?: boolean;
}

export const nil: Primitive = { kind: 'primitive', value: null };
export const plain = (value: number | boolean | null): Primitive => ({ kind: 'primitive', value });
export const unknown = (what: string, asks?: 'schema'): Unknown => ({ kind: 'unknown', what, ...(asks && { asks }) });
export const data = (what: string): Unknown => ({ kind: 'unknown', what, isData: true });
export const native = (name: string, send: Native['send'], get?: Native['get']): Native => ({
  kind: 'native',
  name,
  ...(send && { send }),
  ...(get && { get }),
});

export const list = (items: readonly Value[], isOpen = false): List => ({
  kind: 'list',
  entries: new Map(items.map((item, at) => [String(at), item])),
  isOpen,
});

export const itemsOf = ({ entries }: List): Value[] => [...entries.values()];

export const isNull = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'primitive' && value.value === null);

export const knownText = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.holes.length === 0 ? value.text : undefined;

const numeric = /^-?(?:0|[1-9]\d{0,15})$/;

/** The key of an entry, as PHP hands it out. */
export const keyValue = (key: string): Value => (numeric.test(key) ? plain(Number(key)) : textOf(key));

/** Undefined where it is not known. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'text') return knownText(value);
  if (value.kind !== 'primitive') return undefined;
  return value.value === null ? '' : String(Math.trunc(Number(value.value)));
}

export function withEntry({ entries, isOpen }: List, key: Value | undefined, value: Value): List {
  const name = key ? keyOf(key) : nextKey(entries);
  if (name === undefined) return { kind: 'list', entries, isOpen: true };
  return { kind: 'list', entries: new Map(entries).set(name, value), isOpen };
}

function nextKey(entries: ReadonlyMap<string, Value>): string {
  let next = 0;
  for (const key of entries.keys()) if (numeric.test(key)) next = Math.max(next, Number(key) + 1);
  return String(next);
}

/** Undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'text':
      if (value.holes.length > 0) return value.text !== '' && value.text !== '0' ? true : undefined;
      return value.text !== '' && value.text !== '0';
    case 'primitive':
      return Boolean(value.value);
    case 'list':
      return value.entries.size > 0 || (value.isOpen ? undefined : false);
    case 'unknown':
      return undefined;
    default:
      return true;
  }
}

/** What a value is, for a sentence. */
export function whatOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.what;
    case 'text':
      return value.holes[0]?.what ?? 'a string';
    case 'primitive':
      return String(value.value);
    case 'list':
      return 'an array';
    case 'closure':
    case 'native':
    case 'class':
      return value.name;
    default:
      return `an object of ${value.of.name}`;
  }
}

export const asked = (value: Value): 'schema' | undefined => (value.kind === 'unknown' ? value.asks : undefined);

/** As PHP makes a string of it; what is not known becomes a hole. */
export function toText(value: Value): Text {
  if (value.kind === 'text') return value;
  if (value.kind === 'native' && value.sql) return value.sql;
  if (value.kind !== 'primitive') return holeOf(whatOf(value));
  if (typeof value.value === 'number') return textOf(String(value.value));
  return textOf(value.value === true ? '1' : '');
}

export const joined = (parts: readonly Value[]): Text => concatTexts(parts.map(toText));

/** Whether two values are equal, as `==` has it, or as `===` where `isStrict`; undefined where that is not known. */
export function equals(a: Value, b: Value, isStrict: boolean): boolean | undefined {
  const [left, right] = [scalarOf(a), scalarOf(b)];
  if (left === undefined || right === undefined) {
    if (a.kind === 'list' && b.kind === 'list' && !a.isOpen && !b.isOpen) return equalLists(a, b, isStrict);
    const isObject = ({ kind }: Value): boolean => ['native', 'instance', 'closure', 'class'].includes(kind);
    return (isObject(a) && right === null) || (isObject(b) && left === null) ? false : undefined;
  }
  if (isStrict || typeof left === typeof right) return left === right;
  if (left === null || right === null || typeof left === 'boolean' || typeof right === 'boolean') {
    return Boolean(truth(a)) === Boolean(truth(b));
  }
  return String(left) === String(right);
}

function scalarOf(value: Value): string | number | boolean | null | undefined {
  return value.kind === 'primitive' ? value.value : knownText(value);
}

function equalLists(a: List, b: List, isStrict: boolean): boolean | undefined {
  if (a.entries.size !== b.entries.size) return false;
  const each = [...a.entries].map(([key, value]) => {
    const other = b.entries.get(key);
    return other ? equals(value, other, isStrict) : false;
  });
  return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
}
