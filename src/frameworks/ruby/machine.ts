// What the parts of the evaluator share: the limits of a run, what it has found, and each other.
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { generatedPiece, pieceOf, type Site, type Text } from '../text.ts';
import { dataChange, describeSql, standIn } from '../unknown-sql.ts';
import type { RubyNode } from './syntax.ts';
import type { Block, Call, ClassValue, Frame, MethodValue, Scope, Unknown, Value } from './value.ts';

export interface Host {
  /** What a constant stands for that the file does not define: `ActiveRecord::Base`. */
  readonly constant: (name: string) => Value | undefined;
  /** A method that no receiver is named for and the file does not define. */
  readonly call: (name: string, call: Call, self: Value) => Value | undefined;
  /** What a class of the file, or code that is not known, does: `User.update_all`. */
  readonly callOn: (receiver: ClassValue | Unknown, name: string, call: Call) => Value;
}

export interface Pending {
  readonly site: Site;
  readonly reason: string;
  readonly leaves: 'method' | 'block' | 'loop';
}

export interface Machine {
  readonly host: Host;
  readonly pieces: SqlPiece[];
  readonly gaps: Gap[];
  /** Of the gaps: each is told once for a place. */
  readonly told: Set<string>;
  /** The texts of heredocs by their beginnings. */
  readonly heredocs: Map<RubyNode, RubyNode>;
  readonly globals: Map<string, Value>;
  /** How many branches that may not run enclose what is being run. */
  uncertain: number;
  /** How many things have been sent. What is a gap says so by itself. */
  sent: number;
  /** How many of them may have changed more than rows. */
  changed: number;
  /** Code that may have been left before, which matters where something is sent after it. */
  readonly pending: Pending[];
  /** How often a loop may have been left, which is known only at run time. */
  mayEnd: number;
  steps: number;
  depth: number;
  /** The methods that are being run where it is not known whether they are, how often within themselves, and where no deeper. */
  readonly running: Map<MethodValue, { depth: number; cut: Site | undefined }>;
  at: Site | undefined;
  readonly evaluate: (node: RubyNode, scope: Scope) => Value;
  /** The statements of a body; the value is that of the last. */
  readonly run: (nodes: readonly RubyNode[], scope: Scope) => Value;
  readonly yield: (block: Block, args: readonly Value[], site: Site, self?: Value) => Value;
  readonly callMethod: (self: Value, name: string, call: Call) => Value;
}

/** The run has reached one of its limits and ends. */
export class Exhausted extends Error {
  readonly kind: Gap['kind'];
  constructor(kind: Gap['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** `return`, `next` and `break`: `frame` is the method's, `scope` the block's, that it leaves. */
export class Jump extends Error {
  readonly type: 'return' | 'next' | 'break';
  readonly value: Value;
  readonly frame: Frame;
  constructor(type: Jump['type'], value: Value, frame: Frame) {
    super(type);
    this.type = type;
    this.value = value;
    this.frame = frame;
  }
}

/** The migration raises here. */
export class Raised extends Error {
  readonly what: string;
  constructor(what: string) {
    super('raised');
    this.what = what;
  }
}

const mostSteps = 200_000;
const deepestCall = 120;
const mostPieces = 5_000;
const longestText = 4_000_000;
const longestList = 50_000;

export function step(machine: Machine): void {
  machine.steps += 1;
  if (machine.steps > mostSteps) {
    throw new Exhausted(
      'size',
      `The code does more than ${mostSteps} steps, such as a loop without an end, and is read no further.`,
    );
  }
}

export function enter<T>(machine: Machine, work: () => T): T {
  if (machine.depth >= deepestCall) {
    throw new Exhausted(
      'nesting',
      `Methods call one another more than ${deepestCall} deep, and the code is read no further.`,
    );
  }
  machine.depth += 1;
  try {
    return work();
  } finally {
    machine.depth -= 1;
  }
}

/** Strings count by their length, so that doubling one again and again ends. */
export function spend(machine: Machine, characters: number): void {
  machine.steps += characters >> 8;
  if (characters > longestText) throw new Exhausted('size', 'The code builds a string that is too long to be read.');
  step(machine);
}

/** No value grows beyond what anybody writes: each step of the code at most multiplies one. */
export function inBounds(value: Value): Value {
  if (value.kind === 'text' && value.text.length > longestText) {
    throw new Exhausted('size', 'The code builds a string that is too long to be read.');
  }
  if (value.kind === 'list' && value.items.length > longestList) {
    throw new Exhausted('size', 'The code builds a list that is too long to be read.');
  }
  return value;
}

export const siteOf = (node: RubyNode, { source }: Scope): Site => ({ source, start: node.start, end: node.end });

export function addGap(machine: Machine, site: Site, reason: string, kind: Gap['kind'] = 'dynamic-sql'): void {
  const { source, start, end } = site;
  const key = `${start} ${reason}`;
  if (machine.told.has(key) || machine.gaps.length >= mostPieces) return;
  machine.told.add(key);
  const text = source.text.slice(start, Math.min(end, start + 200));
  const after = kind === 'data-work' ? { after: machine.pieces.length } : {};
  machine.gaps.push({ kind, file: source.path, span: source.span(start, end), reason, text, ...after });
}

/** Of what may not run, or not so often. */
export function addUnsure(machine: Machine, site: Site, reason: string, isOfRows: boolean): void {
  if (isOfRows) addGap(machine, site, `Rows are worked on in Ruby. ${reason}`, 'data-work');
  else addGap(machine, site, reason, 'unsupported');
}

/** SQL as the code wrote it. */
export function sendText(machine: Machine, text: Text, site: Site): void {
  const whole = text.holes.length === 0 ? text : standIn(text);
  if (whole) return push(machine, pieceOf(whole, site));
  addGap(machine, site, describeSql(text));
}

/** A statement that the tool makes of a call. */
export const sendStatement = (machine: Machine, statement: string, site: Site): void =>
  push(machine, generatedPiece([statement], site));

/** Whatever is sent from here on may not be where the code was left before. */
export function noteSent(machine: Machine, isOfRows = false): void {
  machine.sent += 1;
  if (!isOfRows) machine.changed += 1;
  const pending = isOfRows ? machine.pending : machine.pending.splice(0);
  for (const { site, reason } of pending) addUnsure(machine, site, reason, isOfRows);
}

const transactionControl = /^\s*(?:begin|commit|savepoint|release)\b/i;

function push(machine: Machine, piece: SqlPiece): void {
  noteSent(machine, dataChange.test(piece.sql) || transactionControl.test(piece.sql));
  if (piece.sql.trim() === '') return;
  if (machine.pieces.length >= mostPieces) {
    throw new Exhausted('size', `The migration sends more than ${mostPieces} statements, and is read no further.`);
  }
  machine.pieces.push(piece);
}
