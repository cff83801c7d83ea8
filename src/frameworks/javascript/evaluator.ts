// The partial evaluator of migrations in JavaScript and TypeScript: follows what the code would do, without running any of it.
import type { SourceText } from '../../source/source-text.ts';
import { limitOf } from '../followed.ts';
import type { Site } from '../text.ts';
import { call, construct, evaluateCall } from './calls.ts';
import { evaluate } from './expressions.ts';
import { addGap, type Completion, type Host, type Machine, Thrown } from './machine.ts';
import { load, moduleOf, moduleScope } from './modules.ts';
import { Unreadable } from './plain.ts';
import { get } from './properties.ts';
import { execute } from './statements.ts';
import type { parseJavaScript, Unparsed } from './syntax.ts';
import type { Value } from './value.ts';

/** Files that have been parsed. */
export type Parsed = Map<SourceText, ReturnType<typeof parseJavaScript>>;

/** `parsed` are the files of this migration, which `parse` may have met in another. */
export function createMachine(host: Host, parsed: Parsed, parse: typeof parseJavaScript): Machine {
  const machine: Machine = {
    host,
    pieces: [],
    gaps: [],
    modules: new Map(),
    uncertain: 0,
    sent: 0,
    steps: 0,
    depth: 0,
    at: undefined,
    parse(text) {
      const known = parsed.get(text) ?? parse(text);
      parsed.set(text, known);
      return known;
    },
    evaluate: (node, scope) => evaluateCall(machine, node, scope) ?? evaluate(machine, node, scope),
    execute: (nodes, scope): Completion | undefined => execute(machine, nodes, scope),
    call: (callee, args, site, self) => call(machine, callee, args, site, self),
    construct: (callee, args, site) => construct(machine, callee, args, site),
    get: (object, key, site) => get(machine, object, key, site),
    settle: (value) => settle(value),
    load: (specifier, from, site) => load(machine, specifier, from, site),
  };
  return machine;
}

/** What a promise or an awaitable builder holds. */
function settle(value: Value): Value {
  return value.kind === 'native' && value.settle ? value.settle() : value;
}

/** What a file exports; undefined where it cannot be parsed. Its top-level code is followed. */
export function exportsOf(machine: Machine, text: SourceText): Value | Unparsed {
  const file = machine.parse(text);
  if (file.type === 'unparsed') return file;
  const module = moduleOf(text);
  machine.modules.set(text.path, module);
  bounded(machine, text, () => {
    machine.execute(file.program.body, moduleScope(machine, module));
  });
  return module.exports.value;
}

/** Runs something that may reach a limit or throw; a limit is a gap where it was reached. */
export function bounded(machine: Machine, text: SourceText, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Thrown) return;
    const site: Site = machine.at ?? { source: text, start: 0, end: text.text.length };
    if (error instanceof Unreadable) return addGap(machine, site, `The code is not read further: ${error.message}.`);
    const { reason, kind } = limitOf(error);
    addGap(machine, site, reason, kind);
  }
}
