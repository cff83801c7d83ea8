// A C# file followed without running it: its classes, and what a tool's host makes of the calls in it.
import type { SourceText } from '../../source/source-text.ts';
import type { Unparsed } from '../tree-sitter.ts';
import { callValue } from './calls.ts';
import { defineClasses } from './classes.ts';
import { evaluate } from './expressions.ts';
import { addGap, bounded, type Host, type Machine, siteOf } from './machine.ts';
import { execute } from './statements.ts';
import { isParsed, type Node, parseCSharp } from './syntax.ts';
import type { ClassValue } from './value.ts';

export { callOwn } from './calls.ts';

/** A file whose classes are known. */
export interface Module {
  readonly machine: Machine;
  /** Undefined where it is not C#. */
  readonly root: Node | undefined;
}

type Shared = Pick<Machine, 'host' | 'run'>;

function machineFor(source: SourceText, shared: Shared): Machine {
  const machine: Machine = {
    ...shared,
    source,
    classes: new Map(),
    evaluate: (node, scope) => evaluate(machine, node, scope),
    execute: (nodes, scope) => execute(machine, nodes, scope),
    call: callValue,
    classNamed: (name) => machine.classes.get(name) ?? foreign(shared, name),
  };
  return machine;
}

/** A class of another file of the project. */
function foreign(shared: Shared, name: string): ClassValue | undefined {
  const { run, host } = shared;
  if (run.foreign.has(name)) return run.foreign.get(name);
  run.foreign.set(name, undefined);
  const source = host.classFile(name);
  const root = source && parseCSharp(source.text);
  if (!root || !isParsed(root)) return undefined;
  const machine = machineFor(source, shared);
  defineClasses(machine, root);
  const found = machine.classes.get(name);
  run.foreign.set(name, found);
  return found;
}

/** `parsed` is what `parseCSharp` makes of the source. Never throws for any input. */
export function moduleOf(source: SourceText, parsed: Node | Unparsed, host: (machine: () => Machine) => Host): Module {
  const run = { gaps: [], steps: 0, depth: 0, sent: 0, leaves: [], foreign: new Map() };
  const machine: Machine = machineFor(source, { host: host((): Machine => machine), run });
  if (!isParsed(parsed)) {
    const at = parsed.at ?? 0;
    addGap(machine, siteOf(machine, { start: at, end: at + 1 }), parsed.reason, parsed.kind);
    return { machine, root: undefined };
  }
  bounded(machine, () => defineClasses(machine, parsed));
  return { machine, root: parsed };
}
