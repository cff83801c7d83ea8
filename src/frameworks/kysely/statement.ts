// A statement of Kysely's schema builder while it is built, and the steps that many kinds of them share.
import { isFunction, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { isFragment } from '../javascript/sql-tag.ts';
import type { Call } from '../javascript/value.ts';
import { type Step, sqlOf } from './builder.ts';
import { fragmentSql, referenceOf } from './fragments.ts';

/** Words that stand before the name, between and after; what a statement is made of. */
export interface Statement {
  readonly name: string;
  readonly words: readonly string[];
  readonly items: readonly string[];
  readonly tail: readonly string[];
  readonly as?: string;
}

export const start = (name: string): Statement => ({ name, words: [], items: [], tail: [] });

export const word =
  (text: string): Step<Statement> =>
  (state) => ({ ...state, words: [...state.words, text] });
export const tail =
  (text: string | ((args: readonly Plain[]) => string)): Step<Statement> =>
  (state, args) => ({ ...state, tail: [...state.tail, typeof text === 'string' ? text : text(args)] });
export const item =
  (make: (args: readonly Plain[], call: Call) => string | readonly string[]): Step<Statement> =>
  (state, args, call) => ({ ...state, items: [...state.items, ...[make(args, call)].flat()] });

export const has = ({ words }: Statement, text: string): string => (words.includes(text) ? ` ${text}` : '');
export const spaced = (parts: readonly string[]): string => parts.map((part) => ` ${part}`).join('');
export const text = (value: Plain): string => stringOf(value, 'a name');

export const sqlOrFragment = (query: Plain): string => (isFragment(query) ? fragmentSql(query) : sqlOf(query));

/** `where('a', 'is not', null)`, `where(sql`…`)`. */
export function condition(args: readonly Plain[], value: (given: Plain) => string): string {
  const [left, operator, right] = args;
  if (args.length === 1) return fragmentSql(left);
  if (isFunction(left) || isFunction(right)) throw new Unreadable('its condition is built by code');
  if (Array.isArray(right)) return `${referenceOf(left)} ${text(operator)} (${right.map(value).join(', ')})`;
  return `${referenceOf(left)} ${text(operator)} ${right === null ? 'null' : value(right)}`;
}
