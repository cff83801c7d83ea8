// The methods of strings. Where the text keeps its characters it keeps where they were written.

import { step } from '../followed.ts';
import { concatTexts, holeOf, sliceText, type Text, textOf, trimText } from '../text.ts';
import type { Machine } from './machine.ts';
import { isNullish, knownString, list, primitive, toText, unknown, type Value } from './value.ts';

type Method = (text: Text, args: readonly Value[], machine: Machine) => Value | undefined;

/** The result of a method; undefined where strings have none of that name. */
export function textMethod(machine: Machine, text: Text, key: string, args: readonly Value[]): Value | undefined {
  step(machine, text.text.length);
  const keeping = Object.hasOwn(withOrigin, key) ? withOrigin[key] : undefined;
  if (keeping) return keeping(text, args, machine);
  const method = Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (!method) return undefined;
  const hole =
    text.holes[0] ?? args.map((arg) => (arg.kind === 'text' ? arg.holes[0] : undefined)).find((found) => found);
  return hole ? holeOf(hole.what) : method(text, args, machine);
}

const withOrigin: Readonly<Record<string, Method>> = {
  trim: (text) => trimText(text),
  trimStart: (text) => sliceText(text, text.text.length - text.text.trimStart().length, text.text.length),
  trimEnd: (text) => sliceText(text, 0, text.text.trimEnd().length),
  toString: (text: Text) => text,
  valueOf: (text: Text) => text,
  concat: (text, args) => concatTexts([text, ...args.map(toText)]),
  repeat(text, [times], machine) {
    const count = numberOf(times);
    if (count === undefined || count < 0 || count > 10_000) return unknown('a repeated string');
    step(machine, text.text.length * count);
    return count < 1 ? textOf('') : concatTexts(Array.from({ length: Math.floor(count) }, () => text));
  },
  slice: (text, args) =>
    between(text, args, (from, to) => [from < 0 ? from + text.text.length : from, to < 0 ? to + text.text.length : to]),
  substring: (text, args) => between(text, args, (from, to) => [Math.min(from, to), Math.max(from, to)]),
};

function between(text: Text, args: readonly Value[], range: (from: number, to: number) => [number, number]): Value {
  if (text.holes.length > 0) return holeOf(text.holes[0]?.what ?? '');
  const from = args[0] ? numberOf(args[0]) : 0;
  const to = args[1] && !isNullish(args[1]) ? numberOf(args[1]) : text.text.length;
  if (from === undefined || to === undefined) return unknown('a part of a string');
  const [start, end] = range(from, to);
  return sliceText(text, Math.max(start, 0), Math.max(end, start, 0));
}

const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === 'primitive' && typeof value.value === 'number' ? value.value : undefined;

const tests =
  (test: (text: string, other: string) => boolean | number): Method =>
  ({ text }, [arg]) => {
    const other = knownString(arg);
    return other === undefined ? unknown('a test of a string') : primitive(test(text, other));
  };

const plain: Readonly<Record<string, Method>> = {
  toUpperCase: ({ text }) => textOf(text.toUpperCase()),
  toLowerCase: ({ text }) => textOf(text.toLowerCase()),
  startsWith: tests((text, other) => text.startsWith(other)),
  endsWith: tests((text, other) => text.endsWith(other)),
  includes: tests((text, other) => text.includes(other)),
  indexOf: tests((text, other) => text.indexOf(other)),
  lastIndexOf: tests((text, other) => text.lastIndexOf(other)),
  charAt: ({ text }, [at]) => textOf(text.charAt(numberOf(at) ?? 0)),
  split: (text, [separator]) => split(text, separator),
  replace: (text, args, machine) => replace(machine, text.text, args, false),
  replaceAll: (text, args, machine) => replace(machine, text.text, args, true),
  padStart: ({ text }, args) => padded(args, (length, fill) => text.padStart(length, fill)),
  padEnd: ({ text }, args) => padded(args, (length, fill) => text.padEnd(length, fill)),
};

function padded([length, fill]: readonly Value[], pad: (length: number, fill: string) => string): Value {
  const wanted = numberOf(length);
  if (wanted === undefined || wanted > 1_000) return unknown('a padded string');
  return textOf(pad(wanted, fill ? (knownString(fill) ?? ' ') : ' '));
}

/** The parts keep where they were written. */
function split(text: Text, separator: Value | undefined): Value {
  if (!separator || isNullish(separator)) return list([text]);
  const pattern = patternOf(separator, text.text);
  const by = knownString(separator);
  if (by === '') return list([...text.text.slice(0, 10_000)].map(textOf));
  const parts: Value[] = [];
  let from = 0;
  if (by !== undefined) {
    for (let at = text.text.indexOf(by); at >= 0; at = text.text.indexOf(by, from)) {
      parts.push(sliceText(text, from, at));
      from = at + by.length;
      if (parts.length > 10_000) return list([], true);
    }
  } else if (pattern) {
    for (const match of text.text.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))) {
      if (match[0] === '') return list([], true);
      parts.push(sliceText(text, from, match.index));
      from = match.index + match[0].length;
    }
  } else return list([], true);
  return list([...parts, sliceText(text, from, text.text.length)]);
}

function replace(machine: Machine, text: string, [what, by]: readonly Value[], isAll: boolean): Value {
  const pattern = what && (knownString(what) ?? patternOf(what, text));
  const replacement = knownString(by);
  if (pattern === undefined || replacement === undefined) return unknown('a string with parts replaced');
  const result =
    isAll && typeof pattern === 'string' ? text.replaceAll(pattern, replacement) : text.replace(pattern, replacement);
  step(machine, result.length);
  return textOf(result);
}

/** A regular expression that cannot take long on this text. */
function patternOf(value: Value, text: string): RegExp | undefined {
  if (value.kind !== 'native') return undefined;
  const { pattern, flags } = (value.data ?? {}) as { pattern?: string; flags?: string };
  if (typeof pattern !== 'string' || pattern.length > 200) return undefined;
  const repeats = pattern.match(/[*+{]/g)?.length ?? 0;
  const isNested = /\([^)]*[*+{][^)]*\)[*+{]/.test(pattern) || /\\\d/.test(pattern);
  if (isNested || repeats > 3 || text.length > (repeats > 1 ? 1_000 : 20_000)) return undefined;
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
