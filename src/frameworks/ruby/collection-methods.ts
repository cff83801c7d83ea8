// Methods of arrays, hashes and ranges.

import { itemsOf } from './iteration.ts';
import { iterated } from './iterators.ts';
import type { Machine } from './machine.ts';
import { onPrimitive } from './numbers.ts';
import { isEqual } from './operators.ts';
import {
  type Call,
  type Hash,
  hash,
  isNil,
  joinTexts,
  keyOf,
  knownName,
  type List,
  list,
  nil,
  primitive,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

/** `collection[key]`. */
export function elementOf(collection: Value, [key, length]: readonly Value[]): Value {
  if (!key || length) return unknown('a part of a collection');
  if (collection.kind === 'hash') {
    const own = collection.entries.get(keyOf(key))?.value;
    if (collection.isOpen || key.kind === 'unknown') return unknown(`a value of ${whatOf(collection)}`);
    return own ?? nil;
  }
  if (collection.kind === 'list' && key.kind === 'primitive' && typeof key.value === 'number') {
    if (collection.isOpen) return unknown('an item of a list');
    return collection.items.at(key.value) ?? nil;
  }
  return unknown(`a part of ${whatOf(collection)}`, collection.kind === 'unknown' ? { asks: collection.asks } : {});
}

/** Undefined where it is none of them, or what it gives is not known. */
export function collectionMethod(machine: Machine, object: Value, name: string, call: Call): Value | undefined {
  if (object.kind === 'primitive') return onPrimitive(machine, object.value, name, call);
  const own = object.kind === 'hash' ? onHash(machine, object, name, call) : undefined;
  return own ?? iterated(machine, object, name, call) ?? onList(object, name, call);
}

function onHash(machine: Machine, object: Hash, name: string, { args }: Call): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'keys':
    case 'values':
      return list(
        [...object.entries.values()].map((entry) => (name === 'keys' ? entry.key : entry.value)),
        object.isOpen,
      );
    case 'fetch':
    case 'dig':
      return first && (object.entries.get(keyOf(first))?.value ?? second ?? unknown('a value of a hash'));
    case 'key?':
    case 'has_key?':
    case 'include?':
      return first && !object.isOpen && first.kind !== 'unknown'
        ? primitive(object.entries.has(keyOf(first)))
        : undefined;
    case 'merge':
    case 'reverse_merge':
      return merged(name === 'merge' ? [object, ...args] : [...args, object]);
    case 'except':
    case 'slice': {
      const names = new Set(args.map(keyOf));
      const made = hash(object.isNamed);
      for (const [key, entry] of object.entries)
        if (names.has(key) === (name === 'slice')) made.entries.set(key, entry);
      made.isOpen = object.isOpen;
      return made;
    }
    case 'delete':
      if (first) object.entries.delete(keyOf(first));
      if (machine.uncertain > 0) object.isOpen = true;
      return nil;
    case 'to_h':
    case 'symbolize_keys':
    case 'with_indifferent_access':
    case 'compact':
      return name === 'to_h' ? object : undefined;
    default:
      return undefined;
  }
}

function merged(hashes: readonly Value[]): Hash {
  const made = hash();
  for (const each of hashes) {
    if (each.kind !== 'hash') made.isOpen = true;
    else {
      for (const [key, entry] of each.entries) made.entries.set(key, entry);
      made.isOpen ||= each.isOpen;
    }
  }
  return made;
}

function onList(object: Value, name: string, { args }: Call): Value | undefined {
  const { items, isOpen } = itemsOf(object);
  const [first] = args;
  if (name === 'push' || name === '<<' || name === 'append') {
    if (object.kind === 'list') object.items.push(...args);
    return object;
  }
  if (name === 'to_a') return list([...items], isOpen);
  if (isOpen) return undefined;
  switch (name) {
    case 'join': {
      const flat = items.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
      return joinTexts(flat, first ? (knownName(first) ?? '') : '');
    }
    case 'size':
    case 'length':
    case 'count':
      return primitive(items.length);
    case 'empty?':
    case 'blank?':
    case 'none?':
      return primitive(items.length === 0);
    case 'any?':
    case 'present?':
      return primitive(items.length > 0);
    case 'first':
    case 'last':
      return first ? undefined : (items.at(name === 'first' ? 0 : -1) ?? nil);
    case 'include?':
    case 'member?':
      return first && includes(items, first);
    case 'compact':
    case 'compact_blank':
      return list(items.filter((item) => !isNil(item)));
    case 'flatten':
      return list(items.flatMap((item) => (item.kind === 'list' ? item.items : [item])));
    case 'reverse':
      return list([...items].reverse());
    case 'uniq':
      return list([...new Map(items.map((item) => [keyOf(item), item])).values()]);
    case 'sort':
      return sorted(items);
    case 'concat':
    case '+':
      return first?.kind === 'list' ? list([...items, ...first.items], first.isOpen) : undefined;
    case 'zip':
      return first?.kind === 'list' ? list(items.map((item, at) => list([item, first.items[at] ?? nil]))) : undefined;
    case 'each_with_index':
    case 'each':
    case 'map':
      return object;
    case 'with_index':
      return undefined;
    default:
      return onlyList(object, name);
  }
}

const onlyList = (object: Value, name: string): List | undefined =>
  object.kind === 'list' && (name === 'to_set' || name === 'lazy' || name === 'force') ? object : undefined;

function includes(items: readonly Value[], wanted: Value): Value | undefined {
  const found = items.map((item) => isEqual(item, wanted));
  if (found.includes(true)) return primitive(true);
  return found.includes(undefined) ? undefined : primitive(false);
}

function sorted(items: readonly Value[]): Value | undefined {
  const names = items.map(knownName);
  if (names.includes(undefined)) return undefined;
  const order = (item: Value): string => knownName(item) ?? '';
  return list([...items].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)));
}
