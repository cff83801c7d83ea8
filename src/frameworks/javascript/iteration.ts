// What a loop or a spread goes through.

import { textOf } from '../text.ts';
import type { Machine } from './machine.ts';
import { asksOf, isNullish, knownString, type List, list, primitive, type Value } from './value.ts';

/** A value's items; an open list where they are not all known. */
export function iterate(_machine: Machine, value: Value): List {
  if (value.kind === 'list') return value;
  if (value.kind === 'native' && Array.isArray(value.data)) return list(value.data as Value[]);
  const text = knownString(value);
  if (text !== undefined) return list([...text.slice(0, 10_000)].map(textOf));
  return isNullish(value) ? list([]) : list([], true, asksOf(value));
}

/** A value's keys, as for-in and Object.keys give them. */
export function keysOf(value: Value): List {
  if (value.kind === 'record') return list([...value.fields.keys()].map(textOf), value.isOpen);
  if (value.kind === 'list')
    return list(
      value.items.map((_, at) => textOf(String(at))),
      value.isOpen,
    );
  return list([], !isNullish(value));
}

/** [key, value] pairs. */
export function entriesOf(value: Value): List {
  if (value.kind === 'record')
    return list(
      [...value.fields].map(([key, field]) => list([textOf(key), field])),
      value.isOpen,
    );
  if (value.kind === 'list')
    return list(
      value.items.map((item, at) => list([primitive(at), item])),
      value.isOpen,
    );
  return list([], !isNullish(value));
}
