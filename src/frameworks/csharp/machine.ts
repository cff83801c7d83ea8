// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool makes of what the file does not define.
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import { type Followed, limitOf, nested, noteGap, step as stepOf } from '../followed.ts';
import type { Node } from './syntax.ts';
import type { Call, ClassValue, Name, Scope, Site, Unknown, Value } from './value.ts';

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

/** The migration throws. */
export class Thrown extends Error {}

/** How deep calls and expressions may go; each takes some frames of ours. */
const deepest = 400;

/** `length` is that of a string or a list. */
export const step = ({ run }: Machine, length = 0): void => stepOf(run, length);

export const enter = <T>({ run }: Machine, work: () => T): T => nested(run, deepest, work);

export const siteOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): Site => ({
  source,
  start,
  end,
});

export const wordOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): string =>
  source.text.slice(start, end);

/** A few words of code, for a sentence. */
export function shown(machine: Machine, node: Pick<Node, 'start' | 'end'>): string {
  const code = wordOf(machine, { start: node.start, end: Math.min(node.end, node.start + 400) }).replace(/\s+/g, ' ');
  return code.length > 60 ? `${code.slice(0, 57)}…` : code;
}

export function addGap({ run }: Machine, site: Site, reason: string, kind: Gap['kind'] = 'unsupported'): void {
  run.sent += 1;
  noteGap(run, site, reason, kind, 0);
}

/** A call into code that is not read. */
export const outsideWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  addGap(machine, site, `${what} is code outside this migration, which is not read.`);

/** Runs it to its end or to a limit, which is a gap. False where it throws. */
export function bounded(machine: Machine, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Thrown) return false;
    const { reason, kind } = limitOf(error);
    addGap(machine, siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) }), reason, kind);
    return true;
  }
}
