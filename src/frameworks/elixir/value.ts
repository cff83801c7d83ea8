// What Elixir code is worth when it is read without running it.
import type { Site, Text } from '../text.ts';
import type { Node } from './syntax.ts';

export interface Atom {
  readonly kind: 'atom';
  /** Without the colon; `nil`, `true` and `false` are atoms. */
  readonly name: string;
}

interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly pairs: readonly (readonly [key: Value, value: Value])[];
}

/** Names that code has given to values. What is bound within a block is gone after it, as in Elixir. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly above: Scope | undefined;
}

/** A clause of a function: what it takes, when, and what it does. */
export interface Clause {
  readonly parameters: readonly Node[];
  readonly guard: Node | undefined;
  readonly body: readonly Node[];
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly clauses: readonly Clause[];
  readonly scope: Scope;
}

/** `&foo(&1, :x)`: its node is evaluated with what it is given. */
export interface Capture {
  readonly kind: 'capture';
  readonly node: Node;
  readonly scope: Scope;
}

/** What a library's own function gives, for another of its functions: `table(:users)`. */
export interface Made {
  readonly kind: 'made';
  readonly by: string;
  readonly args: readonly Value[];
}

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of tenants()`. */
  readonly what: string;
  /** It comes from rows that the migration has read. */
  readonly isRows?: true;
}

export type Value = Text | Atom | NumberValue | List | Tuple | MapValue | FunctionValue | Capture | Made | Unknown;

export interface Call {
  /** `Enum.each` with its module, `create` without. */
  readonly name: string;
  readonly args: readonly Value[];
  /** What stands in its do block, to be run by whoever knows when. */
  readonly block: (() => void) | undefined;
  readonly site: Site;
}

export const atom = (name: string): Atom => ({ kind: 'atom', name });
export const nil = atom('nil');
export const unknown = (what: string): Unknown => ({ kind: 'unknown', what });
export const rows: Unknown = { kind: 'unknown', what: 'rows of the database', isRows: true };
export const list = (items: readonly Value[]): List => ({ kind: 'list', items });
export const made = (by: string, args: readonly Value[]): Made => ({ kind: 'made', by, args });

export const isNil = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'atom' && value.name === 'nil');

/** True or false as `if` takes it; undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  if (value.kind === 'unknown') return undefined;
  return !(value.kind === 'atom' && (value.name === 'nil' || value.name === 'false'));
}

/** The characters of a name or a number; undefined where they are not known. */
export function wordOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'atom') return value.name;
  if (value?.kind === 'number') return value.text;
  return value?.kind === 'text' && value.holes.length === 0 ? value.text : undefined;
}

/** What a keyword list holds under a name; the last of several does not count, as in Elixir. */
export function keyed(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind !== 'list') return undefined;
  for (const item of value.items) {
    if (item.kind !== 'tuple' || item.items.length !== 2) continue;
    if (wordOf(item.items[0]) === name) return item.items[1];
  }
  return undefined;
}

export const isKeywords = (value: Value | undefined): value is List =>
  value?.kind === 'list' &&
  value.items.every(({ kind, ...rest }) => kind === 'tuple' && (rest as Tuple).items[0]?.kind === 'atom');

/** Whether two values are the same; undefined where that is not known. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  const [left, right] = [wordOf(a), wordOf(b)];
  if (left !== undefined && right !== undefined) return a.kind === b.kind && left === right;
  if ((a.kind !== 'list' && a.kind !== 'tuple') || a.kind !== b.kind) return undefined;
  if (a.items.length !== b.items.length) return false;
  const parts = a.items.map((item, at) => equal(item, b.items[at] as Value));
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

/** For a sentence. */
export const whatOf = (value: Value | undefined): string =>
  value?.kind === 'unknown' ? value.what : value?.kind === 'text' ? (value.holes[0]?.what ?? 'a string') : 'a value';

/** What a gap that such a value makes is: work on rows, or something of the schema. */
export const gapKind = (value: Value | undefined): 'data-work' | 'dynamic-sql' =>
  value?.kind === 'unknown' && value.isRows ? 'data-work' : 'dynamic-sql';
