// A Python file followed without running it: its names, and what a tool's host makes of the calls in it.
import type { SourceText } from '../../source/source-text.ts';
import { call } from './calls.ts';
import { evaluate } from './expressions.ts';
import { callFunction } from './functions.ts';
import { addGap, bounded, type Host, type Machine, type Project } from './machine.ts';
import { execute } from './statements.ts';
import { isParsed, parsePython } from './syntax.ts';
import type { Scope, Site, Value } from './value.ts';

function createMachine(source: SourceText, host: Host, project: Project | undefined): Machine {
  const machine: Machine = {
    source,
    folder: '',
    own: source,
    calledAt: undefined,
    host,
    project,
    gaps: [],
    uncertain: 0,
    sent: 0,
    changed: 0,
    pieces: 0,
    steps: 0,
    depth: 0,
    following: [],
    defining: new Set(),
    evaluate: (node, scope) => evaluate(machine, node, scope),
    execute: (block, scope) => execute(machine, block, scope),
    callFunction: (callee, given) => callFunction(machine, callee, given),
  };
  return machine;
}

/** A file whose statements have been followed. */
export interface Module {
  readonly machine: Machine;
  readonly names: ReadonlyMap<string, Value>;
  /** Calls a value of the module; never throws but for `Exhausted`, for which there is `bounded`. */
  readonly call: (callee: Value, args: readonly Value[], site: Site) => Value;
}

/**
 * Follows the statements of a module, as far as `end` where that is given, and what it imports of the project. `text` is its own but for what is
 * blank in it, as nobody has to read it. `loadPython` must have been awaited. Never throws for any input.
 */
export function moduleOf(
  source: SourceText,
  host: Host = {},
  project?: Project,
  end?: number,
  text = source.text,
): Module {
  const machine = createMachine(source, host, project);
  const scope: Scope = { variables: new Map(), parent: undefined };
  const parsed = parsePython(text.slice(0, end));
  if (isParsed(parsed)) bounded(machine, () => void execute(machine, parsed, scope));
  else addGap(machine, { start: parsed.at ?? 0, end: (parsed.at ?? 0) + 1 }, parsed.reason, parsed.kind);
  return {
    machine,
    names: scope.variables,
    call: (callee, args, site) =>
      call(machine, { kind: 'called', callee, args, keywords: new Map(), isOpen: false, site }),
  };
}
