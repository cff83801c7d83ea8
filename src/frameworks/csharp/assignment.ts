// What assignments change: variables, fields of the class, entries of arrays, and lists of them.
import { cellNamed, valueIn } from './classes.ts';
import { type Machine, shown, step, wordOf } from './machine.ts';
import { operate } from './operators.ts';
import { field, type Node, named } from './syntax.ts';
import { cellOf, integer, isNull, nil, type Scope, unknown, type Value } from './value.ts';

export function assign(machine: Machine, target: Node | undefined, value: Value, scope: Scope): void {
  if (!target) return;
  switch (target.type) {
    case 'identifier': {
      const name = wordOf(machine, target);
      const cell = cellOf(name, scope) ?? cellNamed(name, scope);
      if (cell) cell.value = value;
      return;
    }
    case 'member_access_expression': {
      const of = field(target, 'expression');
      const name = field(target, 'name');
      const cell = of && name && /^this/.test(of.type) ? cellNamed(wordOf(machine, name), scope) : undefined;
      if (cell) cell.value = value;
      return;
    }
    case 'tuple_expression':
      return spread(
        machine,
        named(target).map((part) => named(part).at(-1)),
        value,
        scope,
      );
    case 'declaration_expression':
      return declare(machine, field(target, 'name'), value, scope);
    case 'element_access_expression':
      return assignEntry(machine, target, value, scope);
  }
}

/** Names that come to be: a variable, or those of a tuple. */
export function declare(machine: Machine, target: Node | undefined, value: Value, scope: Scope): void {
  if (!target) return;
  if (target.type === 'tuple_pattern' || target.type === 'parenthesized_variable_designation') {
    return named(target).forEach((part, at) => {
      declare(machine, part, partOf(value, at), scope);
    });
  }
  scope.variables.set(wordOf(machine, target).replace(/^@/, ''), { value });
}

function spread(machine: Machine, targets: readonly (Node | undefined)[], value: Value, scope: Scope): void {
  targets.forEach((target, at) => {
    assign(machine, target, partOf(value, at), scope);
  });
}

function partOf(value: Value, at: number): Value {
  const found = value.kind === 'object' ? value.entries.get(`Item${at + 1}`) : undefined;
  return found ?? unknown('a part of a tuple');
}

function assignEntry(machine: Machine, target: Node, value: Value, scope: Scope): void {
  const of = machine.evaluate(field(target, 'expression'), scope);
  const [argument] = named(field(target, 'subscript'));
  const key = machine.evaluate(argument && named(argument).at(-1), scope);
  if (of.kind === 'list' && key.kind === 'number' && Number(key.text) < of.items.length)
    of.items[Number(key.text)] = value;
}

/** `a += 'x'` */
export function augment(machine: Machine, node: Node, operator: string, scope: Scope): Value {
  const left = field(node, 'left');
  const before = machine.evaluate(left, scope);
  if (operator === '??' && !isNull(before)) return before;
  const other = machine.evaluate(field(node, 'right'), scope);
  const result = operator === '??' ? other : operate(operator, before, other);
  if (result?.kind === 'text') step(machine, result.text.length);
  const value = result ?? unknown(shown(machine, node));
  assign(machine, left, value, scope);
  return value;
}

/** `a++` */
export function update(machine: Machine, target: Node | undefined, operator: string, scope: Scope) {
  const before = machine.evaluate(target, scope);
  const after = operate(operator.slice(1), before, integer(1)) ?? unknown('a number');
  assign(machine, target, after, scope);
  return { before, after };
}

export function variables(machine: Machine, node: Node, scope: Scope): void {
  for (const one of named(node).filter(({ type }) => type === 'variable_declarator')) {
    const value = valueIn(one);
    declare(machine, field(one, 'name'), value ? machine.evaluate(value, scope) : nil, scope);
  }
}
