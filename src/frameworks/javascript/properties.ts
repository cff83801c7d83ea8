// Reading a property of a value.

import type { Site } from '../text.ts';
import { textOf } from '../text.ts';
import { methodOf } from './calls.ts';
import { memberOf } from './closures.ts';
import { invoke } from './invocation.ts';
import type { Machine } from './machine.ts';
import {
  type ClassValue,
  canSend,
  primitive,
  type RecordValue,
  undefinedValue,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

export function get(machine: Machine, object: Value, key: string, site: Site): Value {
  switch (object.kind) {
    case 'record':
      return field(machine, object, key);
    case 'list':
      return item(object, key);
    case 'text':
      return character(object, key);
    case 'native':
      return object.get?.(key, site) ?? { ...unknown(`${object.name}.${key}`), canSend: object.canSend };
    case 'class':
      return fixed(object, key);
    case 'primitive':
      return undefinedValue;
    case 'function':
      return key === 'name' ? textOf(object.name) : undefinedValue;
    default:
      return { ...unknown(nameOfProperty(object.what, key), object.asks), canSend: canSend(object) };
  }
}

/** Kept short, since chains of unknown things grow. */
function nameOfProperty(what: string, key: string): string {
  const name = what.replace(/^the value of /, '');
  return name.length > 60 || name.includes(' ') ? what : `${name}.${key}`;
}

function field(machine: Machine, object: RecordValue, key: string): Value {
  const own = object.fields.get(key);
  if (own) return own;
  const found = object.of && memberOf(object.of, key);
  if (found && found.node.kind === 'get')
    return invoke(machine, methodOf(found, object), { args: [], self: object, home: found.home });
  if (found) return methodOf(found, object);
  if (object.isOpen) return unknown(`the property ${key}`);
  const above = object.of && unreadParent(object.of);
  return above ? { ...unknown(`this.${key} of ${whatOf(above)}`), canSend: true } : undefinedValue;
}

/** The class above all that can be read, where there is one. */
function unreadParent(made: ClassValue): Value | undefined {
  let at: Value | undefined = made;
  for (let depth = 0; depth < 20 && at?.kind === 'class'; depth += 1) at = at.parent;
  return at?.kind === 'class' ? undefined : at;
}

function item(object: Value & { kind: 'list' }, key: string): Value {
  if (key === 'length')
    return object.isOpen ? unknown('the length of a list', object.asks) : primitive(object.items.length);
  const found = /^\d+$/.test(key) ? object.items[Number(key)] : undefined;
  return found ?? (object.isOpen ? unknown('an item of a list', object.asks) : undefinedValue);
}

function character(object: Value & { kind: 'text' }, key: string): Value {
  if (object.holes.length > 0) return unknown('a character');
  if (key === 'length') return primitive(object.text.length);
  const found = /^\d+$/.test(key) ? object.text[Number(key)] : undefined;
  return found === undefined ? undefinedValue : textOf(found);
}

function fixed(made: ClassValue, key: string): Value {
  for (let at: Value | undefined = made; at?.kind === 'class'; at = at.parent) {
    const own = at.statics.get(key);
    if (own) return own;
  }
  if (key === 'name') return textOf(made.name);
  return made.parent ? unknown(`${made.name}.${key}`) : undefinedValue;
}
