// What an expression of a migration can be worth: known data, code of the project, an object of the tool, or unknown.
import type { Class, Function as FunctionNode } from '@babel/types';
import type { SourceText } from '../../source/source-text.ts';
import { holeOf, type Site, type Text, textOf } from '../text.ts';

export type Value = Text | Primitive | List | RecordValue | FunctionValue | ClassValue | Native | Unknown;

export interface Primitive {
  readonly kind: 'primitive';
  readonly value: number | boolean | bigint | null | undefined;
}

/** `isOpen`: it may have items that are not known. */
export interface List {
  readonly kind: 'list';
  readonly items: Value[];
  isOpen: boolean;
  /** Of the items that are not known. */
  asks?: Asks;
}

/** `isOpen`: it may have fields that are not known, or other values in those that are. */
export interface RecordValue {
  readonly kind: 'record';
  readonly fields: Map<string, Value>;
  isOpen: boolean;
  /** Of an instance. */
  readonly of?: ClassValue;
}

/** A file of code that is being read. */
export interface Module {
  readonly source: SourceText;
  /** `module`, whose `exports` its code fills or replaces. */
  readonly object: RecordValue;
  /** What it imports, by the names it has here; another file is read when one of its names is first used. */
  readonly imports: Map<string, () => Value>;
}

/** One call of a function. */
export interface Frame {
  readonly self: Value | undefined;
  /** The class whose method it is, for `super`. */
  readonly home?: ClassValue;
  /** Whether it may have returned before, which is known only at run time. */
  mayHaveReturned: boolean;
  /** How many loops it may have left, which is known only at run time. */
  mayHaveLeft?: number;
  /** Conditions of which that depends, which matter where something is sent after them. */
  readonly doubts?: Doubt[];
}

interface Doubt {
  readonly site: Site;
  readonly reason: string;
  /** How much had been sent. */
  readonly sent: number;
  readonly changed: number;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly module: Module;
  readonly frame: Frame;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly scope: Scope;
  readonly name: string;
  readonly self?: Value;
  readonly home?: ClassValue;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: Class;
  readonly scope: Scope;
  readonly name: string;
  readonly parent?: Value;
  readonly statics: Map<string, Value>;
}

export interface Call {
  readonly args: readonly Value[];
  readonly site: Site;
  /** The parts of a tagged template between its values, which are `args`. */
  readonly quasis?: readonly Text[];
}

/** An object or function that the tool, a library or the language brings. */
export interface Native {
  readonly kind: 'native';
  /** As a user would write it: `queryRunner.createTable`. */
  readonly name: string;
  /** Whether SQL can be sent with it, so that unknown code that gets hold of it may have done so. */
  readonly canSend?: boolean;
  readonly get?: (key: string, site: Site) => Value | undefined;
  readonly call?: (call: Call) => Value;
  readonly construct?: (call: Call) => Value;
  /** What happens when it is awaited. */
  readonly settle?: () => Value;
  /** What it is in a string. */
  readonly asText?: () => Text;
  /** For the tool that made it. */
  readonly data?: unknown;
}

/**
 * What of the database a value tells: `schema`, whether something is there, which a migration asks to be safe to run twice, or `rows`
 * that it goes on to work on.
 */
export type Asks = 'schema' | 'rows';

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of listTables()`. */
  readonly what: string;
  readonly asks?: Asks;
  /** Whether it came from something that can send SQL. */
  readonly canSend?: boolean;
}

export const undefinedValue: Primitive = { kind: 'primitive', value: undefined };
export const nullValue: Primitive = { kind: 'primitive', value: null };
export const primitive = (value: Primitive['value']): Primitive => ({ kind: 'primitive', value });
export const list = (items: Value[], isOpen = false, asks?: Asks): List => ({
  kind: 'list',
  items,
  isOpen,
  ...(asks ? { asks } : {}),
});
export const unknown = (what: string, asks?: Asks): Unknown => ({ kind: 'unknown', what, asks });
export const native = (name: string, parts: Omit<Native, 'kind' | 'name'> = {}): Native => ({
  kind: 'native',
  name,
  ...parts,
});

export function record(fields: Iterable<readonly [string, Value]> = [], of?: ClassValue): RecordValue {
  return { kind: 'record', fields: new Map(fields), isOpen: false, of };
}

/** A namespace of functions: `path.join`. */
export function namespace(name: string, members: Readonly<Record<string, Value>>): Native {
  return native(name, { get: (key) => (Object.hasOwn(members, key) ? members[key] : undefined) });
}

export const isNullish = (value: Value): boolean => value.kind === 'primitive' && (value.value ?? null) === null;

/** Undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'primitive') return Boolean(value.value);
  if (value.kind !== 'text') return true;
  if (value.text !== '') return true;
  return value.holes.length > 0 ? undefined : false;
}

/** As a template string would write it; what is not known becomes a hole. */
export function toText(value: Value): Text {
  if (value.kind === 'text') return value;
  if (value.kind === 'native' && value.asText) return value.asText();
  if (value.kind === 'primitive') return textOf(String(value.value));
  if (value.kind === 'list' && !value.isOpen) return joined(value.items);
  return holeOf(whatOf(value), asksOf(value) === 'rows');
}

function joined(items: readonly Value[]): Text {
  const texts = items.map((item) => (isNullish(item) ? textOf('') : toText(item)));
  const hole = texts.find(({ holes }) => holes.length > 0)?.holes[0];
  return hole ? holeOf(hole.what) : textOf(texts.map(({ text }) => text).join(','));
}

/** What of the database it tells, where it is not known. */
export const asksOf = (value: Value | undefined): Asks | undefined =>
  value?.kind === 'unknown' || value?.kind === 'list' ? value.asks : undefined;

/** What a value is, for a sentence. */
export function whatOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.what;
    case 'native':
      return value.name;
    case 'text':
      return value.holes[0]?.what ?? 'a string';
    case 'function':
    case 'class':
      return value.name === '' ? 'a function' : `the function ${value.name}`;
    case 'list':
      return 'a list that is completed at run time';
    case 'record':
      return 'an object';
    default:
      return String(value.value);
  }
}

/** The string it is, where the whole of it is known. */
export const knownString = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.holes.length === 0 ? value.text : undefined;

/** Whether SQL can be sent with it or with something in it; looks a few levels deep. */
export function canSend(value: Value, depth = 3): boolean {
  if (value.kind === 'native' || value.kind === 'unknown') return value.canSend === true;
  if (depth === 0) return false;
  if (value.kind === 'list') return value.items.some((item) => canSend(item, depth - 1));
  if (value.kind === 'record') return [...value.fields.values()].some((field) => canSend(field, depth - 1));
  return false;
}
