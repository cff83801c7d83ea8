// PHP's own functions, where what they are given is known.

import { step } from '../followed.ts';
import { sliceText } from '../text.ts';
import type { Machine } from './machine.ts';
import {
  type Call,
  concatTexts,
  equals,
  isNull,
  itemsOf,
  joined,
  keyValue,
  knownText,
  type List,
  list,
  plain,
  textOf,
  toText,
  truth,
  unknown,
  type Value,
} from './value.ts';

/** Undefined where it is no function that is known here, or what it makes of what it is given is not. */
export function builtin(machine: Machine, name: string, call: Call): Value | undefined {
  if (call.isOpen) return undefined;
  const known = Object.hasOwn(ofLists, name) ? ofLists[name] : undefined;
  if (known) return known(machine, call);
  const words = call.args.map(knownText);
  const ofText = Object.hasOwn(ofTexts, name) ? ofTexts[name] : undefined;
  return ofText ? ofText(words, call) : undefined;
}

type OfText = (words: readonly (string | undefined)[], call: Call) => Value | undefined;

const mapped =
  (change: (text: string) => string): OfText =>
  ([word]) =>
    word === undefined ? undefined : textOf(change(word));

const tested =
  (test: (text: string, part: string) => boolean): OfText =>
  ([word, part]) =>
    word === undefined || part === undefined ? undefined : plain(test(word, part));

const numberAt = ({ args }: Call, at: number): number | undefined => {
  const value = args[at];
  return value?.kind === 'primitive' && typeof value.value === 'number' ? value.value : undefined;
};

const substring: OfText = ([word], call) => {
  const [from, length] = [numberAt(call, 1), numberAt(call, 2)];
  if (word === undefined || from === undefined || (call.args.length > 2 && length === undefined)) return undefined;
  const start = from < 0 ? Math.max(0, word.length + from) : from;
  const end = length === undefined ? word.length : length < 0 ? word.length + length : start + length;
  return textOf(word.slice(start, Math.max(start, end)));
};

const ofTexts: Readonly<Record<string, OfText>> = {
  strtolower: mapped((text) => text.toLowerCase()),
  strtoupper: mapped((text) => text.toUpperCase()),
  mb_strtolower: mapped((text) => text.toLowerCase()),
  mb_strtoupper: mapped((text) => text.toUpperCase()),
  ucfirst: mapped((text) => text.charAt(0).toUpperCase() + text.slice(1)),
  lcfirst: mapped((text) => text.charAt(0).toLowerCase() + text.slice(1)),
  addslashes: mapped((text) => text.replace(/[\\'"]/g, '\\$&')),
  str_contains: tested((text, part) => text.includes(part)),
  str_starts_with: tested((text, part) => text.startsWith(part)),
  str_ends_with: tested((text, part) => text.endsWith(part)),
  strlen: ([word]) => (word === undefined ? undefined : plain(word.length)),
  substr: substring,
  mb_substr: substring,
  trim: (words, { args: [first] }) => (first?.kind === 'text' && words.length === 1 ? trimmed(first) : undefined),
  str_replace: ([from, to, word]) =>
    from === undefined || to === undefined || word === undefined || from === ''
      ? undefined
      : textOf(word.replaceAll(from, () => to)),
  explode: ([by, word]) =>
    by === undefined || word === undefined || by === '' ? undefined : list(word.split(by).map((each) => textOf(each))),
  sprintf: ([format], { args }) => (format === undefined ? undefined : formatted(format, args.slice(1))),
  intval: ([word]) => (word !== undefined && /^-?\d+$/.test(word) ? plain(Number(word)) : undefined),
  is_null: (_words, { args: [first] }) => (first?.kind === 'unknown' ? undefined : plain(isNull(first))),
  is_array: (_words, { args: [first] }) => (first?.kind === 'unknown' ? undefined : plain(first?.kind === 'list')),
  is_string: (_words, { args: [first] }) => (first?.kind === 'unknown' ? undefined : plain(first?.kind === 'text')),
  isset: (_words, { args }) => (args.some(({ kind }) => kind === 'unknown') ? undefined : plain(!args.some(isNull))),
  empty: (_words, { args: [first] }) => {
    const holds = first && truth(first);
    return holds === undefined ? undefined : plain(!holds);
  },
};

function trimmed(text: Extract<Value, { kind: 'text' }>): Value {
  const start = text.text.length - text.text.trimStart().length;
  return sliceText(text, start, Math.max(start, text.text.trimEnd().length));
}

function formatted(format: string, values: readonly Value[]): Value | undefined {
  let next = 0;
  const parts: Value[] = [];
  for (const [part] of format.matchAll(/%%|%(?:(\d+)\$)?[a-zA-Z]|%|[^%]+/g)) {
    const place = /^%(?:(\d+)\$)?([sduif])$/.exec(part);
    if (part === '%%') parts.push(textOf('%'));
    else if (!part.startsWith('%')) parts.push(textOf(part));
    else if (place) parts.push(values[place[1] ? Number(place[1]) - 1 : next++] ?? unknown('a value'));
    else return undefined;
  }
  return joined(parts);
}

type OfList = (machine: Machine, call: Call) => Value | undefined;

const whole = (value: Value | undefined): List | undefined =>
  value?.kind === 'list' && !value.isOpen ? value : undefined;

const called = (args: readonly Value[], { site }: Call): Call => ({ args, named: new Map(), isOpen: false, site });

const listed =
  (change: (all: List, call: Call) => Value | undefined): OfList =>
  (_machine, call) => {
    const all = whole(call.args[0]);
    return all && change(all, call);
  };

const ofLists: Readonly<Record<string, OfList>> = {
  count: listed(({ entries }) => plain(entries.size)),
  array_keys: listed(({ entries }, { args }) =>
    args.length > 1 ? undefined : list([...entries.keys()].map(keyValue)),
  ),
  array_values: listed((all) => list(itemsOf(all))),
  array_reverse: listed((all) => list(itemsOf(all).reverse())),
  array_flip: listed(({ entries }) => ({
    kind: 'list',
    entries: new Map([...entries].map(([key, value]) => [toText(value).text, keyValue(key)])),
    isOpen: false,
  })),
  array_unique: listed((all) => ({
    ...all,
    entries: new Map(
      [...all.entries].filter(
        ([, value], at) => itemsOf(all).findIndex((other) => equals(value, other, false) === true) === at,
      ),
    ),
  })),
  array_key_exists: (_machine, { args: [key, all] }) => {
    const word = key && toText(key).text;
    return whole(all) && word !== undefined ? plain(whole(all)?.entries.has(word) ?? false) : undefined;
  },
  in_array: (_machine, { args: [value, all] }) => {
    const each =
      whole(all) && value ? itemsOf(whole(all) as List).map((item) => equals(item, value, false)) : [undefined];
    return each.includes(true) ? plain(true) : each.includes(undefined) ? undefined : plain(false);
  },
  array_merge: (machine, { args }) => {
    const all = args.map(whole);
    if (all.includes(undefined)) return undefined;
    step(machine, all.reduce((sum, each) => sum + (each?.entries.size ?? 0), 0) << 8);
    const entries = new Map<string, Value>();
    let next = 0;
    for (const [key, value] of all.flatMap((each) => [...(each?.entries ?? [])])) {
      entries.set(/^\d+$/.test(key) ? String(next++) : key, value);
    }
    return { kind: 'list', entries, isOpen: false };
  },
  array_map: (machine, call) => {
    const [callee, first, ...more] = call.args;
    const all = whole(first);
    if (!callee || !all || more.length > 0) return undefined;
    const entries = [...all.entries].map(([key, value]): [string, Value] => [
      key,
      machine.call(callee, called([value], call)),
    ]);
    return { kind: 'list', entries: new Map(entries), isOpen: false };
  },
  array_walk: (machine, call) => {
    const all = whole(call.args[0]);
    const callee = call.args[1];
    if (!all || !callee) return undefined;
    for (const [key, value] of all.entries) machine.call(callee, called([value, keyValue(key)], call));
    return plain(true);
  },
  array_filter: (machine, call) => {
    const all = whole(call.args[0]);
    const callee = call.args[1];
    if (!all || call.args.length > 2) return undefined;
    const kept = [...all.entries].map(([key, value]) => {
      const holds = truth(callee ? machine.call(callee, called([value], call)) : value);
      return { key, value, holds };
    });
    if (kept.some(({ holds }) => holds === undefined)) return undefined;
    const entries = kept.filter(({ holds }) => holds).map(({ key, value }): [string, Value] => [key, value]);
    return { kind: 'list', entries: new Map(entries), isOpen: false };
  },
  implode: (machine, call) => imploded(machine, call),
  join: (machine, call) => imploded(machine, call),
  range: (machine, call) => {
    const [from, to] = [numberAt(call, 0), numberAt(call, 1)];
    if (from === undefined || to === undefined || call.args.length > 2) return undefined;
    const length = Math.abs(to - from) + 1;
    step(machine, length << 8);
    return list(Array.from({ length }, (_, at) => plain(from + (to < from ? -at : at))));
  },
  call_user_func: (machine, call) => {
    const [callee, ...args] = call.args;
    return callee && machine.call(callee, called(args, call));
  },
};

function imploded(machine: Machine, { args: [first, second] }: Call): Value | undefined {
  const [by, all] = second ? [first, whole(second)] : [textOf(''), whole(first)];
  const glue = by && toText(by);
  if (!all || !glue) return undefined;
  const parts = itemsOf(all).flatMap((item, at) => (at === 0 ? [toText(item)] : [glue, toText(item)]));
  const text = concatTexts(parts);
  step(machine, text.text.length);
  return text;
}
