// Methods that give each item of a collection to a block.

import { step } from '../followed.ts';
import { once } from './control-flow.ts';
import { itemsOf } from './iteration.ts';
import { ownOf } from './lookup.ts';
import type { Machine } from './machine.ts';
import {
  type Call,
  type Hash,
  hash,
  isNil,
  list,
  nil,
  primitive,
  setEntry,
  truth,
  unknown,
  type Value,
} from './value.ts';

/** Undefined where it is none of them, or has no block. */
export function iterated(
  machine: Machine,
  object: Value,
  name: string,
  { args, block, site }: Call,
): Value | undefined {
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
