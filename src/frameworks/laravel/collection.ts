// Laravel's collections of what is known.

import { builtin } from '../php/functions.ts';
import type { Machine } from '../php/machine.ts';
import {
  type Call,
  data,
  keyValue,
  type List,
  list,
  type Native,
  native,
  plain,
  unknown,
  type Value,
  whatOf,
} from '../php/value.ts';

export function collectionValue(machine: Machine, value: Value): Value {
  if (value.kind !== 'list') return value.kind === 'unknown' ? value : list([value]);
  if (value.isOpen) return data(whatOf(value));
  const self: Native = native('a collection', (name, call) => method(machine, self, value, name.toLowerCase(), call));
  return self;
}

function method(machine: Machine, self: Native, all: List, name: string, call: Call): Value {
  const apply = (of: string, args: readonly Value[]): Value | undefined => builtin(machine, of, { ...call, args });
  const [first] = call.args;
  const again = (value: Value | undefined): Value =>
    value ? collectionValue(machine, value) : data('a collection whose items are not known');
  switch (name) {
    case 'each':
      for (const [key, item] of all.entries) {
        if (first) machine.call(first, { ...call, args: [item, keyValue(key)] });
      }
      return self;
    case 'map':
      return again(first && apply('array_map', [first, all]));
    case 'filter':
      return again(apply('array_filter', first ? [all, first] : [all]));
    case 'keys':
    case 'values':
    case 'flip':
    case 'unique':
    case 'reverse':
      return again(apply(`array_${name}`, [all]));
    case 'merge':
      return again(first && apply('array_merge', [all, first]));
    case 'all':
    case 'toarray':
      return all;
    case 'implode':
    case 'join':
      return apply('implode', first ? [first, all] : [all]) ?? unknown('a string');
    case 'count':
      return plain(all.entries.size);
    case 'isempty':
      return plain(all.entries.size === 0);
    default:
      return data(`the result of ${name}() of a collection`);
  }
}
