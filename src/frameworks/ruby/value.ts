// What an expression of a migration can be worth: known data, code of the file, an object of the tool, or unknown.
import type { SourceText } from '../../source/source-text.ts';
import { concatTexts, holeOf, type Site, type Text, textOf } from '../text.ts';
import type { RubyNode } from './syntax.ts';

export type Value = Text | Primitive | Sym | List | Hash | RangeValue | Proc | ClassValue | Native | Unknown;

/** `null` is nil. */
export interface Primitive {
  readonly kind: 'primitive';
  readonly value: number | boolean | null;
}

export interface Sym {
  readonly kind: 'symbol';
  readonly name: string;
}

/** `isOpen`: it may have items that are not known. */
export interface List {
  readonly kind: 'list';
  readonly items: Value[];
  isOpen: boolean;
}

export interface Entry {
  readonly key: Value;
  readonly value: Value;
}

/** By `keyOf`. `isOpen`: it may have entries that are not known, or other values in those that are. */
export interface Hash {
  readonly kind: 'hash';
  readonly entries: Map<string, Entry>;
  isOpen: boolean;
  /** Written without braces, so that it may be a call's named arguments. */
  readonly isNamed: boolean;
}

export interface RangeValue {
  readonly kind: 'range';
  readonly from: Value;
  readonly to: Value;
  readonly excludesEnd: boolean;
}

/** One call of a method. */
export interface Frame {
  readonly self: Value;
  readonly block: Block | undefined;
  /** Of a method's own, for `super` and `__method__`. */
  readonly name: string;
  readonly method?: MethodValue;
  /** Whether it may have returned before, which is known only at run time. */
  mayHaveReturned: boolean;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly source: SourceText;
  readonly frame: Frame;
  /** Where constants and methods are looked up, the innermost first. */
  readonly modules: readonly ClassValue[];
}

/** A block, lambda or method taken as a value. */
export interface Proc {
  readonly kind: 'proc';
  readonly parameters: RubyNode | undefined;
  readonly body: RubyNode | undefined;
  readonly scope: Scope;
  readonly isLambda: boolean;
}

/** What a call may be given as its block: `{ … }` or `&:name`. */
export type Block = Proc | Sym | Native | Unknown;

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  /** As written: `ActiveRecord::Migration[7.1]`. */
  readonly superclass: string;
  readonly constants: Map<string, Value>;
  readonly methods: Map<string, MethodValue>;
  readonly statics: Map<string, MethodValue>;
  /** Names that are called in its body with arguments that do not matter here: `disable_ddl_transaction!`. */
  readonly marks: Set<string>;
  /** Included modules, the last first, then the class that it derives from. */
  readonly mixins: ClassValue[];
  /** Instance variables. */
  readonly fields: Map<string, Value>;
}

export interface MethodValue {
  readonly node: RubyNode;
  readonly scope: Scope;
  readonly name: string;
}

export interface Call {
  readonly args: readonly Value[];
  readonly block: Block | undefined;
  readonly site: Site;
}

/** An object or function that the tool or the language brings. */
export interface Native {
  readonly kind: 'native';
  /** As a user would write it: `ActiveRecord::Base`. */
  readonly name: string;
  /** What a method of it does; undefined where it has no such method. */
  readonly send?: (name: string, call: Call) => Value | undefined;
  /** SQL that is to be taken as it is: `Arel.sql('now()')`. */
  readonly sql?: Text;
  /** Of a regular expression. */
  readonly pattern?: RegExp;
  /** Of an instance: its class. */
  readonly made?: ClassValue;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of tables`. */
  readonly what: string;
  /** `schema`: whether something is there in the database, which a migration asks to be safe to run twice. */
  readonly asks?: 'schema';
  /** A time: one that is as good as another as the value of a default. */
  readonly isTime?: boolean;
  /** Code of the project that may send SQL when it is called. */
  readonly canSend?: boolean;
  /** Rows of a model, one of them, or values that they hold: what its methods do is work on rows. */
  readonly ofRows?: boolean;
}

export const nil: Primitive = { kind: 'primitive', value: null };
export const primitive = (value: Primitive['value']): Primitive => ({ kind: 'primitive', value });
export const symbol = (name: string): Sym => ({ kind: 'symbol', name });
export const list = (items: Value[], isOpen = false): List => ({ kind: 'list', items, isOpen });
export const unknown = (what: string, rest: Pick<Unknown, 'asks' | 'canSend' | 'isTime' | 'ofRows'> = {}): Unknown => ({
  kind: 'unknown',
  what,
  ...rest,
});
export const native = (name: string, send?: Native['send']): Native => ({ kind: 'native', name, send });

export const hash = (isNamed = false): Hash => ({ kind: 'hash', entries: new Map(), isOpen: false, isNamed });

export const setEntry = ({ entries }: Hash, key: Value, value: Value): void => {
  entries.set(keyOf(key), { key, value });
};

/** Keys that are equal to Ruby are equal strings: `:a` and `'a'` are two. */
export function keyOf(key: Value): string {
  if (key.kind === 'symbol') return `:${key.name}`;
  if (key.kind === 'text') return `"${key.text}`;
  return key.kind === 'primitive' ? String(key.value) : `?${whatOf(key)}`;
}

export const isNil = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'primitive' && value.value === null);

/** Undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  if (value.kind === 'unknown') return undefined;
  return value.kind !== 'primitive' || (value.value !== null && value.value !== false);
}

/** As interpolation would write it; what is not known becomes a hole. */
export function toText(value: Value): Text {
  switch (value.kind) {
    case 'text':
      return value;
    case 'symbol':
      return textOf(value.name);
    case 'primitive':
      return textOf(value.value === null ? '' : String(value.value));
    case 'class':
      return textOf(value.name);
    default:
      return value.kind === 'native' && value.sql ? value.sql : holeOf(whatOf(value));
  }
}

/** What a value is, for a sentence. */
export function whatOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.what;
    case 'native':
    case 'class':
      return value.name;
    case 'text':
      return value.holes[0]?.what ?? 'a string';
    case 'symbol':
      return `:${value.name}`;
    case 'list':
      return 'a list that is completed at run time';
    case 'hash':
      return 'a hash';
    case 'range':
      return 'a range';
    case 'proc':
      return 'a block';
    default:
      return value.value === null ? 'nil' : String(value.value);
  }
}

/** The string or symbol it is, where the whole of it is known. */
export function knownName(value: Value | undefined): string | undefined {
  if (value?.kind === 'symbol') return value.name;
  return value?.kind === 'text' && value.holes.length === 0 ? value.text : undefined;
}

export const joinTexts = (values: readonly Value[], separator: string): Text =>
  concatTexts(values.flatMap((value, at) => (at === 0 ? [toText(value)] : [textOf(separator), toText(value)])));

export const textValue = textOf;
