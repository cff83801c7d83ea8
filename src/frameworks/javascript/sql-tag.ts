// SQL that a template writes, sql`…`, whose values are sent as parameters unless they are SQL themselves.

import { concatTexts, holeOf, type Text, textOf } from '../text.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import { isNative, type Plain, plain } from './plain.ts';
import { type Native, native, type Value, whatOf } from './value.ts';

/** A value that is sent beside the statement; `read` throws `Unreadable` where it is not known. */
export interface Parameter {
  readonly kind: 'parameter';
  readonly read: () => Plain;
}

export type Part = Text | Parameter;

interface Fragment {
  readonly parts: readonly Part[] | (() => readonly Part[]);
}

export const parameter = (value: Plain): Parameter => ({ kind: 'parameter', read: () => value });

/** What is not known is said when it is asked for. */
export const parameterOf = (value: Value | undefined): Parameter => ({
  kind: 'parameter',
  read: () => (value ? plain(value, 'a value') : undefined),
});

/** The SQL that a value is; undefined for what is no SQL. */
export function partsOf(value: Value): readonly Part[] | undefined {
  const parts = value.kind === 'native' ? (value.data as Fragment | undefined)?.parts : undefined;
  if (typeof parts === 'function') return parts();
  return Array.isArray(parts) ? parts : undefined;
}

export const isFragment = (value: Plain): value is Native => {
  const parts = isNative(value) ? (value.data as Fragment | undefined)?.parts : undefined;
  return typeof parts === 'function' || Array.isArray(parts);
};

/** With a number for each parameter, or what `write` makes of its value. */
export function textOfParts(parts: readonly Part[], write?: (value: Plain) => string): Text {
  let count = 0;
  const texts = parts.map((part) => {
    if (part.kind === 'text') return part;
    count += 1;
    return textOf(write ? write(part.read()) : `$${count}`);
  });
  return concatTexts(texts);
}

/** Undefined for what is no such SQL. */
export function textOfFragment(value: Value): Text | undefined {
  const parts = partsOf(value);
  return parts && textOfParts(parts);
}

/** What is not known may be SQL or a value. */
function embedded(value: Value): readonly Part[] {
  const parts = partsOf(value);
  if (parts) return parts;
  return value.kind === 'unknown' || value.kind === 'native' ? [holeOf(whatOf(value))] : [parameterOf(value)];
}

/** `sql.join(list, separator)`. */
export function joined(machine: Machine, [items, separator]: readonly Value[]): readonly Part[] {
  if (!items) return [];
  const { items: values, isOpen } = iterate(machine, items);
  if (isOpen) return [holeOf(whatOf(items))];
  const between = separator ? embedded(separator) : [textOf(', ')];
  return values.flatMap((value, at) => (at > 0 ? [...between, ...embedded(value)] : embedded(value)));
}

/** The tag; `fragment` makes a value of what a template comes to, which has `{ parts }` as its data. */
export const tagOf = (
  fragment: (parts: readonly Part[]) => Native,
  members: (name: string) => Value | undefined = () => undefined,
): Native =>
  native('sql', {
    call: ({ args, quasis = [] }) =>
      fragment(quasis.flatMap((quasi, at) => (args[at] ? [quasi, ...embedded(args[at])] : [quasi]))),
    get: members,
  });
