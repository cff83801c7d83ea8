// The methods of arrays. An item or a callback that is not known makes the result unknown, never wrong.

import { step } from '../followed.ts';
import { concatTexts, type Site, type Text, textOf } from '../text.ts';
import { attempt } from './branches.ts';
import { entriesOf, keysOf } from './iteration.ts';
import { addGap, type Machine } from './machine.ts';
import { compare } from './operators.ts';
import {
  isNullish,
  type List,
  list,
  primitive,
  toText,
  truth,
  undefinedValue,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

interface ListCall {
  readonly machine: Machine;
  readonly self: List;
  readonly args: readonly Value[];
  readonly site: Site;
}

type Method = (call: ListCall) => Value | undefined;

/** The result of a method; undefined where arrays have none of that name. */
export function listMethod(
  machine: Machine,
  self: List,
  key: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
  if (!method) return undefined;
  step(machine, self.items.length);
  return method({ machine, self, args, site });
}

/** Calls back for each item, and once more for those that are not known. */
function eachItem({ machine, self, args, site }: ListCall): Value[] {
  const [callback = undefinedValue] = args;
  const results = self.items.map((item, at) => machine.call(callback, [item, primitive(at), self], site));
  if (self.isOpen) {
    const rest = unknown('an item of a list');
    const run = attempt(machine, () => ({
      type: 'return',
      value: machine.call(callback, [rest, unknown('an index')], site),
    }));
    if (run.hasSent)
      addGap(machine, site, 'How often this runs depends on a list that is known only at run time.', 'unsupported');
  }
  return results;
}

/** The items that the callback holds true; undefined where that is not known of one. */
function chosen(call: ListCall): Value[] | undefined {
  const results = eachItem(call).map(truth);
  if (results.includes(undefined)) return undefined;
  return call.self.items.filter((_, at) => results[at]);
}

const methods: Readonly<Record<string, Method | undefined>> = {
  map: (call) => list(eachItem(call), call.self.isOpen),
  forEach(call) {
    eachItem(call);
    return undefinedValue;
  },
  flatMap: (call) => flat(call.machine, list(eachItem(call), call.self.isOpen)),
  flat: ({ machine, self }) => flat(machine, self),
  filter(call) {
    const [callback] = call.args;
    if (callback?.kind === 'native' && callback.name === 'Boolean') return truthy(call.self);
    const items = chosen(call);
    return items ? list(items, call.self.isOpen) : list([], true);
  },
  find(call) {
    const items = chosen(call);
    return items?.[0] ?? (items && !call.self.isOpen ? undefinedValue : unknown('an item of a list'));
  },
  some(call) {
    const items = chosen(call);
    return items && !call.self.isOpen ? primitive(items.length > 0) : unknown('a test of a list');
  },
  every(call) {
    const items = chosen(call);
    return items && !call.self.isOpen
      ? primitive(items.length === call.self.items.length)
      : unknown('a test of a list');
  },
  reduce: ({ machine, self, args, site }: ListCall) => reduce(machine, self, args, site),
  join: ({ machine, self, args }: ListCall) => join(machine, self, args[0]),
  concat({ machine, self, args }) {
    const parts = [
      self,
      ...args.map((arg) => (arg.kind === 'list' ? arg : arg.kind === 'unknown' ? list([], true) : list([arg]))),
    ];
    return flat(machine, list(parts));
  },
  push: ({ machine, self, args }) => changed(machine, self, () => self.items.push(...args)),
  unshift: ({ machine, self, args }) => changed(machine, self, () => self.items.unshift(...args)),
  pop: ({ machine, self }) => taken(machine, self, () => self.items.pop()),
  shift: ({ machine, self }) => taken(machine, self, () => self.items.shift()),
  slice({ self, args }) {
    const [from, to] = args.map((arg) =>
      arg.kind === 'primitive' && typeof arg.value === 'number' ? arg.value : undefined,
    );
    return list(self.items.slice(from ?? 0, to), self.isOpen);
  },
  reverse: ({ self }) => list([...self.items].reverse(), self.isOpen),
  toReversed: ({ self }) => list([...self.items].reverse(), self.isOpen),
  sort: ({ self }) => (self.items.length < 2 ? self : list([], true)),
  includes: ({ self, args }) => membership(self, args[0] ?? undefinedValue),
  indexOf({ self, args }) {
    const found = self.items.map((item) => compare(item, args[0] ?? undefinedValue));
    return found.includes(undefined) || self.isOpen ? unknown('an index') : primitive(found.indexOf(true));
  },
  at({ self, args }) {
    const index = args[0]?.kind === 'primitive' ? Number(args[0].value) : Number.NaN;
    return self.items.at(index) ?? (self.isOpen ? unknown('an item of a list') : undefinedValue);
  },
  entries: ({ self }) => entriesOf(self),
  keys: ({ self }) => keysOf(self),
  values: ({ self }) => self,
  toString: ({ machine, self }: ListCall) => join(machine, self, undefined),
};

function flat(machine: Machine, self: List): List {
  const result = list([], self.isOpen);
  for (const item of self.items) {
    if (item.kind === 'list') {
      result.items.push(...item.items);
      result.isOpen ||= item.isOpen;
    } else if (item.kind === 'unknown') result.isOpen = true;
    else result.items.push(item);
    step(machine, result.items.length);
  }
  return result;
}

function truthy(self: List): List {
  const known = self.items.map(truth);
  return known.includes(undefined)
    ? list([], true)
    : list(
        self.items.filter((_, at) => known[at]),
        self.isOpen,
      );
}

function reduce(machine: Machine, self: List, [callback = undefinedValue, start]: readonly Value[], site: Site): Value {
  const items = start ? self.items : self.items.slice(1);
  let value = start ?? self.items[0] ?? undefinedValue;
  for (const item of items) value = machine.call(callback, [value, item], site);
  if (!self.isOpen) return value;
  const run = attempt(machine, () => ({
    type: 'return',
    value: machine.call(callback, [value, unknown('an item')], site),
  }));
  if (run.hasSent)
    addGap(machine, site, 'How often this runs depends on a list that is known only at run time.', 'unsupported');
  return unknown('the result of a loop over a list');
}

function join(machine: Machine, self: List, separator: Value | undefined): Value {
  if (self.isOpen) return unknown('a list that is known only at run time');
  const between = separator && !isNullish(separator) ? toText(separator) : textOf(',');
  const parts: Text[] = [];
  for (const [at, item] of self.items.entries()) {
    if (at > 0) parts.push(between);
    parts.push(isNullish(item) ? textOf('') : toText(item));
  }
  const text = parts.length > 0 ? concatTexts(parts) : textOf('');
  step(machine, text.text.length);
  return text;
}

function changed(machine: Machine, self: List, change: () => number): Value {
  if (machine.uncertain > 0) self.isOpen = true;
  else change();
  step(machine, self.items.length);
  return self.isOpen ? unknown('the length of a list') : primitive(self.items.length);
}

function taken(machine: Machine, self: List, take: () => Value | undefined): Value {
  if (machine.uncertain > 0 || self.isOpen) {
    self.isOpen = true;
    return unknown('an item of a list');
  }
  return take() ?? undefinedValue;
}

function membership(self: List, value: Value): Value {
  const found = self.items.map((item) => compare(item, value));
  if (found.includes(true)) return primitive(true);
  return self.isOpen || found.includes(undefined) ? unknown(whatOf(value)) : primitive(false);
}
