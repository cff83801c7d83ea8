// What lists, objects, functions and classes that are written out are worth.
import type * as t from '@babel/types';
import { step } from '../followed.ts';
import { classOf, functionOf } from './closures.ts';
import { iterate } from './iteration.ts';
import { keyName } from './keys.ts';
import { addGap, type Machine, siteOf } from './machine.ts';
import type { Scope } from './scope.ts';
import { isNullish, list, record, undefinedValue, type Value } from './value.ts';

export function structure(machine: Machine, node: t.Node, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'ArrayExpression':
      return arrayOf(machine, node, scope);
    case 'ObjectExpression':
      return objectOf(machine, node, scope);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return functionOf(node, scope);
    case 'ClassExpression':
      return classOf(machine, node, scope);
    default:
      return undefined;
  }
}

function arrayOf(machine: Machine, node: t.ArrayExpression, scope: Scope): Value {
  const result = list([]);
  for (const element of node.elements) {
    if (!element) result.items.push(undefinedValue);
    else if (element.type !== 'SpreadElement') result.items.push(machine.evaluate(element, scope));
    else {
      const items = iterate(machine, machine.evaluate(element.argument, scope));
      if (items.isOpen) result.isOpen = true;
      for (const item of items.items) result.items.push(item);
    }
    step(machine, result.items.length);
  }
  return result;
}

function objectOf(machine: Machine, node: t.ObjectExpression, scope: Scope): Value {
  const result = record();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = machine.evaluate(property.argument, scope);
      if (spread.kind === 'record') {
        for (const [key, value] of spread.fields) result.fields.set(key, value);
        result.isOpen ||= spread.isOpen;
      } else if (!isNullish(spread)) result.isOpen = true;
      continue;
    }
    const key = keyName(machine, property, scope);
    const value =
      property.type === 'ObjectMethod' ? methodOf(property, result, scope) : machine.evaluate(property.value, scope);
    if (key === undefined) result.isOpen = true;
    else if (value) result.fields.set(key, value);
    else addGap(machine, siteOf(property, scope), 'A getter is not read.', 'unsupported');
  }
  return result;
}

const methodOf = (node: t.ObjectMethod, self: Value, scope: Scope): Value | undefined =>
  node.kind === 'method' ? { ...functionOf(node, scope), self } : undefined;
