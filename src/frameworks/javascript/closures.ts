// Functions and classes as values.
import type * as t from '@babel/types';
import { keyName } from './keys.ts';
import type { Machine } from './machine.ts';
import { innerScope, type Scope } from './scope.ts';
import { type ClassValue, type FunctionValue, undefinedValue, type Value } from './value.ts';

export function functionOf(node: t.Function, scope: Scope): FunctionValue {
  const name =
    ('id' in node && node.id?.name) || ('key' in node && node.key.type === 'Identifier' && node.key.name) || '';
  return { kind: 'function', node, scope, name };
}

export function classOf(machine: Machine, node: t.Class, scope: Scope): ClassValue {
  const inner = innerScope(scope);
  const name = node.id?.name ?? '';
  const parent = node.superClass ? machine.evaluate(node.superClass, scope) : undefined;
  const made: ClassValue = { kind: 'class', node, scope: inner, name, parent, statics: new Map() };
  if (name !== '') inner.variables.set(name, made);
  for (const member of node.body.body) declareStatic(machine, member, made);
  return made;
}

function declareStatic(machine: Machine, member: t.ClassBody['body'][number], made: ClassValue): void {
  if (!('static' in member) || !member.static || !('key' in member)) return;
  const key = keyName(machine, member as { key: t.Node; computed?: boolean }, made.scope);
  if (key === undefined) return;
  if (member.type === 'ClassMethod' || member.type === 'ClassPrivateMethod') {
    made.statics.set(key, { ...functionOf(member, made.scope), self: made, home: made });
  } else if (member.type === 'ClassProperty' || member.type === 'ClassPrivateProperty') {
    made.statics.set(key, fieldValue(machine, member, made, made));
  }
}

function fieldValue(
  machine: Machine,
  member: t.ClassProperty | t.ClassPrivateProperty,
  made: ClassValue,
  self: Value,
): Value {
  if (!member.value) return undefinedValue;
  return machine.evaluate(member.value, innerScope(made.scope, { self, mayHaveReturned: false }));
}

/** Sets the fields that the class declares on an instance, those of the classes above it first. */
export function initialise(machine: Machine, made: ClassValue, self: Value & { kind: 'record' }, depth = 0): void {
  if (made.parent?.kind === 'class' && depth < 20) initialise(machine, made.parent, self, depth + 1);
  for (const member of made.node.body.body) {
    if ((member.type !== 'ClassProperty' && member.type !== 'ClassPrivateProperty') || member.static) continue;
    const key = keyName(machine, member as { key: t.Node; computed?: boolean }, made.scope);
    if (key !== undefined) self.fields.set(key, fieldValue(machine, member, made, self));
  }
}

/** A method or getter of the class or of one above it. */
export function memberOf(
  made: ClassValue,
  key: string,
  depth = 0,
): { node: t.ClassMethod | t.ClassPrivateMethod; home: ClassValue } | undefined {
  for (const member of made.node.body.body) {
    const isMethod = member.type === 'ClassMethod' || member.type === 'ClassPrivateMethod';
    if (isMethod && !member.static && memberName(member) === key) return { node: member, home: made };
  }
  return made.parent?.kind === 'class' && depth < 20 ? memberOf(made.parent, key, depth + 1) : undefined;
}

function memberName({ key }: t.ClassMethod | t.ClassPrivateMethod): string | undefined {
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'StringLiteral' ? key.value : undefined;
}

/** The name that a class declares for itself: `name = 'AddUsers1700000000000'`. */
export function declaredField(machine: Machine, made: ClassValue, key: string): Value | undefined {
  for (const member of made.node.body.body) {
    if (member.type !== 'ClassProperty' || member.static || member.key.type !== 'Identifier') continue;
    if (member.key.name === key && member.value) return machine.evaluate(member.value, made.scope);
  }
  return undefined;
}
