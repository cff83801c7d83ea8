// A C# file followed without running it: its classes, and what a tool's host makes of the calls in it.
import type { SourceText } from '../../source/source-text.ts';
import type { Unparsed } from '../tree-sitter.ts';
import { callValue } from './calls.ts';
import { defineClasses } from './classes.ts';
import { evaluate } from './expressions.ts';
import { addGap, bounded, type Host, type Machine, siteOf } from './machine.ts';
import { execute } from './statements.ts';
import { isParsed, type Node } from './syntax.ts';

export { callOwn } from './calls.ts';

/** A file whose classes are known. */
export interface Module {
  readonly machine: Machine;
  /** Undefined where it is not C#. */
  readonly root: Node | undefined;
}

/** `parsed` is what `parseCSharp` makes of the source. Never throws for any input. */
export function moduleOf(source: SourceText, parsed: Node | Unparsed, host: (machine: () => Machine) => Host): Module {
  const machine: Machine = {
    source,
    host: host((): Machine => machine),
    gaps: [],
    classes: new Map(),
    sent: 0,
    leaves: [],
    steps: 0,
    depth: 0,
    evaluate: (node, scope) => evaluate(machine, node, scope),
    execute: (nodes, scope) => execute(machine, nodes, scope),
    call: (callee, call) => callValue(machine, callee, call),
  };
  if (!isParsed(parsed)) {
    const at = parsed.at ?? 0;
    addGap(machine, siteOf(machine, { start: at, end: at + 1 }), parsed.reason, parsed.kind);
    return { machine, root: undefined };
  }
  bounded(machine, () => defineClasses(machine, parsed));
  return { machine, root: parsed };
}
