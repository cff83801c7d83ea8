// What an expression of a C# migration can be worth: known data, code of the file, an object that the tool brings, or unknown.
import type { SourceText } from '../../source/source-text.ts';
import type { Followed } from '../followed.ts';
import { concatTexts, holeOf, type Site, type Text, textOf } from '../text.ts';
import type { Node } from './syntax.ts';

export { concatTexts, type Site, type Text, textOf } from '../text.ts';

export type Value =
  | Text
  | Plain
  | NumberValue
  | List
  | ObjectValue
  | Made
  | TypeValue
  | Name
  | Lambda
  | Native
  | Unknown;

export interface Plain {
  readonly kind: 'plain';
  readonly value: boolean | null;
}

export interface NumberValue {
  readonly kind: 'number';
  /** As SQL has it: no suffix, no underscores. */
  readonly text: string;
  /** `int`, `long`, `decimal`. */
  readonly of: string;
}

/** An array or another collection; those that grow do so in place. */
export interface List {
  readonly kind: 'list';
  readonly items: Value[];
  /** What it holds: `string`. `row` where it is one of an array of two dimensions. */
  readonly of?: string;
}

/** An anonymous object, a tuple, an entry of a dictionary. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Value>;
}

/** `new DateTime(2024, 1, 1)` */
export interface Made {
  readonly kind: 'made';
  readonly type: string;
  readonly args: readonly Value[];
}

/** `typeof(string)` */
export interface TypeValue {
  readonly kind: 'type';
  readonly name: string;
}

/** A class, or a member of one, that the file does not define: `ReferentialAction.Cascade`. */
export interface Name {
  readonly kind: 'name';
  readonly path: string;
}

/** A lambda or a method of the file. */
export interface Lambda {
  readonly kind: 'lambda';
  readonly name: string;
  readonly node: Node;
  readonly scope: Scope;
  /** Of the file that it stands in. */
  readonly home: Machine;
}

/** An object that the tool or .NET brings. */
export interface Native {
  readonly kind: 'native';
  /** As a user would write it: `migrationBuilder`. */
  readonly name: string;
  /** What a method of it does; undefined where it has no such method. */
  readonly send?: (name: string, call: Call) => Value | undefined;
  readonly get?: (name: string) => Value | undefined;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** What it is, for a sentence: `the result of rows()`. */
  readonly what: string;
}

/** A variable; lambdas share those around them. */
export interface Cell {
  value: Value;
}

export interface Scope {
  readonly variables: Map<string, Cell>;
  readonly parent: Scope | undefined;
  /** The class whose code runs. */
  readonly owner: ClassValue | undefined;
}

export interface ClassValue {
  readonly name: string;
  /** Of the file that it stands in. */
  readonly home: Machine;
  readonly bases: readonly string[];
  readonly attributes: readonly Node[];
  readonly methods: Map<string, Node[]>;
  /** Fields, constants and properties by what they are given. */
  readonly members: Map<string, Node | undefined>;
  readonly cells: Map<string, Cell>;
}

export interface Call {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** `int` in `AddColumn<int>`. */
  readonly types: readonly string[];
  readonly site: Site;
}

export const nil: Plain = { kind: 'plain', value: null };
export const plain = (value: boolean | null): Plain => ({ kind: 'plain', value });
export const integer = (value: number): NumberValue => ({ kind: 'number', text: String(value), of: 'int' });
export const unknown = (what: string): Unknown => ({ kind: 'unknown', what });
export const list = (items: Value[], of?: string): List => ({
  kind: 'list',
  items,
  ...(of === undefined ? {} : { of }),
});
export const object = (entries: Iterable<readonly [string, Value]>): ObjectValue => ({
  kind: 'object',
  entries: new Map(entries),
});

/** An entry of a dictionary, which may be taken apart as a tuple. */
export const pair = (key: Value, value: Value): Value =>
  object([
    ['Key', key],
    ['Value', value],
    ['Item1', key],
    ['Item2', value],
  ]);

export const isNull = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'plain' && value.value === null);

export const knownText = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.holes.length === 0 ? value.text : undefined;

export const knownNumber = (value: Value | undefined): number | undefined =>
  value?.kind === 'number' ? Number(value.text) : undefined;

/** Undefined where it is not known. */
export const truth = (value: Value | undefined): boolean | undefined =>
  value?.kind === 'plain' && value.value !== null ? value.value : undefined;

export function cellOf(name: string, scope: Scope): Cell | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}

/** What a value is, for a sentence. */
export function whatOf(value: Value | undefined): string {
  switch (value?.kind) {
    case 'unknown':
      return value.what;
    case 'text':
      return value.holes[0]?.what ?? 'a string';
    case 'number':
      return value.text;
    case 'plain':
      return String(value.value);
    case 'list':
      return 'an array';
    case 'made':
      return `a ${value.type}`;
    case 'name':
      return value.path;
    case 'lambda':
    case 'native':
      return value.name;
    case 'type':
      return `the type ${value.name}`;
    default:
      return 'an object';
  }
}

/** As `ToString()` and interpolation have it; what is not known becomes a hole. */
export function toText(value: Value): Text {
  if (value.kind === 'text') return value;
  if (value.kind === 'number') return textOf(value.text);
  if (value.kind === 'plain') return textOf(value.value === null ? '' : value.value ? 'True' : 'False');
  const [only] = value.kind === 'made' && value.type === 'Guid' ? value.args : [];
  return only?.kind === 'text' ? only : holeOf(whatOf(value));
}

export const joined = (parts: readonly Value[]): Text => concatTexts(parts.map(toText));

/** Whether two values are equal; undefined where that is not known. */
export function equals(a: Value, b: Value): boolean | undefined {
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b) ? true : isKnown(a) && isKnown(b) ? false : undefined;
  if (a.kind === 'number' && b.kind === 'number') return Number(a.text) === Number(b.text);
  if (a.kind === 'plain' && b.kind === 'plain') return a.value === b.value;
  if (a.kind === 'name' && b.kind === 'name' && a.path === b.path) return true;
  const [left, right] = [knownText(a), knownText(b)];
  return left !== undefined && right !== undefined ? left === right : undefined;
}

const isKnown = (value: Value): boolean => value.kind !== 'unknown' && value.kind !== 'name';

export interface Host {
  /** A method that the file does not define; undefined where it is none of the tool's. */
  readonly callOn: (receiver: Name | Unknown | undefined, name: string, call: Call) => Value | undefined;
  /** A method that no file of the project defines either. */
  readonly outside: (receiver: Name | Unknown | undefined, name: string, call: Call) => Value;
  /** The text of a file of the project, by the path or the name of a resource that the code gives; undefined where it is not to be had. */
  readonly fileText: (name: string) => Value | undefined;
  /** The file that holds a class of the project; undefined where there is none to be had. */
  readonly classFile: (name: string) => SourceText | undefined;
}

/** How a statement ends other than by reaching its end. */
export interface Completion {
  readonly type: 'return' | 'break' | 'continue';
  readonly value?: Value;
}

/** What the files of one run share. */
interface Run extends Followed {
  /** What is being sent through or gives a gap, by count. */
  sent: number;
  /** Places where the method that runs may have returned, and how much had been sent by then. */
  readonly leaves: { readonly site: Site; readonly reason: string; readonly sent: number }[];
  /** Classes of other files by their names. */
  readonly foreign: Map<string, ClassValue | undefined>;
}

/** One for each file that is followed. */
export interface Machine {
  readonly source: SourceText;
  readonly host: Host;
  readonly classes: Map<string, ClassValue>;
  readonly run: Run;
  readonly evaluate: (node: Node | undefined, scope: Scope) => Value;
  readonly execute: (nodes: readonly Node[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, call: Call) => Value | undefined;
  /** A class of the file, or of another one of the project. */
  readonly classNamed: (name: string) => ClassValue | undefined;
}
