// What the parts of the evaluator share: the limits of a run, what it has found, and each other.
import type * as t from '@babel/types';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import { addPiece, type Followed, nested, noteGap } from '../followed.ts';
import { generatedPiece, pieceOf, type Site, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import type { Module, Scope } from './scope.ts';
import type { Unparsed } from './syntax.ts';
import type { Value } from './value.ts';

/** How a statement ends other than by reaching its end. */
export interface Completion {
  readonly type: 'return' | 'break' | 'continue';
  readonly value?: Value;
  readonly label?: string;
}

export interface Host {
  /** A file of the project; undefined where there is none, or it may not be read. */
  readonly readFile: (path: string) => SourceText | undefined;
  /** What a package brings, where the tool knows it. */
  readonly module: (specifier: string) => Value | undefined;
}

export interface Machine extends Followed {
  readonly host: Host;
  readonly pieces: SqlPiece[];
  /** Loaded modules by path; undefined while a module is being loaded for the first time. */
  readonly modules: Map<string, Module>;
  /** How many branches that may not run enclose what is being run. */
  uncertain: number;
  /** How many things have been sent, gaps included. */
  sent: number;
  at: Site | undefined;
  readonly parse: (text: SourceText) => t.File | Unparsed;
  readonly evaluate: (node: t.Node, scope: Scope) => Value;
  readonly execute: (nodes: readonly t.Node[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, args: readonly Value[], site: Site, self?: Value) => Value;
  readonly construct: (callee: Value, args: readonly Value[], site: Site) => Value;
  readonly get: (object: Value, key: string, site: Site) => Value;
  readonly settle: (value: Value) => Value;
  readonly load: (specifier: string, from: SourceText, site: Site) => Value;
}

/** The migration throws here. */
export class Thrown extends Error {
  readonly value: Value;
  constructor(value: Value) {
    super('thrown');
    this.value = value;
  }
}

/** How deep calls may go; each takes many frames of ours. */
const deepest = 150;

export const enter = <T>(machine: Machine, work: () => T): T => nested(machine, deepest, work);

export const siteOf = (node: t.Node, scope: Scope): Site => ({
  source: scope.module.source,
  start: node.start ?? 0,
  end: node.end ?? 0,
});

export function addGap(machine: Machine, site: Site, reason: string, kind: Gap['kind'] = 'dynamic-sql'): void {
  machine.sent += 1;
  noteGap(machine, site, reason, kind, machine.pieces.length);
}

/** SQL as the code wrote it. */
export function sendText(machine: Machine, text: Text, site: Site): void {
  const whole = text.holes.length === 0 ? text : standIn(text);
  if (whole) return push(machine, pieceOf(whole, site));
  addGap(machine, site, describeSql(text));
}

/** Statements that the tool makes of a call, sent in one string. */
export const sendStatements = (machine: Machine, statements: readonly string[], site: Site): void =>
  push(machine, generatedPiece(statements, site));

function push(machine: Machine, piece: SqlPiece): void {
  machine.sent += 1;
  addPiece(machine, piece);
}
