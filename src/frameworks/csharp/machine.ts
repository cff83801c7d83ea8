// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool makes of what the file does not define.
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
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
interface Run {
  /** What is being sent through or gives a gap, by count. */
  sent: number;
  steps: number;
  depth: number;
  /** Those of other files by their names. */
  readonly foreign: Map<string, ClassValue | undefined>;
}

/** One for each file that is followed. */
export interface Machine {
  readonly source: SourceText;
  readonly host: Host;
  readonly gaps: Gap[];
  readonly classes: Map<string, ClassValue>;
  readonly run: Run;
  /** Places where the method that runs may have returned, and how much had been sent by then. */
  readonly leaves: { readonly site: Site; readonly reason: string; readonly sent: number }[];
  readonly evaluate: (node: Node | undefined, scope: Scope) => Value;
  readonly execute: (nodes: readonly Node[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, call: Call) => Value | undefined;
  /** A class of the file, or of another one of the project. */
  readonly classNamed: (name: string) => ClassValue | undefined;
}

/** The run has reached one of its limits and ends. */
class Exhausted extends Error {
  readonly kind: Gap['kind'];
  constructor(kind: Gap['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** The migration throws. */
export class Thrown extends Error {}

const mostSteps = 400_000;
const deepest = 400;
const mostGaps = 200;
const longestText = 4_000_000;

/** Strings and arrays count by their length, so that doubling one again and again ends. */
export function step(machine: Machine, size = 0): void {
  machine.run.steps += 1 + (size >> 8);
  if (machine.run.steps <= mostSteps && size <= longestText) return;
  const reason = `The code does more than ${mostSteps} steps, such as a loop without an end, and is read no further.`;
  throw new Exhausted('size', reason);
}

export function nested<T>(machine: Machine, work: () => T): T {
  if (machine.run.depth >= deepest) {
    throw new Exhausted('nesting', 'The code calls itself, or is nested, too deep to be read any further.');
  }
  machine.run.depth += 1;
  try {
    return work();
  } finally {
    machine.run.depth -= 1;
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
  const code = wordOf(machine, { start: node.start, end: Math.min(node.end, node.start + 400) }).replace(/\s+/g, ' ');
  return code.length > 60 ? `${code.slice(0, 57)}…` : code;
}

export function addGap(machine: Machine, site: Site, reason: string, kind: Gap['kind'] = 'unsupported'): void {
  machine.run.sent += 1;
  const { source, start, end } = site;
  const isKnown = machine.gaps.some(({ span, reason: other }) => span?.start.offset === start && other === reason);
  if (isKnown || machine.gaps.length >= mostGaps) return;
  const text = source.text.slice(start, Math.min(end, start + 200));
  machine.gaps.push({ kind, file: source.path, span: source.span(start, end), reason, text });
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
    if (!(error instanceof Exhausted) && !(error instanceof RangeError)) throw error;
    const site = siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) });
    const isOwn = error instanceof Exhausted;
    const reason = isOwn ? error.message : 'The code is nested too deep to be read.';
    addGap(machine, site, reason, isOwn ? error.kind : 'nesting');
    return true;
  }
}
