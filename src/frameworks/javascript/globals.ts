// The globals of JavaScript, as far as migrations use them.

import { concatTexts, textOf } from '../text.ts';
import { eachOf } from './collections.ts';
import { entriesOf, iterate, keysOf } from './iteration.ts';
import { jsonOf, valueOfJson } from './json.ts';
import type { Machine } from './machine.ts';
import {
  asksOf,
  type Call,
  isNullish,
  knownString,
  list,
  namespace,
  native,
  primitive,
  record,
  toText,
  truth,
  undefinedValue,
  unknown,
  type Value,
} from './value.ts';

/** The value of a global name; undefined where it is none that is known here. */
export function globalValue(machine: Machine, name: string): Value | undefined {
  const make = Object.hasOwn(globals, name) ? globals[name] : undefined;
  return make?.(machine);
}

type Work = (call: Call, machine: Machine) => Value;

const members = (machine: Machine, name: string, works: Readonly<Record<string, Work>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(works).map(([key, work]) => [
      key,
      native(`${name}.${key}`, { call: (call) => work(call, machine) }),
    ]),
  );

const first = ({ args }: Call): Value => args[0] ?? undefinedValue;
const silent = native('console', { get: () => native('console', { call: () => undefinedValue }) });

const globals: Readonly<Record<string, (machine: Machine) => Value>> = {
  console: () => silent,
  Object: (machine) => namespace('Object', members(machine, 'Object', ofObject)),
  Array: (machine) =>
    native('Array', { get: namespace('Array', members(machine, 'Array', ofArray)).get, construct: sized, call: sized }),
  Promise: (machine) =>
    native('Promise', {
      get: namespace('Promise', members(machine, 'Promise', ofPromise)).get,
      construct: (call) => promised(machine, call),
    }),
  JSON: (machine) => namespace('JSON', members(machine, 'JSON', ofJson)),
  Math: (machine) => namespace('Math', members(machine, 'Math', ofMath)),
  String: () =>
    native('String', {
      call: (call) => toText(first(call)),
      get: namespace('String', { raw: native('String.raw', { call: raw }) }).get,
      construct: (call) => ({ ...toText(first(call)), isBoxed: true }),
    }),
  Number: () => native('Number', { call: (call) => numberOf(first(call)) }),
  parseInt: () => native('parseInt', { call: (call) => numberOf(first(call)) }),
  Boolean: () => native('Boolean', { call: (call) => booleanOf(first(call)) }),
  Set: (machine) => native('Set', { construct: ({ args }) => eachOf(machine, 'set', args[0]) }),
  Map: (machine) => native('Map', { construct: ({ args }) => eachOf(machine, 'map', args[0]) }),
  Error: () => native('Error', { construct: errorOf, call: errorOf }),
  process: () => process,
  NaN: () => primitive(Number.NaN),
  Infinity: () => primitive(Number.POSITIVE_INFINITY),
};

/** Migrations are read as they run in production. */
const environment = native('process.env', {
  get: (key) => (key === 'NODE_ENV' ? textOf('production') : unknown(`process.env.${key}`)),
});
const process = native('process', { get: (key) => (key === 'env' ? environment : undefined) });

const errorOf = (call: Call): Value => record([['message', first(call)]]);

const ofObject: Readonly<Record<string, Work>> = {
  keys: (call) => keysOf(first(call)),
  values: (call) =>
    mapped(entriesOf(first(call)), (pair) => (pair.kind === 'list' ? (pair.items[1] ?? undefinedValue) : pair)),
  entries: (call) => entriesOf(first(call)),
  freeze: first,
  assign({ args }) {
    const [target, ...others] = args;
    if (target?.kind !== 'record') return unknown('an object');
    for (const other of others) {
      if (other.kind === 'record') for (const [key, value] of other.fields) target.fields.set(key, value);
      if (other.kind === 'unknown' || (other.kind === 'record' && other.isOpen)) target.isOpen = true;
    }
    return target;
  },
  fromEntries(call, machine) {
    const pairs = iterate(machine, first(call));
    const result = record();
    result.isOpen = pairs.isOpen;
    for (const pair of pairs.items) {
      const key = pair.kind === 'list' ? knownString(pair.items[0]) : undefined;
      if (key === undefined || pair.kind !== 'list') result.isOpen = true;
      else result.fields.set(key, pair.items[1] ?? undefinedValue);
    }
    return result;
  },
  defineProperty: first,
};

const mapped = (items: ReturnType<typeof list>, change: (value: Value) => Value): Value =>
  list(items.items.map(change), items.isOpen);

const ofArray: Readonly<Record<string, Work>> = {
  isArray(call) {
    const value = first(call);
    return value.kind === 'unknown' ? unknown('a test of a value', value.asks) : primitive(value.kind === 'list');
  },
  of: ({ args }) => list([...args]),
  from({ args, site }, machine) {
    const [source = undefinedValue, change] = args;
    const items = iterate(machine, lengthOf(source) ?? source);
    if (!change) return list([...items.items], items.isOpen);
    return list(
      items.items.map((item, at) => machine.call(change, [item, primitive(at)], site)),
      items.isOpen,
    );
  },
};

/** `{ length: 3 }`. */
function lengthOf(value: Value): Value | undefined {
  const length = value.kind === 'record' ? value.fields.get('length') : undefined;
  return length?.kind === 'primitive' ? sizedTo(Number(length.value)) : undefined;
}

const sized = ({ args }: Call): Value => {
  const [only] = args;
  if (args.length === 1 && only?.kind === 'primitive' && typeof only.value === 'number') return sizedTo(only.value);
  return list([...args]);
};

const sizedTo = (length: number): Value =>
  length >= 0 && length <= 10_000 ? list(Array.from({ length }, () => undefinedValue)) : list([], true);

const ofPromise: Readonly<Record<string, Work>> = {
  all: (call, machine) => settled(call, machine),
  allSettled: (call, machine) => settled(call, machine),
  race: (call, machine) => settled(call, machine),
  resolve: (call, machine) => machine.settle(first(call)),
  reject: () => undefinedValue,
};

function settled(call: Call, machine: Machine): Value {
  const items = iterate(machine, first(call));
  return list(
    items.items.map((item) => machine.settle(item)),
    items.isOpen,
    items.asks,
  );
}

function promised(machine: Machine, { args, site }: Call): Value {
  let value: Value = unknown('the result of a promise');
  const resolve = native('resolve', {
    call(call) {
      value = first(call);
      return undefinedValue;
    },
  });
  if (args[0]) machine.call(args[0], [resolve, native('reject', { call: () => undefinedValue })], site);
  return value;
}

const ofJson: Readonly<Record<string, Work>> = {
  stringify(call) {
    const json = jsonOf(first(call));
    return json === undefined ? unknown('a JSON string', asksOf(first(call))) : textOf(JSON.stringify(json));
  },
  parse(call) {
    try {
      return valueOfJson(JSON.parse(knownString(first(call)) ?? ''));
    } catch {
      return unknown('the content of a JSON string', asksOf(first(call)));
    }
  },
};

const arithmetic =
  (work: (...numbers: number[]) => number): Work =>
  ({ args }) => {
    const numbers = args.map((arg) => (arg.kind === 'primitive' ? Number(arg.value) : Number.NaN));
    return numbers.some(Number.isNaN)
      ? unknown(
          'a number',
          args.map(asksOf).find((asks) => asks),
        )
      : primitive(work(...numbers));
  };

const ofMath: Readonly<Record<string, Work>> = {
  floor: arithmetic(Math.floor),
  ceil: arithmetic(Math.ceil),
  round: arithmetic(Math.round),
  min: arithmetic(Math.min),
  max: arithmetic(Math.max),
  abs: arithmetic(Math.abs),
};

function numberOf(value: Value): Value {
  const text = knownString(value);
  if (text !== undefined) return primitive(Number.parseFloat(text));
  const isKnown = value.kind === 'primitive' && !isNullish(value);
  return isKnown ? primitive(Number(value.value)) : unknown('a number', asksOf(value));
}

function booleanOf(value: Value): Value {
  const known = truth(value);
  return known === undefined ? value : primitive(known);
}

const raw = ({ quasis = [], args }: Call): Value =>
  concatTexts(quasis.flatMap((quasi, at) => (args[at] ? [quasi, toText(args[at])] : [quasi])));
