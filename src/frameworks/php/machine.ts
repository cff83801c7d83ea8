// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool makes of what the file does not define.
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import { addPiece, type Followed, limitOf, nested, noteGap } from '../followed.ts';
import { generatedPiece, pieceOf } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import type { Node } from './syntax.ts';
import type { Call, ClassValue, Closure, Instance, Scope, Site, Text, Unknown, Value } from './value.ts';

/** Class names with their namespaces, without a leading backslash. */
export interface Host {
  readonly construct: (name: string, call: Call) => Value;
  readonly callStatic: (className: string, name: string, call: Call) => Value;
  /** Undefined where it is PHP's own, or nobody's that matters. */
  readonly callFunction: (name: string, call: Call) => Value | undefined;
  /** A method that the file does not define, of an object of its own or one that is not known. */
  readonly callOn: (receiver: Instance | Unknown, name: string, call: Call) => Value;
  /** A constant, or a case of an enum, of a class that the file does not define. */
  readonly classConstant?: (className: string, name: string) => Value | undefined;
  /** A property of an object of the file that nothing there sets. */
  readonly property?: (name: string) => Value | undefined;
  readonly isInstance?: (value: Value, className: string) => boolean | undefined;
}

/** How a statement ends other than by reaching its end. */
export interface Completion {
  readonly type: 'return' | 'break' | 'continue' | 'throw';
  readonly value?: Value;
}

export interface Machine extends Followed {
  readonly source: SourceText;
  readonly host: Host;
  readonly pieces: SqlPiece[];
  readonly classes: Map<string, ClassValue>;
  readonly functions: Map<string, Closure>;
  readonly constants: Map<string, Value>;
  /** The names that `use` brings, by alias. */
  readonly uses: Map<string, string>;
  readonly namespace: { name: string };
  /** What is being sent through or gives a gap, by count. */
  sent: number;
  /** Places where the function that runs may have returned, and how much had been sent by then. */
  readonly leaves: { readonly site: Site; readonly reason: string; readonly sent: number }[];
  readonly evaluate: (node: Node | undefined, scope: Scope) => Value;
  readonly execute: (nodes: readonly Node[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, call: Call) => Value;
}

/** The migration throws, or leaves by `exit`. */
export class Thrown extends Error {}

/** How deep calls and expressions may go; each takes some frames of ours. */
const deepest = 400;

export const enter = <T>(machine: Machine, work: () => T): T => nested(machine, deepest, work);

export const siteOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): Site => ({
  source,
  start,
  end,
});

export const wordOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): string =>
  source.text.slice(start, end);

/** A few words of code, for a sentence. */
export function shown(machine: Machine, node: Pick<Node, 'start' | 'end'>): string {
  const code = wordOf(machine, node).replace(/\s+/g, ' ');
  return code.length > 60 ? `${code.slice(0, 57)}…` : code;
}

export function addGap(machine: Machine, site: Site, reason: string, kind: Gap['kind'] = 'dynamic-sql'): void {
  machine.sent += 1;
  noteGap(machine, site, reason, kind, machine.pieces.length);
}

/** Runs it to its end or to a limit, which is a gap. */
export function bounded(machine: Machine, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Thrown) return;
    const { reason, kind } = limitOf(error);
    addGap(machine, siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) }), reason, kind);
  }
}

/** SQL as the code wrote it. */
export function sendText(machine: Machine, text: Text, site: Site): void {
  const whole = text.holes.length === 0 ? text : standIn(text);
  if (whole) push(machine, pieceOf(whole, site));
  else addGap(machine, site, describeSql(text));
}

/** A statement that the tool makes of a call. */
export const sendStatement = (machine: Machine, statement: string, site: Site): void =>
  push(machine, generatedPiece([statement], site));

function push(machine: Machine, piece: SqlPiece): void {
  machine.sent += 1;
  addPiece(machine, piece);
}

/**
 * What changes rows without SQL that can be read; `what` as in "An UPDATE of the table x". It is not worth another gap that says
 * whether and how often it is met.
 */
export const dataWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  noteGap(
    machine,
    site,
    `${what} works on data, and is not read as it is built in PHP.`,
    'data-work',
    machine.pieces.length,
  );

/** A call into code that is not read. */
export const outsideWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  addGap(machine, site, `${what} is code outside this migration, which is not read.`, 'unsupported');
