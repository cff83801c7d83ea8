// Functions that are told what came of something by a call, as Node's were before promises, and the packages that order such calls.

import type { Site } from '../text.ts';
import { globalValue } from './globals.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import {
  type Call,
  list,
  namespace,
  native,
  nullValue,
  primitive,
  undefinedValue,
  unknown,
  type Value,
} from './value.ts';

/** Calls back where there is somebody to be called; what it was told last is the result, for those who wait for a promise. */
export function callBack(machine: Machine, callback: Value | undefined, args: readonly Value[], site: Site): Value {
  if (callback) machine.settle(machine.call(callback, args, site));
  return args.at(-1) ?? undefinedValue;
}

/** Runs a function that is given a callback as its last argument: the values that it calls back with. */
function told(machine: Machine, work: Value, args: readonly Value[], site: Site): readonly Value[] {
  let values: readonly Value[] = [];
  const callback = native('callback', {
    call(call) {
      values = call.args.slice(1);
      return undefinedValue;
    },
  });
  const value = machine.settle(machine.call(work, [...args, callback], site));
  return values.length > 0 ? values : [value];
}

type Work = (machine: Machine, call: Call) => Value;

const finished = (machine: Machine, { args, site }: Call, at: number, value: Value): Value =>
  callBack(machine, args[at], [nullValue, value], site);

const inTurn: Work = (machine, call) => {
  const [works = undefinedValue] = call.args;
  const isNamed = works.kind === 'record';
  const each = isNamed ? list([...works.fields.values()], works.isOpen) : iterate(machine, works);
  const values = each.items.map((work) => told(machine, work, [], call.site)[0] ?? undefinedValue);
  return finished(machine, call, 1, isNamed ? unknown('the results') : list(values, each.isOpen));
};

const waterfall: Work = (machine, call) => {
  let values: readonly Value[] = [];
  for (const work of iterate(machine, call.args[0] ?? undefinedValue).items)
    values = told(machine, work, values, call.site);
  return finished(machine, call, 1, values[0] ?? undefinedValue);
};

/** `async.eachSeries(list, work, done)`; those with a limit have it before the work. */
const forEach =
  (at: number): Work =>
  (machine, call) => {
    const { items, isOpen } = iterate(machine, call.args[0] ?? undefinedValue);
    const work = call.args[at] ?? undefinedValue;
    const values = items.map((item) => told(machine, work, [item], call.site)[0] ?? undefinedValue);
    if (isOpen) machine.call(unknown('a list that is known only at run time'), [work], call.site);
    return finished(machine, call, at + 1, list(values, isOpen));
  };

const asyncWorks: Readonly<Record<string, Work>> = {
  ...{ series: inTurn, parallel: inTurn, waterfall },
  ...{ each: forEach(1), eachSeries: forEach(1), forEach: forEach(1), forEachSeries: forEach(1) },
  ...{ map: forEach(1), mapSeries: forEach(1), eachLimit: forEach(2), mapLimit: forEach(2) },
};

const pause: Work = () => undefinedValue;

/** What bluebird has beside what every promise has. */
const bluebirdWorks: Readonly<Record<string, Work>> = {
  each: eachValue,
  mapSeries: eachValue,
  map: eachValue,
  delay: pause,
  try: (machine, { args: [work], site }) => (work ? machine.settle(machine.call(work, [], site)) : undefinedValue),
  promisify: (_, { args: [work] }) => work ?? undefinedValue,
  promisifyAll: (_, { args: [work] }) => work ?? undefinedValue,
  fromCallback: (machine, { args: [work], site }) =>
    work ? (told(machine, work, [], site)[0] ?? undefinedValue) : undefinedValue,
};

function eachValue(machine: Machine, { args: [given = undefinedValue, work = undefinedValue], site }: Call): Value {
  const { items, isOpen } = iterate(machine, machine.settle(given));
  const values = items.map((item, at) =>
    machine.settle(machine.call(work, [machine.settle(item), primitive(at)], site)),
  );
  if (isOpen) machine.call(unknown('a list that is known only at run time'), [work], site);
  return list(values, isOpen);
}

const membersOf = (machine: Machine, name: string, works: Readonly<Record<string, Work>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(works).map(([key, work]) => [
      key,
      native(`${name}.${key}`, { call: (call) => work(machine, call) }),
    ]),
  );

export const asyncModule = (machine: Machine): Value => namespace('async', membersOf(machine, 'async', asyncWorks));

/** The Promise of the language with bluebird's own functions. */
export function bluebirdModule(machine: Machine): Value {
  const promise = globalValue(machine, 'Promise');
  if (promise?.kind !== 'native') return unknown('bluebird');
  const own = membersOf(machine, 'Promise', bluebirdWorks);
  return { ...promise, get: (key, site) => own[key] ?? promise.get?.(key, site) };
}
