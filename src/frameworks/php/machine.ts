// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool makes of what the file does not define.
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
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

export interface Machine {
  readonly source: SourceText;
  readonly host: Host;
  readonly pieces: SqlPiece[];
  readonly gaps: Gap[];
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
  steps: number;
  depth: number;
  readonly evaluate: (node: Node | undefined, scope: Scope) => Value;
  readonly execute: (nodes: readonly Node[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, call: Call) => Value;
}

/** The run has reached one of its limits and ends. */
export class Exhausted extends Error {
  readonly kind: Gap['kind'];
  constructor(kind: Gap['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** The migration throws, or leaves by `exit`. */
export class Thrown extends Error {}

const mostSteps = 200_000;
const deepest = 400;
const mostPieces = 5_000;
const longestText = 4_000_000;
const tooLong = `The code does more than ${mostSteps} steps, such as a loop without an end, and is read no further.`;

/** Strings and arrays count by their length, so that doubling one again and again ends. */
export function step(machine: Machine, size = 0): void {
  machine.steps += 1 + (size >> 8);
  if (machine.steps > mostSteps || size > longestText) throw new Exhausted('size', tooLong);
}

export function nested<T>(machine: Machine, work: () => T): T {
  if (machine.depth >= deepest) {
    throw new Exhausted('nesting', 'The code calls itself, or is nested, too deep to be read any further.');
  }
  machine.depth += 1;
  try {
    return work();
  } finally {
    machine.depth -= 1;
  }
}

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
  noteGap(machine, site, reason, kind);
}

function noteGap(machine: Machine, site: Site, reason: string, kind: Gap['kind']): void {
  const { source, start, end } = site;
  const isKnown = machine.gaps.some(({ span, reason: other }) => span?.start.offset === start && other === reason);
  if (isKnown || machine.gaps.length >= mostPieces) return;
  const text = source.text.slice(start, Math.min(end, start + 200));
  const gap: Gap = { kind, file: source.path, span: source.span(start, end), reason, text };
  machine.gaps.push(kind === 'data-work' ? { ...gap, after: machine.pieces.length } : gap);
}

/** Runs it to its end or to a limit, which is a gap. */
export function bounded(machine: Machine, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Thrown) return;
    if (!(error instanceof Exhausted) && !(error instanceof RangeError)) throw error;
    const site = siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) });
    const isOwn = error instanceof Exhausted;
    addGap(
      machine,
      site,
      isOwn ? error.message : 'The code is nested too deep to be read.',
      isOwn ? error.kind : 'nesting',
    );
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
  if (piece.sql.trim() === '') return;
  if (machine.pieces.length >= mostPieces) {
    throw new Exhausted('size', `The migration sends more than ${mostPieces} statements, and is read no further.`);
  }
  machine.pieces.push(piece);
}

/**
 * What changes rows without SQL that can be read; `what` as in "An UPDATE of the table x". It is not worth another gap that says
 * whether and how often it is met.
 */
export const dataWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  noteGap(machine, site, `${what} works on data, and is not read as it is built in PHP.`, 'data-work');

/** A call into code that is not read. */
export const outsideWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  addGap(machine, site, `${what} is code outside this migration, which is not read.`, 'unsupported');
