// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool does with the calls that it knows.
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import { type Followed, limitOf, nested, noteGap } from '../followed.ts';
import type { Node } from './syntax.ts';
import {
  type Called,
  type ClassValue,
  type FunctionValue,
  type Home,
  mark,
  type Scope,
  type Site,
  type Text,
  type Value,
} from './value.ts';

export const wordOf = (machine: Machine, node: Node): string => machine.source.text.slice(node.start, node.end);

/** Follows code where it stands: names and texts are those of its file. */
export function within<T>(machine: Machine, home: Home, site: Site | undefined, work: () => T): T {
  const { source, folder, calledAt } = machine;
  machine.source = home.source;
  machine.folder = home.folder;
  if (home.source !== machine.own) machine.calledAt ??= site;
  try {
    return work();
  } finally {
    machine.source = source;
    machine.folder = folder;
    machine.calledAt = calledAt;
  }
}

/** What a tool makes of the calls, attributes and `with` blocks that only it understands; undefined: kept symbolic. */
export interface Host {
  readonly called?: (call: Called) => Value | undefined;
  readonly member?: (path: string, of: Value) => Value | undefined;
  readonly enter?: (value: Value) => void;
  readonly exit?: (value: Value) => void;
  /** What it takes a class for that code defines. */
  readonly defined?: (value: ClassValue, machine: Machine) => Value | undefined;
}

export interface Machine extends Home, Followed {
  /** The file that is being followed: that which is read, or one that it imports. */
  source: SourceText;
  folder: string;
  /** The file that is read. */
  readonly own: SourceText;
  /** Where in it the code of another file is called that is being followed. */
  calledAt: Site | undefined;
  host: Host;
  readonly project: Project | undefined;
  /** How many branches that may not run enclose what is being run. */
  uncertain: number;
  /** How many things have been sent, gaps included. */
  sent: number;
  /** How many of those may be other than work on rows. */
  changed: number;
  /** How many strings of SQL have been sent. */
  pieces: number;
  /** The functions that are being followed, the last the innermost. */
  readonly following: Node[];
  /** What is being defined because it was asked for. */
  readonly defining: Set<Node>;
  readonly evaluate: (node: Node | undefined, scope: Scope) => Value;
  readonly execute: (block: Node, scope: Scope) => Completion | undefined;
  readonly callFunction: (callee: FunctionValue, given: Given) => Value;
}

export type Given = Pick<Called, 'args' | 'keywords'> & { readonly site?: Site };

/** What is around the file. `text` reads a file by its path relative to the folder of the one that is read. */
export interface Project {
  readonly text: (path: string) => string | undefined;
  /** Shared by the files of the project. */
  readonly memory: Map<string, unknown>;
}

/** How a statement ends other than by reaching its end. */
export interface Completion {
  readonly type: 'return' | 'break' | 'continue' | 'raise';
  readonly value?: Value;
}

/** How deep calls and expressions may go; each takes a frame or two of ours. */
const deepest = 900;

export const enter = <T>(machine: Machine, work: () => T): T => nested(machine, deepest, work);

/** Of what works on rows in Python: nothing that such code does to a schema is missed. */
export const addDataGap = (machine: Machine, site: Site, reason: string): void =>
  addGap(machine, site, reason, 'data-work');

export function addGap(
  machine: Machine,
  at: Site,
  reason: string,
  kind: Gap['kind'] = 'dynamic-sql',
  sent = machine.pieces,
): void {
  if (kind !== 'data-work') {
    machine.sent += 1;
    machine.changed += 1;
  }
  noteGap(machine, { source: machine.own, ...(machine.calledAt ?? at) }, reason, kind, sent);
}

/** Runs it to its end or to a limit, which is a gap. */
export function bounded(machine: Machine, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { reason, kind } = limitOf(error);
    addGap(machine, { start: 0, end: Math.min(machine.own.text.length, 200) }, reason, kind);
  }
}

/** A string of SQL, pointing to the characters that wrote it, or to `site` as a whole. */
export function pieceOf(source: SourceText, { text, segments }: Text, site: Site): SqlPiece {
  return {
    sql: text,
    source,
    segments: segments.length > 0 ? segments : [{ sqlStart: 0, fileStart: site.start, length: 0 }],
  };
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?/i, 'An ALTER TABLE on the table'],
  [/\bdrop\s+table\s+(?:if\s+exists\s+)?/i, 'A DROP TABLE of the table'],
  [/\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?/i, 'A CREATE TABLE of the table'],
  [/\bcreate\s+(?:unique\s+)?index\b[\s\S]*?\bon\s+(?:only\s+)?/i, 'A CREATE INDEX on the table'],
  [/\bdrop\s+index\s+(?:concurrently\s+)?(?:if\s+exists\s+)?/i, 'A DROP INDEX of the index'],
  [/\bupdate\s+(?:only\s+)?/i, 'An UPDATE of the table'],
  [/\binsert\s+into\s+/i, 'An INSERT into the table'],
  [/\bdelete\s+from\s+(?:only\s+)?/i, 'A DELETE from the table'],
  [/\balter\s+type\s+/i, 'An ALTER TYPE of the type'],
];

/** One sentence on SQL of which a part is not known. */
export function describeSql({ text, hole = 'a value' }: Text): string {
  for (const [pattern, name] of kinds) {
    const match = pattern.exec(text);
    if (!match) continue;
    const object = /^(?:"[^"]*"|[^\s"(;])+/.exec(text.slice(match.index + match[0].length))?.[0] ?? mark;
    return object.includes(mark)
      ? `${name.replace(/ the /, ' a ')} whose name is computed (${hole}) is known only at run time.`
      : `${name} ${object} of which a part is computed (${hole}) is known only at run time.`;
  }
  return `SQL of which a part is computed (${hole}) is known only at run time.`;
}

/**
 * The text with NULL for its unknown parts, where each is a value among data: within quotes, or where a value stands in a statement
 * that changes rows. Undefined where one may be a name or a clause.
 */
export function standIn(text: Text): Text | undefined {
  if (!/^(?:\s|--.*\n)*(?:insert|update|delete|select|with|comment)\b/i.test(text.text)) return undefined;
  const parts = text.text.split(mark);
  let before = '';
  for (const part of parts.slice(0, -1)) {
    before += part;
    const isQuoted = (before.match(/'/g)?.length ?? 0) % 2 === 1;
    const isValue =
      /(?:[=<>]|\b(?:limit|then|else|and|between|like|in\s*\(|any\s*\(|values\s*\((?:[^()]*,)?))\s*$/i.test(before);
    if (!isQuoted && !isValue) return undefined;
    before += isQuoted ? 'x' : 'NULL';
  }
  return { kind: 'text', text: before + (parts.at(-1) ?? ''), segments: [] };
}
