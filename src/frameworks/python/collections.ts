// Python lists, tuples, sets and dictionaries: how they are written, and what is in them.

import { step } from '../followed.ts';
import { bind } from './assignment.ts';
import { type Machine, wordOf } from './machine.ts';
import { isEnum } from './names.ts';
import { field, fields, type Node, named, shown } from './syntax.ts';
import { key, truth } from './truth.ts';
import { asked, type ClassValue, type Dict, list, type Scope, unknown, type Value, whatOf } from './value.ts';

export function collection(machine: Machine, node: Node, scope: Scope, form: 'list' | 'tuple' | 'set'): Value {
  const all = list([], form);
  for (const item of named(node)) spread(machine, item, scope, all);
  return all;
}

export function spread(machine: Machine, item: Node, scope: Scope, into: ReturnType<typeof list>): void {
  if (item.type !== 'list_splat') {
    into.items.push(machine.evaluate(item, scope));
    return;
  }
  const value = machine.evaluate(named(item)[0], scope);
  if (value.kind === 'list') into.items.push(...value.items);
  if (value.kind !== 'list' || value.isOpen) into.isOpen = true;
}

export function dictOf(machine: Machine, node: Node, scope: Scope): Value {
  const dict: Dict = { kind: 'dict', entries: [], isOpen: false };
  for (const item of named(node)) {
    if (item.type === 'pair') {
      dict.entries.push([machine.evaluate(field(item, 'key'), scope), machine.evaluate(field(item, 'value'), scope)]);
      continue;
    }
    const value = machine.evaluate(named(item)[0], scope);
    if (value.kind === 'dict') dict.entries.push(...value.entries);
    if (value.kind !== 'dict' || value.isOpen) dict.isOpen = true;
  }
  return dict;
}

export function subscript(machine: Machine, node: Node, scope: Scope): Value {
  const of = machine.evaluate(field(node, 'value'), scope);
  const [at] = fields(node, 'subscript');
  const index = at?.type === 'slice' ? unknown('a slice') : machine.evaluate(at, scope);
  if (of.kind === 'list' && index.kind === 'number' && !of.isOpen)
    return of.items.at(index.value) ?? unknown('an item');
  if (of.kind === 'dict') {
    const found = of.entries.findLast(([name]) => key(name) === key(index))?.[1];
    if (found && !of.isOpen) return found;
  }
  return unknown(shown(wordOf(machine, node)), asked(of));
}

export function comprehension(machine: Machine, node: Node, scope: Scope, form: 'list' | 'set'): Value {
  const own: Scope = { variables: new Map(), parent: scope };
  const result = list([], form);
  const clauses = named(node).filter(({ type }) => type === 'for_in_clause' || type === 'if_clause');
  const body = field(node, 'body') ?? named(node)[0];
  let source: Value | undefined;
  const run = (at: number): void => {
    const clause = clauses[at];
    step(machine);
    if (!clause) {
      result.items.push(machine.evaluate(body, own));
      return;
    }
    if (clause.type === 'if_clause') {
      const holds = truth(machine.evaluate(named(clause)[0], own));
      if (holds === undefined) result.isOpen = true;
      if (holds) run(at + 1);
      return;
    }
    const from = machine.evaluate(field(clause, 'right'), own);
    const items = itemsOf(from);
    if (!items) {
      result.isOpen = true;
      source ??= from;
      return;
    }
    for (const item of items) {
      bind(machine, field(clause, 'left'), item, own);
      run(at + 1);
    }
  };
  run(0);
  return source && asked(source) && result.items.length === 0 ? unknown(whatOf(source), asked(source)) : result;
}

/** What a loop goes through; undefined where that is not known in full. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.isOpen ? undefined : value.items;
  if (value.kind === 'dict') return value.isOpen ? undefined : value.entries.map(([at]) => at);
  if (value.kind === 'class' && isEnum(value)) return membersOf(value);
  return undefined;
}

/** The members of an Enum, as their values. */
const membersOf = ({ scope }: ClassValue): Value[] =>
  [...scope.variables].flatMap(([name, value]) => (/^_|_$/.test(name) || value.kind === 'function' ? [] : [value]));
