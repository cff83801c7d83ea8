// Conditions of Knex's query builder: `where` and its relatives. lib/query/querybuilder.js

import { columnize, listOf, wrap } from '../javascript/knex-values.ts';
import { isFunction, isObject, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { textOf } from '../text.ts';
import {
  boundPart,
  type Condition,
  conditionsOf,
  joinParts,
  type Part,
  part,
  type Query,
  queryOf,
  rawPart,
  selectOf,
  written,
} from './query.ts';

const shape = /^(?:(and|or))?where(not)?(null|in|between|raw|exists|like|ilike|column)?$/i;

interface Asked {
  readonly isNot: boolean;
  readonly args: readonly Plain[];
  /** The query that a function fills that is given for a group or a query within. */
  readonly filled: (value: Plain) => Query;
}

/** What a method adds to the conditions; undefined where it is none of theirs. */
export function condition(key: string, args: readonly Plain[], filled: Asked['filled']): Condition | undefined {
  const match = shape.exec(key);
  if (!match) return undefined;
  const kind = (match[3] ?? '').toLowerCase();
  const word = match[1]?.toLowerCase() === 'or' ? 'or' : 'and';
  const make = kinds[kind];
  if (!make) throw new Unreadable(`${key} is not known here`);
  const made = make({ isNot: match[2] !== undefined, args, filled });
  const isGroup = word === 'or' && kind === '' && isObject(args[0]);
  return { ...(isGroup ? part(`(${made.sql})`, made.values) : made), word };
}

const not = (isNot: boolean): string => (isNot ? 'not ' : '');

const kinds: Readonly<Record<string, (asked: Asked) => Part>> = {
  '': basic,
  null: ({ isNot, args: [column] }) => part(`${wrap(column)} is ${not(isNot)}null`),
  in: ({ isNot, args: [column, given], filled }) => within(column, given, isNot, filled),
  between: ({ isNot, args: [column, given] }) => between(column, given, isNot),
  raw({ isNot, args: [sql, bindings] }) {
    const made = rawPart(sql) ?? boundPart(textOf(stringOf(sql, 'the condition')), bindings);
    return part(`${not(isNot)}${made.sql}`, made.values);
  },
  exists({ isNot, args: [given], filled }) {
    const { sql, values } = subquery(given, filled);
    return part(`${not(isNot)}exists (${sql})`, values);
  },
  like: ({ isNot, args: [column, value] }) => compared(wrap(column), `${not(isNot)}like`, value),
  ilike: ({ isNot, args: [column, value] }) => compared(wrap(column), `${not(isNot)}ilike`, value),
  column: ({ args }) =>
    part(`${wrap(args[0])} ${args.length > 2 ? stringOf(args[1], 'the operator') : '='} ${wrap(args.at(-1))}`),
};

function basic(asked: Asked): Part {
  const { isNot, args, filled } = asked;
  const [left, second, third] = args;
  if (typeof left === 'boolean') return compared('1', '=', left ? 1 : 0);
  if (isFunction(left)) {
    const { sql, values } = conditionsOf(filled(left).conditions);
    return part(`${not(isNot)}(${sql})`, values);
  }
  if (isObject(left)) return ofObject(left, asked);
  if (args.length === 1) {
    const raw = rawPart(left);
    if (!raw) throw new Unreadable('its condition is built by code');
    return part(`${not(isNot)}${raw.sql}`, raw.values);
  }
  const operator = args.length === 2 ? '=' : stringOf(second, 'the operator').toLowerCase().trim();
  const value = args.length === 2 ? second : third;
  if (operator === 'in' || operator === 'not in') return within(left, value, operator !== 'in', filled);
  if (operator === 'between' || operator === 'not between') return between(left, value, operator !== 'between');
  if (value === null && (args.length === 2 || /^is(?: not)?$/.test(operator)))
    return part(`${wrap(left)} is ${not(isNot || operator === 'is not')}null`);
  const made = compared(wrap(left), operator, value);
  return part(`${not(isNot)}${made.sql}`, made.values);
}

/** Each of its fields is a condition; `whereNot` denies but the first. */
function ofObject(fields: Readonly<Record<string, Plain>>, { isNot, filled }: Asked): Part {
  const entries = Object.entries(fields);
  if (isNot && entries.length !== 1) throw new Unreadable('its condition is not known here');
  return joinParts(
    entries.map((pair) => basic({ isNot, args: pair, filled })),
    ' and ',
  );
}

function compared(left: string, operator: string, value: Plain): Part {
  if (value === undefined) throw new Unreadable('a value is not given');
  const right = written(value);
  return part(`${left} ${operator} ${right.sql}`, right.values);
}

function within(column: Plain, given: Plain, isNot: boolean, filled: Asked['filled']): Part {
  const left = Array.isArray(column) ? `(${columnize(column)})` : wrap(column);
  if (!Array.isArray(given)) {
    const { sql, values } = subquery(given, filled);
    return part(`${left} ${not(isNot)}in (${sql})`, values);
  }
  if (given.length === 0) return compared('1', '=', isNot ? 1 : 0);
  const items = given.map((each) => {
    if (!Array.isArray(each)) return written(each);
    const { sql, values } = joinParts(each.map(written), ', ');
    return part(`(${sql})`, values);
  });
  const { sql, values } = joinParts(items, ', ');
  return part(`${left} ${not(isNot)}in (${sql})`, values);
}

/** A query in a query: its builder, or a function that builds one. */
function subquery(given: Plain, filled: Asked['filled']): Part {
  const query = isFunction(given) ? filled(given) : queryOf(given);
  if (query) return selectOf(query);
  const raw = rawPart(given);
  if (!raw) throw new Unreadable('its condition is built by code');
  return raw;
}

function between(column: Plain, given: Plain, isNot: boolean): Part {
  const [low, high] = listOf(given);
  if (low === undefined || high === undefined) throw new Unreadable('its bounds are not known');
  const bounds = joinParts([written(low), written(high)], ' and ');
  return part(`${wrap(column)} ${not(isNot)}between ${bounds.sql}`, bounds.values);
}
