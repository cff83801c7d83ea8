// What assignments change: variables, entries of arrays, properties, and lists of them.

import { step } from '../followed.ts';
import { staticCell } from './classes.ts';
import { type Machine, shown, wordOf } from './machine.ts';
import { operate } from './operators.ts';
import { field, type Node, named } from './syntax.ts';
import {
  asked,
  cellOf,
  isNull,
  keyOf,
  type List,
  list,
  nil,
  plain,
  type Scope,
  unknown,
  type Value,
  withEntry,
} from './value.ts';

export function assign(machine: Machine, target: Node | undefined, value: Value, scope: Scope): void {
  if (!target) return;
  switch (target.type) {
    case 'variable_name':
      return setVariable(wordOf(machine, target).slice(1), value, scope);
    case 'by_ref':
      return assign(machine, named(target)[0], value, scope);
    case 'list_literal':
    case 'array_creation_expression':
      return destructure(machine, target, value, scope);
    case 'subscript_expression':
      return assignEntry(machine, target, value, scope);
    case 'member_access_expression': {
      const of = machine.evaluate(field(target, 'object'), scope);
      const name = field(target, 'name');
      if (of.kind === 'instance' && name) of.fields.set(wordOf(machine, name), value);
      return;
    }
    case 'scoped_property_access_expression': {
      const cell = staticCell(machine, target, scope);
      if (cell) cell.value = value;
    }
  }
}

function setVariable(name: string, value: Value, scope: Scope): void {
  const cell = scope.variables.get(name);
  if (cell) cell.value = value;
  else scope.variables.set(name, { value });
}

/** `$a['k'] = …` and `$a[] = …`: the array is another one then. */
function assignEntry(machine: Machine, target: Node, value: Value, scope: Scope): void {
  const [of, at] = named(target);
  const before = of ? machine.evaluate(of, scope) : nil;
  const isFresh = isNull(before) || (of?.type === 'variable_name' && !cellOf(wordOf(machine, of).slice(1), scope));
  const array: Value = isFresh ? list([]) : before;
  if (array.kind !== 'list') return;
  step(machine, array.entries.size << 2);
  assign(machine, of, withEntry(array, at && machine.evaluate(at, scope), value), scope);
}

function destructure(machine: Machine, target: Node, value: Value, scope: Scope): void {
  const parts = partsOf(target);
  let next = 0;
  for (const { key, into } of parts) {
    const name = key ? keyOf(machine.evaluate(key, scope)) : String(next++);
    const found = value.kind === 'list' && name !== undefined ? value.entries.get(name) : undefined;
    const isClosed = value.kind === 'list' && !value.isOpen;
    assign(machine, into, found ?? (isClosed ? nil : unknown(shown(machine, into), asked(value))), scope);
  }
}

interface Part {
  readonly key?: Node;
  readonly into: Node;
}

function partsOf(target: Node): Part[] {
  const flat = target.children
    .flatMap((child) => (child.type === 'array_element_initializer' ? child.children : [child]))
    .filter(({ type }) => type !== 'comment');
  const parts: Part[] = [];
  for (const [at, child] of flat.entries()) {
    if (!child.named || flat[at + 1]?.type === '=>') continue;
    const key = flat[at - 1]?.type === '=>' ? flat[at - 2] : undefined;
    parts.push(key ? { key, into: child } : { into: child });
  }
  return parts;
}

/** `$a .= 'x'`. */
export function augment(machine: Machine, node: Node, scope: Scope): Value {
  const left = field(node, 'left');
  const operator = (field(node, 'operator')?.type ?? '').replace(/=$/, '');
  const before = machine.evaluate(left, scope);
  if (operator === '??' && !isNull(before) && before.kind !== 'unknown') return before;
  const other = machine.evaluate(field(node, 'right'), scope);
  const result = operator === '??' ? other : operate(operator, before, other);
  if (result?.kind === 'text') step(machine, result.text.length);
  const value = result ?? unknown(shown(machine, node));
  assign(machine, left, value, scope);
  return value;
}

/** `$a++`. */
export function update(machine: Machine, node: Node, scope: Scope): Value {
  const target = field(node, 'argument');
  const before = machine.evaluate(target, scope);
  const operator = field(node, 'operator')?.type === '--' ? '-' : '+';
  assign(machine, target, operate(operator, before, plain(1)) ?? unknown(shown(machine, node)), scope);
  return before;
}

/** `unset($a, $b['k'])`. */
export function unset(machine: Machine, target: Node, scope: Scope): void {
  if (target.type === 'variable_name') return void scope.variables.delete(wordOf(machine, target).slice(1));
  const [of, at] = named(target);
  const array = of && machine.evaluate(of, scope);
  const key = at && keyOf(machine.evaluate(at, scope));
  if (array?.kind !== 'list') return;
  const entries = new Map(array.entries);
  if (key !== undefined) entries.delete(key);
  const rest: List = { kind: 'list', entries, isOpen: array.isOpen || key === undefined };
  assign(machine, of, rest, scope);
}
