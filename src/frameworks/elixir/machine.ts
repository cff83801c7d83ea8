// The state of reading one module: what it defines, what could not be read, and how much work that may cost.
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Site } from '../text.ts';
import type { Node } from './syntax.ts';
import { type Call, type Clause, nil, type Scope, type Value } from './value.ts';

/** What a library brings: answers the calls that are its own. */
export interface Library {
  /** Undefined where the name is none of its. */
  readonly call: (call: Call) => Value | undefined;
  /** How many pieces of SQL have been sent. */
  readonly sent: () => number;
}

export interface Machine {
  readonly source: SourceText;
  readonly library: Library;
  readonly functions: Map<string, Clause[]>;
  readonly attributes: Map<string, Value>;
  /** Full names of modules by their short ones. */
  readonly aliases: Map<string, string>;
  readonly gaps: Gap[];
  readonly evaluate: (node: Node, scope: Scope) => Value;
  steps: number;
  depth: number;
}

/** Thrown where a file takes more work than a migration that somebody wrote. */
class Exhausted extends Error {}

const mostSteps = 80_000;
const deepest = 120;
const mostGaps = 200;

export function step(machine: Machine): void {
  machine.steps += 1;
  if (machine.steps > mostSteps || machine.depth > deepest) throw new Exhausted();
}

export const siteOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): Site => ({
  source,
  start,
  end,
});

/** The worth of the last of several expressions. */
export function runAll(machine: Machine, nodes: readonly Node[], scope: Scope): Value {
  let value: Value = nil;
  for (const node of nodes) value = machine.evaluate(node, scope);
  return value;
}

/** The long name of a module. */
export function fullName({ aliases }: Pick<Machine, 'aliases'>, name: string): string {
  const [first = '', ...rest] = name.split('.');
  return [aliases.get(first) ?? first, ...rest].join('.');
}

/** `reason` is a sentence. */
export function addGap(machine: Machine, { source, start, end }: Site, reason: string, kind: Gap['kind']): void {
  const { gaps, library } = machine;
  const span = source.span(start, Math.max(end, Math.min(start + 1, source.text.length)));
  const isKnown = gaps.some((gap) => gap.span?.start.offset === span.start.offset && gap.reason === reason);
  if (!isKnown && gaps.length < mostGaps) {
    gaps.push({ kind, file: source.path, span, reason, ...(kind === 'data-work' ? { after: library.sent() } : {}) });
  }
}

/** False where it took too much work, which is a gap then. */
export function bounded(machine: Machine, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof Exhausted) && !(error instanceof RangeError)) throw error;
    const { length } = machine.source.text;
    const reason = 'The code takes too many steps to be followed.';
    addGap(machine, { source: machine.source, start: 0, end: length }, reason, 'dynamic-sql');
    return false;
  }
}
