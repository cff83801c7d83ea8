// What an assignment changes: names, parts of a collection, attributes of a class.
import { type Machine, wordOf } from './machine.ts';
import { field, fields, type Node, named } from './syntax.ts';
import { type Scope, unknown, type Value } from './value.ts';

/** `a = …`, `a, b = …`, and what an assignment to anything else may have changed. */
export function bind(machine: Machine, target: Node | undefined, value: Value, scope: Scope): void {
  if (!target) return;
  if (target.type === 'identifier') scope.variables.set(wordOf(machine, target), value);
  else if (/^(?:pattern_list|tuple_pattern|list_pattern|tuple|parenthesized_expression)$/.test(target.type)) {
    const items = value.kind === 'list' && !value.isOpen ? value.items : [];
    for (const [at, part] of named(target).entries()) bind(machine, part, items[at] ?? unknown('an item'), scope);
  } else if (target.type === 'subscript') {
    const of = machine.evaluate(field(target, 'value'), scope);
    const at = machine.evaluate(fields(target, 'subscript')[0], scope);
    if (of.kind === 'dict') of.entries.push([at, value]);
    if (of.kind === 'list') of.isOpen = true;
  } else if (target.type === 'attribute') {
    const of = machine.evaluate(field(target, 'object'), scope);
    if (of.kind === 'class') of.scope.variables.set(wordOf(machine, field(target, 'attribute') ?? target), value);
  }
}
