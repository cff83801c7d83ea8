// Destructuring, and what an assignment can be made to.
import type * as t from '@babel/types';
import { iterate } from './iteration.ts';
import { keyName } from './keys.ts';
import { type Machine, siteOf } from './machine.ts';
import { assign, lookUp, type Scope } from './scope.ts';
import { asksOf, isNullish, list, record, undefinedValue, unknown, type Value, whatOf } from './value.ts';

/** Declares the names of a pattern in the scope. */
export const declare = (machine: Machine, pattern: t.Node, value: Value, scope: Scope): void =>
  match(machine, pattern, value, scope, (name, found) => {
    scope.variables.set(name, found);
  });

/** Assigns to a variable, a property or a pattern of them. */
export const assignTo = (machine: Machine, target: t.Node, value: Value, scope: Scope): void =>
  match(machine, target, value, scope, (name, found) => assign(scope, name, found));

export function valueOfTarget(machine: Machine, target: t.Node, scope: Scope): Value {
  if (target.type !== 'Identifier') return machine.evaluate(target, scope);
  return lookUp(scope, target.name) ?? unknown(`the value of ${target.name}`);
}

type Store = (name: string, value: Value) => void;

function match(machine: Machine, pattern: t.Node, value: Value, scope: Scope, store: Store): void {
  switch (pattern.type) {
    case 'Identifier':
      return store(pattern.name, value);
    case 'AssignmentPattern':
      return match(machine, pattern.left, orDefault(machine, value, pattern.right, scope), scope, store);
    case 'ArrayPattern':
      return matchArray(machine, pattern, value, scope, store);
    case 'ObjectPattern':
      return matchObject(machine, pattern, value, scope, store);
    case 'RestElement':
      return match(machine, pattern.argument, value, scope, store);
    case 'TSParameterProperty':
      return match(machine, pattern.parameter, value, scope, store);
    case 'MemberExpression':
      return setProperty(machine, pattern, value, scope);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return match(machine, pattern.expression, value, scope, store);
    default:
  }
}

function orDefault(machine: Machine, value: Value, fallback: t.Node, scope: Scope): Value {
  return value.kind === 'primitive' && value.value === undefined ? machine.evaluate(fallback, scope) : value;
}

function matchArray(machine: Machine, pattern: t.ArrayPattern, value: Value, scope: Scope, store: Store): void {
  const { items, isOpen } = iterate(machine, value);
  for (const [at, element] of pattern.elements.entries()) {
    if (!element) continue;
    const rest = element.type === 'RestElement';
    const missing = isOpen ? unknown(whatOf(value), asksOf(value)) : undefinedValue;
    match(machine, element, rest ? list(items.slice(at), isOpen) : (items[at] ?? missing), scope, store);
  }
}

function matchObject(machine: Machine, pattern: t.ObjectPattern, value: Value, scope: Scope, store: Store): void {
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      match(machine, property.argument, restOf(value, taken), scope, store);
      continue;
    }
    const key = keyName(machine, property, scope);
    if (key !== undefined) taken.add(key);
    const found =
      key === undefined ? unknown(whatOf(value), asksOf(value)) : machine.get(value, key, siteOf(property, scope));
    match(machine, property.value, found, scope, store);
  }
}

function restOf(value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'record') return isNullish(value) ? record() : unknown(whatOf(value));
  const rest = record([...value.fields].filter(([key]) => !taken.has(key)));
  rest.isOpen = value.isOpen;
  return rest;
}

function setProperty(machine: Machine, target: t.MemberExpression, value: Value, scope: Scope): void {
  const object = machine.evaluate(target.object, scope);
  const key = keyName(machine, { key: target.property, computed: target.computed }, scope);
  if (machine.uncertain > 0 && (object.kind === 'record' || object.kind === 'list')) object.isOpen = true;
  if (object.kind === 'record') {
    if (key === undefined) object.isOpen = true;
    else object.fields.set(key, machine.uncertain > 0 ? unknown(`the property ${key}`) : value);
  } else if (object.kind === 'class' && key !== undefined) object.statics.set(key, value);
  else if (object.kind === 'list') setItem(object, key, value);
}

function setItem(object: Value & { kind: 'list' }, key: string | undefined, value: Value): void {
  const at = Number(key);
  if (key === undefined || !Number.isInteger(at) || at > object.items.length) object.isOpen = true;
  else object.items[at] = value;
}
