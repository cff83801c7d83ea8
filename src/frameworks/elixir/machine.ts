// The state of reading one module: what it defines, what could not be read, and how much work that may cost.
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import { type Followed, limitOf, noteGap } from '../followed.ts';
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

export interface Machine extends Followed {
  readonly source: SourceText;
  readonly library: Library;
  readonly functions: Map<string, Clause[]>;
  readonly attributes: Map<string, Value>;
  /** Full names of modules by their short ones. */
  readonly aliases: Map<string, string>;
  readonly evaluate: (node: Node, scope: Scope) => Value;
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
export function addGap(machine: Machine, site: Site, reason: string, kind: Gap['kind']): void {
  noteGap(machine, site, reason, kind, machine.library.sent());
}

/** False where it took too much work, which is a gap then. */
export function bounded(machine: Machine, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const { reason, kind } = limitOf(error);
    addGap(machine, siteOf(machine, { start: 0, end: machine.source.text.length }), reason, kind);
    return false;
  }
}
