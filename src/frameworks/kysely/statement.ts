// A statement of Kysely's schema builder while it is built, and the steps that many kinds of them share.
import type { Machine } from '../javascript/machine.ts';
import { isNative, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { isFragment } from '../javascript/sql-tag.ts';
import type { Call } from '../javascript/value.ts';
import { bareQuery, type Step } from './builder.ts';
import { fragmentSql, inlined, quoted, reference } from './fragments.ts';

/** Words that stand before the name, between and after; what a statement is made of. */
export interface Statement {
  readonly name: string;
  /** Of `db.schema.withSchema(…)`. */
  readonly schema?: string;
  readonly words: readonly string[];
  readonly items: readonly string[];
  readonly tail: readonly string[];
  readonly as?: string;
}

export const start = (name: string, schema?: string): Statement => ({ name, schema, words: [], items: [], tail: [] });

/** A name in the schema that is said beforehand. */
export const qualified = (schema: string | undefined, name: string): string =>
  (schema === undefined || name.includes('.') ? '' : `${quoted(schema)}.`) + reference(name);

export const word =
  (text: string): Step<Statement> =>
  (state) => ({ ...state, words: [...state.words, text] });
export const tail =
  (text: string | ((args: readonly Plain[]) => string)): Step<Statement> =>
  (state, args) => ({ ...state, tail: [...state.tail, typeof text === 'string' ? text : text(args)] });

type Make = (args: readonly Plain[], call: Call, machine: Machine, state: Statement) => string | readonly string[];

export const item =
  (make: Make): Step<Statement> =>
  (state, args, call, machine) => {
    const made = make(args, call, machine, state);
    return { ...state, items: typeof made === 'string' ? [...state.items, made] : [...state.items, ...made] };
  };

export const has = ({ words }: Statement, text: string): string => (words.includes(text) ? ` ${text}` : '');
export const spaced = (parts: readonly string[]): string => parts.map((part) => ` ${part}`).join('');
export const text = (value: Plain): string => stringOf(value, 'a name');

/** What a view or a table is made from, with the values in it. */
export function asQuery(value: Plain): string {
  const bare = isNative(value) ? bareQuery(value) : undefined;
  if (bare) return inlined(bare);
  if (!isFragment(value)) throw new Unreadable('a query is not known');
  return fragmentSql(value);
}
