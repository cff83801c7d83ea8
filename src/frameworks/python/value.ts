// What an expression of a Python migration can be worth: known data, a name that a package brings, a call of one kept as it stands,
// code of the file, or unknown.
import type { Segment } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Node } from './syntax.ts';

export const asked = (value: Value): Asks | undefined => (value.kind === 'unknown' ? value.asks : undefined);

export type Value =
  | Text
  | Num
  | Constant
  | List
  | Dict
  | Reference
  | Called
  | Member
  | Operation
  | FunctionValue
  | ClassValue
  | Unknown;

/** Where code stands: UTF-16 offsets in the file. */
export interface Site {
  readonly start: number;
  readonly end: number;
}

/** A string. Where `hole` says what a part of it is that is not known, `mark` stands for each such part. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly hole?: string;
  readonly bytes?: boolean;
}

export const mark = '\ue000';

/** `written` is the number in decimal digits, which a JavaScript number may not hold. */
export interface Num {
  readonly kind: 'number';
  readonly value: number;
  readonly written: string;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: boolean | null;
}

/** `isOpen`: it may have items that are not known. */
export interface List {
  readonly kind: 'list';
  readonly form: 'list' | 'tuple' | 'set';
  readonly items: Value[];
  isOpen: boolean;
}

export interface Dict {
  readonly kind: 'dict';
  readonly entries: [Value, Value][];
  isOpen: boolean;
}

/** A name from a package: `django.db.models.CharField`. */
export interface Reference {
  readonly kind: 'reference';
  readonly path: string;
}

/** A call that only its tool understands: `models.CharField(max_length=20)`. */
export interface Called {
  readonly kind: 'called';
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether there may be arguments that are not known, of `*args` or `**kwargs`. */
  readonly isOpen: boolean;
  readonly site: Site;
}

/** An attribute of something that is not known in full: `op.get_bind().dialect`. */
export interface Member {
  readonly kind: 'member';
  readonly of: Value;
  readonly name: string;
}

/** `a | b`, `a * 2`, `~a` with something symbolic in it; `left` is undefined for a prefix. */
export interface Operation {
  readonly kind: 'operation';
  readonly operator: string;
  readonly left: Value | undefined;
  readonly right: Value;
  readonly site: Site;
  /** The code, for a sentence. */
  readonly written?: string;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  /** Of an imported module: what it defines and has not been asked for. */
  readonly definitionOf?: (name: string) => Node | undefined;
  readonly home?: Home;
  readonly parent: Scope | undefined;
}

/** A file that is being followed. `folder` is its place relative to the folder of the file that is read: `../lib/`. */
export interface Home {
  readonly source: SourceText;
  readonly folder: string;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly node: Node;
  readonly scope: Scope;
  /** The file that defines it; undefined for the one that is read. */
  readonly home?: Home;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly node: Node;
  readonly bases: readonly Value[];
  readonly scope: Scope;
  /** What the tool takes it for: the type of a database for a class that wraps one. */
  stands?: Value;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of rows()`. */
  readonly what: string;
  readonly asks?: Asks;
}

/** `schema`: whether something is there in the database, asked so that a migration can be run twice; `rows`: what its rows hold. */
export type Asks = 'schema' | 'rows';

export const none: Constant = { kind: 'constant', value: null };
export const bool = (value: boolean): Constant => ({ kind: 'constant', value });
export const text = (value: string, segments: readonly Segment[] = []): Text => ({
  kind: 'text',
  text: value,
  segments,
});
export const holeText = (what: string): Text => ({ kind: 'text', text: mark, segments: [], hole: what });
export const number = (value: number): Num => ({ kind: 'number', value, written: String(value) });
export const unknown = (what: string, asks?: Asks): Unknown => ({ kind: 'unknown', what, ...(asks && { asks }) });
export const reference = (path: string): Reference => ({ kind: 'reference', path });
export const list = (items: Value[], form: List['form'] = 'list', isOpen = false): List => ({
  kind: 'list',
  form,
  items,
  isOpen,
});

export const isFalse = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === false;

export const isNone = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === null;

export const knownText = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.hole === undefined ? value.text : undefined;

/** The dotted name that leads to it, `()` after what is called: `alembic.op.get_bind().execute`. Undefined for data. */
export function pathOf(value: Value): string | undefined {
  if (value.kind === 'reference') return value.path;
  if (value.kind === 'called') return after(pathOf(value.callee), '()');
  if (value.kind === 'member') return after(pathOf(value.of), `.${value.name}`);
  return undefined;
}

const after = (path: string | undefined, suffix: string): string | undefined => path && path + suffix;

/** What a value is, for a sentence. */
export function whatOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.what;
    case 'reference':
    case 'member':
      return pathOf(value) ?? `an attribute ${value.kind === 'member' ? value.name : ''}`.trimEnd();
    case 'called':
      return `the result of ${pathOf(value.callee) ?? 'a call'}()`;
    case 'text':
      return value.hole ?? 'a string';
    case 'function':
    case 'class':
      return value.name;
    case 'operation':
      return value.written ?? 'an expression';
    case 'list':
    case 'dict':
      return 'a collection';
    case 'number':
      return value.written;
    default:
      return value.value === null ? 'None' : value.value ? 'True' : 'False';
  }
}

export const entry = (dict: Dict, name: string): Value | undefined =>
  dict.entries.findLast(([at]) => knownText(at) === name)?.[1];
