// Methods of arrays, hashes, ranges and numbers.
import { once } from './control-flow.ts';
import { itemsOf } from './iteration.ts';
import { ownOf } from './lookup.ts';
import { type Machine, step } from './machine.ts';
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
  setEntry,
  textValue,
  truth,
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

function onPrimitive(machine: Machine, value: number | boolean | null, name: string, call: Call): Value | undefined {
  if (name === 'to_s' || name === 'inspect') return textValue(value === null ? '' : String(value));
  if (name === 'blank?' || name === 'present?') {
    return primitive((value === null || value === false) === (name === 'blank?'));
  }
  if (value === null) return name === 'to_a' ? list([]) : undefined;
  if (typeof value !== 'number') return undefined;
  if (name === 'to_i' || name === 'to_f' || name === 'to_d') return primitive(value);
  if (name === 'times') return counted(machine, 0, value - 1, call);
  const [to] = call.args;
  if (name === 'upto' && to?.kind === 'primitive' && typeof to.value === 'number') {
    return counted(machine, value, to.value, call);
  }
  return name === 'zero?' || name === 'positive?' ? primitive(name === 'zero?' ? value === 0 : value > 0) : undefined;
}

function counted(machine: Machine, from: number, to: number, call: Call): Value {
  for (let at = from; at <= to; at += 1) {
    step(machine);
    if (call.block) machine.yield(call.block, [primitive(at)], call.site);
    else if (at - from > 1000) return unknown('a range');
  }
  return primitive(to + 1);
}

/** Methods that give each item to a block. */
function iterated(machine: Machine, object: Value, name: string, { args, block, site }: Call): Value | undefined {
  const kept = ownOf(keeping, name);
  if (!block || (!kept && !['each_with_object', 'inject', 'reduce', 'each_slice'].includes(name))) return undefined;
  const { items, isOpen, what } = itemsOf(object);
  const memo = args[0] ?? nil;
  const given = name === 'each_slice' ? slices(items, memo) : items;
  let folded = memo;
  const results = given.map((item, at) => {
    step(machine);
    if (name === 'inject' || name === 'reduce') {
      folded = isNil(folded) && at === 0 ? item : machine.yield(block, [folded, item], site);
      return folded;
    }
    return machine.yield(block, argumentsOf(name, item, at, memo), site);
  });
  if (isOpen) openTurn(machine, () => machine.yield(block, [unknown(`an item of ${what}`)], site), what, site);
  if (!kept) return name === 'each_with_object' ? memo : name === 'each_slice' ? object : folded;
  return kept(given, results, isOpen, object);
}

function openTurn(machine: Machine, work: () => Value, what: string, site: Call['site']): void {
  const node = { type: 'call', ...site, named: true, field: null, children: [] };
  const frame = { self: nil, block: undefined, name: '', mayHaveReturned: false };
  once(machine, work, what, {
    node,
    scope: { variables: new Map(), parent: undefined, source: site.source, frame, modules: [] },
  });
}

function argumentsOf(name: string, item: Value, at: number, memo: Value): Value[] {
  if (name === 'each_with_index' || name === 'map_with_index') return [item, primitive(at)];
  if (name === 'each_with_object') return [item, memo];
  if ((name === 'each_pair' || name === 'to_h') && item.kind === 'list') return item.items;
  return [item];
}

function slices(items: readonly Value[], size: Value): Value[] {
  const width =
    size.kind === 'primitive' && typeof size.value === 'number' ? Math.max(1, size.value) : items.length || 1;
  return Array.from({ length: Math.ceil(items.length / width) }, (_, at) =>
    list(items.slice(at * width, (at + 1) * width)),
  );
}

type Keep = (items: readonly Value[], results: readonly Value[], isOpen: boolean, object: Value) => Value;

const each: Keep = (_items, _results, _isOpen, object) => object;
const map: Keep = (_items, results, isOpen) => list([...results], isOpen);
const flatMap: Keep = (_items, results, isOpen) =>
  list(
    results.flatMap((result) => (result.kind === 'list' ? result.items : [result])),
    isOpen,
  );

const filter =
  (wanted: boolean): Keep =>
  (items, results, isOpen, object) => {
    const isUnknown = results.some((result) => truth(result) === undefined);
    const kept = items.filter((_, at) => truth(results[at] ?? nil) === wanted);
    return object.kind === 'hash' ? hashFrom(kept, isOpen || isUnknown) : list(kept, isOpen || isUnknown);
  };

const quantified =
  (wanted: boolean, answer: boolean): Keep =>
  (_items, results, isOpen) => {
    if (results.some((result) => truth(result) === wanted)) return primitive(answer);
    return isOpen || results.some((result) => truth(result) === undefined)
      ? unknown('what a block says')
      : primitive(!answer);
  };

const keeping: Readonly<Record<string, Keep>> = {
  each,
  each_pair: each,
  each_with_index: each,
  reverse_each: each,
  each_entry: each,
  map,
  collect: map,
  flat_map: flatMap,
  filter_map: (_items, results, isOpen) =>
    list(
      results.filter((result) => truth(result) !== false),
      isOpen,
    ),
  select: filter(true),
  filter: filter(true),
  reject: filter(false),
  any: each,
  'any?': quantified(true, true),
  'all?': quantified(false, false),
  'none?': quantified(true, false),
  to_h: (_items, results, isOpen) => hashFrom(results, isOpen),
  index_with: (items, results, isOpen) =>
    hashFrom(
      items.map((item, at) => list([item, results[at] ?? nil])),
      isOpen,
    ),
  find: (items, results) => items[results.findIndex((result) => truth(result) === true)] ?? nil,
  sort_by: (_items, _results) => unknown('a sorted list'),
};

function hashFrom(pairs: readonly Value[], isOpen: boolean): Hash {
  const made = hash();
  for (const pair of pairs) {
    if (pair.kind === 'list' && pair.items[0]) setEntry(made, pair.items[0], pair.items[1] ?? nil);
    else made.isOpen = true;
  }
  made.isOpen ||= isOpen;
  return made;
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
