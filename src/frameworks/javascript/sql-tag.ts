// SQL that a template writes, sql`…`, whose values are sent as parameters unless they are SQL themselves.

import { concatTexts, holeOf, type Text, textOf } from '../text.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import { isNative, type Plain } from './plain.ts';
import { type Native, native, type Value, whatOf } from './value.ts';

export type Part = Text | 'parameter';

interface Fragment {
  readonly parts: readonly Part[];
}

const partsOf = (value: Value): readonly Part[] | undefined => {
  const parts = value.kind === 'native' ? (value.data as Fragment | undefined)?.parts : undefined;
  return Array.isArray(parts) ? parts : undefined;
};

export const isFragment = (value: Plain): value is Native => isNative(value) && partsOf(value) !== undefined;

/** With a number for each parameter; undefined for what is no such SQL. */
export function textOfFragment(value: Value): Text | undefined {
  let parameters = 0;
  const texts = partsOf(value)?.map((part) => {
    if (part !== 'parameter') return part;
    parameters += 1;
    return textOf(`$${parameters}`);
  });
  return texts && concatTexts(texts);
}

/** What is not known may be SQL or a value. */
function embedded(value: Value): readonly Part[] {
  const parts = partsOf(value);
  if (parts) return parts;
  if (value.kind === 'native' && typeof (value.data as { sql?: unknown } | undefined)?.sql === 'string') {
    return [textOf((value.data as { sql: string }).sql)];
  }
  return value.kind === 'unknown' || value.kind === 'native' ? [holeOf(whatOf(value))] : ['parameter'];
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
