// Collections and LINQ's methods on them, as far as what they hold is known.
import { type Machine, step } from './machine.ts';
import {
  type Call,
  equals,
  integer,
  isNull,
  type List,
  list,
  nil,
  object,
  pair,
  plain,
  textOf,
  truth,
  unknown,
  type Value,
} from './value.ts';

type Work = (machine: Machine, of: List, call: Call) => Value | undefined;

const each = (machine: Machine, items: readonly Value[], { args, site }: Call): (Value | undefined)[] =>
  items.map((item, at) => {
    step(machine);
    const work = args[0];
    return work && machine.call(work, { args: [item, integer(at)], named: new Map(), types: [], site });
  });

const same: Work = (_machine, of) => list([...of.items], of.of);

const filtered: Work = (machine, of, call) => {
  const holds = each(machine, of.items, call).map((value) => truth(value));
  return holds.includes(undefined) ? undefined : list(of.items.filter((_, at) => holds[at]));
};

const works: Readonly<Record<string, Work>> = {
  ToList: same,
  ToArray: same,
  AsEnumerable: same,
  AsReadOnly: same,
  Distinct: same,
  Cast: same,
  Select: (machine, of, call) => list(each(machine, of.items, call).map((value) => value ?? unknown('an item'))),
  SelectMany: (machine, of, call) =>
    list(each(machine, of.items, call).flatMap((value) => (value?.kind === 'list' ? value.items : [unknown('items')]))),
  Where: filtered,
  ForEach: (machine, of, call) => {
    each(machine, of.items, call);
    return nil;
  },
  Reverse: (_machine, of) => list([...of.items].reverse()),
  Concat: (_machine, of, { args: [other] }) =>
    other?.kind === 'list' ? list([...of.items, ...other.items]) : undefined,
  Skip: (_machine, of, { args: [count] }) =>
    count?.kind === 'number' ? list(of.items.slice(Number(count.text))) : undefined,
  Take: (_machine, of, { args: [count] }) =>
    count?.kind === 'number' ? list(of.items.slice(0, Number(count.text))) : undefined,
  First: (_machine, of, { args }) => (args.length === 0 ? of.items[0] : undefined),
  FirstOrDefault: (_machine, of, { args }) => (args.length === 0 ? (of.items[0] ?? nil) : undefined),
  Last: (_machine, of, { args }) => (args.length === 0 ? of.items.at(-1) : undefined),
  Any: (machine, of, call) => {
    if (call.args.length === 0) return plain(of.items.length > 0);
    const all = filtered(machine, of, call);
    return all?.kind === 'list' ? plain(all.items.length > 0) : undefined;
  },
  Count: (_machine, of, { args }) => (args.length === 0 ? integer(of.items.length) : undefined),
  Contains: (_machine, of, { args: [item = nil] }) => {
    const found = of.items.map((one) => equals(one, item));
    return found.includes(true) ? plain(true) : found.includes(undefined) ? undefined : plain(false);
  },
  Zip: (_machine, of, { args: [other] }) =>
    other?.kind === 'list'
      ? list(of.items.slice(0, other.items.length).map((item, at) => tuple(item, other.items[at] ?? nil)))
      : undefined,
};

const tuple = (first: Value, second: Value): Value =>
  object([
    ['Item1', first],
    ['Item2', second],
    ['First', first],
    ['Second', second],
  ]);

/** Those that change the collection itself. */
function changed(of: List, name: string, args: readonly Value[]): Value | undefined {
  const [first = nil, second] = args;
  if (name === 'Add') {
    of.items.push(second ? pair(first, second) : first);
  } else if (name === 'AddRange' && first.kind === 'list') of.items.push(...first.items);
  else if (name === 'Clear') of.items.length = 0;
  else return undefined;
  return nil;
}

export function sequenceCall(machine: Machine, of: List, name: string, call: Call): Value | undefined {
  step(machine, of.items.length);
  if (name === 'ToString' || (name === 'Equals' && isNull(call.args[0]))) return textOf('');
  const known = Object.hasOwn(works, name) ? works[name] : undefined;
  return known?.(machine, of, call) ?? changed(of, name, call.args) ?? unknown(`the result of ${name}()`);
}
