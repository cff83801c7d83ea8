// PHP's loops. Those over what is not known run once.

import { step } from '../followed.ts';
import { assign } from './assignment.ts';
import { addGap, type Completion, type Machine, siteOf } from './machine.ts';
import { field, fields, type Node, named } from './syntax.ts';
import { asked, data, keyValue, plain, type Scope, truth, unknown, type Value, whatOf } from './value.ts';

export type Loop = 'foreach' | 'for' | 'while' | 'do';

export function loopOver(machine: Machine, kind: Loop, node: Node, scope: Scope): Completion | undefined {
  if (kind === 'foreach') return foreach(machine, node, scope);
  for (const first of fields(node, 'initialize')) machine.evaluate(first, scope);
  const condition = field(node, 'condition');
  for (let turn = 0; ; turn += 1) {
    step(machine);
    if (kind !== 'do' || turn > 0) {
      const test = condition ? machine.evaluate(condition, scope) : plain(true);
      const holds = truth(test);
      if (holds === false) return undefined;
      // What ends a loop without a condition is within it, and mostly known only at run time.
      if (holds === undefined || !condition || named(condition)[0]?.type === 'boolean') {
        return once(machine, condition ?? node, whatOf(test), () => body(machine, node, scope));
      }
    }
    const completion = body(machine, node, scope);
    if (completion?.type === 'break') return undefined;
    if (completion && completion.type !== 'continue') return completion;
    for (const next of fields(node, 'update')) machine.evaluate(next, scope);
  }
}

const body = (machine: Machine, node: Node, scope: Scope): Completion | undefined =>
  machine.execute(fields(node, 'body'), scope);

function once(machine: Machine, site: Node, about: string, work: () => unknown): undefined {
  const before = machine.sent;
  work();
  const reason = `How often this runs depends on ${about}, which is known only at run time.`;
  if (machine.sent > before) addGap(machine, siteOf(machine, site), reason, 'unsupported');
}

function foreach(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const [over, target] = named(node);
  const value = machine.evaluate(over, scope);
  const [first, second] = target?.type === 'pair' ? named(target) : [target];
  const [key, into] = second ? [first, second] : [undefined, first];
  if (value.kind !== 'list' || value.isOpen) {
    if (key) assign(machine, key, unknown(`a key of ${whatOf(value)}`, asked(value)), scope);
    assign(machine, into, itemOf(value), scope);
    return once(machine, over ?? node, whatOf(value), () => body(machine, node, scope));
  }
  for (const [name, item] of value.entries) {
    step(machine);
    if (key) assign(machine, key, keyValue(name), scope);
    assign(machine, into, item, scope);
    const completion = body(machine, node, scope);
    if (completion?.type === 'break') break;
    if (completion && completion.type !== 'continue') return completion;
  }
  return undefined;
}

const itemOf = (value: Value): Value =>
  value.kind === 'unknown' && value.isData ? data(value.what) : unknown(`an item of ${whatOf(value)}`, asked(value));
