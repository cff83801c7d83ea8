// What the parts of the evaluator share: the limits of a run, what it has found, and each other.
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { addPiece, Exhausted, type Followed, longestText, nested, noteGap } from '../followed.ts';
import { generatedPiece, pieceOf, type Site, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import type { RubyNode } from './syntax.ts';
import type { Block, Call, ClassValue, Frame, Scope, Unknown, Value } from './value.ts';

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

export interface Machine extends Followed {
  readonly host: Host;
  readonly pieces: SqlPiece[];
  /** The texts of heredocs by their beginnings. */
  readonly heredocs: Map<RubyNode, RubyNode>;
  readonly globals: Map<string, Value>;
  /** How many branches that may not run enclose what is being run. */
  uncertain: number;
  /** How many things have been sent. What is a gap says so by itself. */
  sent: number;
  /** Code that may have been left before, which matters where something is sent after it. */
  readonly pending: Pending[];
  /** How often a loop may have been left, which is known only at run time. */
  mayEnd: number;
  at: Site | undefined;
  readonly evaluate: (node: RubyNode, scope: Scope) => Value;
  /** The statements of a body; the value is that of the last. */
  readonly run: (nodes: readonly RubyNode[], scope: Scope) => Value;
  readonly yield: (block: Block, args: readonly Value[], site: Site, self?: Value) => Value;
  readonly callMethod: (self: Value, name: string, call: Call) => Value;
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

const longestList = 50_000;
/** How deep calls may go; each takes many frames of ours. */
const deepest = 120;

export const enter = <T>(machine: Machine, work: () => T): T => nested(machine, deepest, work);

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
  noteGap(machine, site, reason, kind, machine.pieces.length);
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
export function noteSent(machine: Machine): void {
  machine.sent += 1;
  for (const { site, reason } of machine.pending.splice(0)) addGap(machine, site, reason, 'unsupported');
}

function push(machine: Machine, piece: SqlPiece): void {
  noteSent(machine);
  addPiece(machine, piece);
}
