// Lists, hashes and arguments as they are written.
import { type Machine, siteOf } from './machine.ts';
import { nameOf } from './patterns.ts';
import { lookUp } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { type Hash, hash, isNil, knownName, list, type Scope, setEntry, symbol, type Value } from './value.ts';

export function listOf(machine: Machine, parts: readonly RubyNode[], scope: Scope): Value & { kind: 'list' } {
  const made = list([]);
  const pairs = parts.filter(({ type }) => type === 'pair' || type === 'hash_splat_argument');
  for (const part of parts) {
    if (pairs.includes(part)) continue;
    const value = machine.evaluate(part, scope);
    if (part.type !== 'splat_argument') made.items.push(value);
    else if (value.kind === 'list') {
      made.items.push(...value.items);
      made.isOpen ||= value.isOpen;
    } else if (!isNil(value)) {
      made.items.push(value);
      made.isOpen ||= value.kind === 'unknown';
    }
  }
  if (pairs.length > 0) made.items.push(hashOf(machine, pairs, scope, true));
  return made;
}

export function hashOf(machine: Machine, parts: readonly RubyNode[], scope: Scope, isNamed: boolean): Hash {
  const made = hash(isNamed);
  for (const part of parts) {
    if (part.type === 'pair') addPair(machine, part, scope, made);
    else if (part.type === 'hash_splat_argument') {
      const value = machine.run(partsOf(part), scope);
      if (value.kind !== 'hash') made.isOpen ||= !isNil(value);
      else {
        for (const [key, entry] of value.entries) made.entries.set(key, entry);
        made.isOpen ||= value.isOpen;
      }
    }
  }
  return made;
}

function addPair(machine: Machine, pair: RubyNode, scope: Scope, made: Hash): void {
  const keyNode = childOf(pair, 'key');
  const valueNode = childOf(pair, 'value');
  if (!keyNode) return;
  const isLabel = !pair.children.some(({ type }) => type === '=>');
  const evaluated = machine.evaluate(keyNode, scope);
  const name = knownName(evaluated);
  const key = isLabel && name !== undefined ? symbol(name) : evaluated;
  if (key.kind === 'unknown') made.isOpen = true;
  setEntry(made, key, valueNode ? machine.evaluate(valueNode, scope) : shorthand(machine, keyNode, scope));
}

/** `{ table: }` is `{ table: table }`. */
function shorthand(machine: Machine, key: RubyNode, scope: Scope): Value {
  const name = nameOf(key, scope);
  const site = siteOf(key, scope);
  return lookUp(scope, name) ?? machine.callMethod(scope.frame.self, name, { args: [], block: undefined, site });
}
