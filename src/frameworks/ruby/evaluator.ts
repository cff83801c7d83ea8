// The partial evaluator of migrations in Ruby: follows what the code would do, without running any of it.
import type { SourceText } from '../../source/source-text.ts';
import { limitOf } from '../followed.ts';
import { type Asides, asidesIn } from './asides.ts';
import { callOn } from './calls.ts';
import { evaluate } from './expressions.ts';
import { invoke, yieldTo } from './invocation.ts';
import { addGap, type Host, Jump, type Machine, Raised } from './machine.ts';
import { newClass } from './patterns.ts';
import { parseRuby, partsOf, type RubyNode, type Unparsed } from './syntax.ts';
import type { Call, ClassValue, MethodValue, Scope, Value } from './value.ts';
import { native, nil } from './value.ts';

export function createMachine(host: (machine: Machine) => Host): Machine {
  const machine: Machine = {
    host: undefined as unknown as Host,
    pieces: [],
    gaps: [],
    heredocs: new Map(),
    globals: new Map(),
    uncertain: 0,
    sent: 0,
    pending: [],
    mayEnd: 0,
    steps: 0,
    depth: 0,
    at: undefined,
    evaluate: (node, scope) => evaluate(machine, node, scope),
    run: (nodes, scope) => run(machine, nodes, scope),
    yield: (block, args, site, self) => yieldTo(machine, block, args, site, self),
    callMethod: (self, name, call) => callOn(machine, self, name, call),
  };
  return Object.assign(machine, { host: host(machine) });
}

function run(machine: Machine, nodes: readonly RubyNode[], scope: Scope): Value {
  let value: Value = nil;
  for (const node of nodes) value = machine.evaluate(node, scope);
  return value;
}

export interface ParsedFile {
  readonly source: SourceText;
  readonly root: RubyNode;
  readonly asides: Asides;
}

export function parseFile(source: SourceText): ParsedFile | Unparsed {
  const root = parseRuby(source);
  return 'reason' in root ? root : { source, root, asides: asidesIn(root, source) };
}

/** Runs the top level of a file, which defines its classes; what it defines, by name. */
export function loadFile(machine: Machine, { source, root, asides }: ParsedFile, top = newClass('')): ClassValue {
  for (const [beginning, body] of asides.heredocs) machine.heredocs.set(beginning, body);
  const frame = { self: native('main'), block: undefined, name: '', mayHaveReturned: false };
  const scope: Scope = { variables: new Map(), parent: undefined, source, frame, modules: [top] };
  bounded(machine, source, () => machine.run(partsOf(root), scope));
  return top;
}

export const callOwn = (machine: Machine, method: MethodValue, call: Call, self: Value): Value =>
  invoke(machine, method, call, self);

/** Whether it was run to its end: not where it raises. What reaches a limit is a gap where it was reached. */
export function bounded(machine: Machine, source: SourceText, work: () => void): boolean {
  try {
    work();
  } catch (error) {
    if (error instanceof Raised) return false;
    if (error instanceof Jump) return true;
    const site = machine.at ?? { source, start: 0, end: source.text.length };
    const { reason, kind } = limitOf(error);
    addGap(machine, site, reason, kind);
  }
  return true;
}
