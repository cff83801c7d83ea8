// Set and Map, whose items keep the order in which they came.

import { iterate } from './iteration.ts';
import { listMethod } from './list-methods.ts';
import type { Machine } from './machine.ts';
import { compare } from './operators.ts';
import { asksOf, type Call, isNullish, list, native, primitive, undefinedValue, unknown, type Value } from './value.ts';

/** A set or map of what is given, which can be looped over. */
export function eachOf(machine: Machine, kind: 'set' | 'map', source: Value | undefined): Value {
  const given = source && !isNullish(source) ? iterate(machine, source) : list([]);
  const items: Value[] = [];
  const self: Value = native(kind === 'set' ? 'a Set' : 'a Map', { data: items, get });
  for (const item of given.items) add(item);
  return given.isOpen ? list(items, true) : self;

  function keyOf(item: Value): Value {
    return kind === 'map' && item.kind === 'list' ? (item.items[0] ?? undefinedValue) : item;
  }

  /** What a key that is not known may stand for, or one beside such keys. */
  function missing(key: Value): Value {
    const doubted = [key, ...items.map(keyOf)].find(({ kind }) => kind === 'unknown');
    return doubted ? unknown('an item of a collection', asksOf(doubted)) : undefinedValue;
  }

  function find(key: Value): number {
    return items.findIndex((item) => compare(keyOf(item), key) === true);
  }

  function add(item: Value): Value {
    const at = find(keyOf(item));
    if (at < 0) items.push(item);
    else if (kind === 'map') items[at] = item;
    return self;
  }

  function get(key: string): Value | undefined {
    if (key === 'size') return primitive(items.length);
    return native(key, { call: (call) => method(key, call) });
  }

  function method(key: string, { args, site }: Call): Value {
    const [arg = undefinedValue, value = undefinedValue] = args;
    const at = find(arg);
    if (key === 'add') return add(arg);
    if (key === 'set') return add(list([arg, value]));
    if (key === 'has') return arg.kind === 'unknown' ? unknown(arg.what) : primitive(at >= 0);
    if (key === 'get')
      return at < 0 ? missing(arg) : ((items[at] as Value & { kind: 'list' }).items[1] ?? undefinedValue);
    if (key === 'entries' && kind === 'map') return list(items);
    if (key === 'keys') return list(items.map(keyOf));
    if (key === 'delete') return primitive(at >= 0 && items.splice(at, 1).length > 0);
    const values = list(
      items.map((item) => (kind === 'map' && item.kind === 'list' ? (item.items[1] ?? undefinedValue) : item)),
    );
    return listMethod(machine, values, key, args, site) ?? unknown(`the result of ${key}`);
  }
}
