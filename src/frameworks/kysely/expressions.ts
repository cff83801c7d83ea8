// Expressions of Kysely's queries: references, values and conditions. src/parser/binary-operation-parser.ts, value-parser.ts
import type { Machine } from '../javascript/machine.ts';
import { isFunction, isNative, isObject, type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Part, parameter, partsOf } from '../javascript/sql-tag.ts';
import type { Call, Native, Value } from '../javascript/value.ts';
import { holeOf, textOf } from '../text.ts';
import { immediate, quoted } from './fragments.ts';

export type Sql = readonly Part[];

/** What callbacks are given, and where they are called. */
export interface Context {
  readonly machine: Machine;
  readonly site: Call['site'];
  /** The expression builder. */
  readonly eb: () => Native;
}

/** SQL of strings and of parts. */
export const written = (...parts: readonly (string | Sql)[]): Sql =>
  parts.flatMap((part) => (typeof part === 'string' ? [textOf(part)] : part));

export const separated = (list: readonly Sql[], separator = ', '): Sql =>
  list.flatMap((each, at) => (at > 0 ? [textOf(separator), ...each] : each));

/** `a.b`, `a.*`; each name is quoted. */
const referenceText = (name: string): string =>
  name
    .split('.')
    .map((part) => (part === '*' ? part : quoted(part.trim())))
    .join('.');

/** A name with its alias: `people as p`. */
export const aliasedName = (name: string): string =>
  name
    .split(/\s+as\s+/i)
    .map(referenceText)
    .join(' as ');

/** What a callback gives: `(eb) => eb('age', '+', 1)`. */
export const calledBack = ({ machine, site, eb }: Context, callback: Value): Plain =>
  plain(machine.call(callback, [eb()], site), 'what its callback gives');

/** SQL that is given as such, or by a callback; undefined for other values. */
function given(context: Context, value: Plain): Sql | undefined {
  const made = isFunction(value) ? calledBack(context, value) : value;
  const parts = isNative(made) ? partsOf(made) : undefined;
  if (!parts && (isFunction(value) || isNative(value))) throw new Unreadable('an expression is built by code');
  return parts;
}

export const referenceSql = (context: Context, value: Plain): Sql =>
  given(context, value) ?? written(referenceText(stringOf(value, 'a reference')));

/** As `referenceSql`, with an alias: what `select` and `from` take. */
export const aliasedSql = (context: Context, value: Plain): Sql =>
  given(context, value) ?? written(aliasedName(stringOf(value, 'a name')));

/** One or several, of which all may come from one callback. */
export function aliasedList(context: Context, value: Plain): Sql[] {
  const made = isFunction(value) ? calledBack(context, value) : value;
  return (Array.isArray(made) ? made : [made]).map((each) => aliasedSql(context, each));
}

export const valueSql = (context: Context, value: Plain): Sql => given(context, value) ?? [parameter(value)];

function valuesSql(context: Context, value: Plain): Sql {
  if (!Array.isArray(value)) return valueSql(context, value);
  return written('(', separated(value.map((each) => valueSql(context, each))), ')');
}

/** `('a', 'is not', null)`, or an expression alone. */
export function conditionSql(context: Context, args: readonly Plain[]): Sql {
  if (args.length === 1) return valueSql(context, args[0]);
  const [left, operator, right] = args;
  const isImmediate = /^is(?: not)?$/.test(String(operator)) && (right === null || typeof right === 'boolean');
  const end = isImmediate ? written(String(right)) : valuesSql(context, right);
  return written(referenceSql(context, left), ' ', operatorSql(context, operator), ' ', end);
}

const operatorSql = (context: Context, operator: Plain): Sql =>
  given(context, operator) ?? written(stringOf(operator, 'the operator'));

export const referentialSql = (context: Context, [left, operator, right]: readonly Plain[]): Sql =>
  written(referenceSql(context, left), ' ', operatorSql(context, operator), ' ', referenceSql(context, right));

/** Of `eb.and` and `eb.or`: a list of conditions, or an object of columns and their values. */
export function filtersSql(context: Context, value: Plain, combinator: 'and' | 'or'): Sql {
  const list = Array.isArray(value)
    ? value.map((each) => valueSql(context, each))
    : Object.entries(objectEntries(value)).map(([name, each]) => {
        const operator = each === null || typeof each === 'boolean' ? 'is' : '=';
        return conditionSql(context, [name, operator, each]);
      });
  if (list.length === 0) return written(combinator === 'and' ? '1 = 1' : '1 = 0');
  const all = separated(list, ` ${combinator} `);
  return list.length > 1 ? written('(', all, ')') : all;
}

function objectEntries(value: Plain): Readonly<Record<string, Plain>> {
  if (!isObject(value)) throw new Unreadable('its conditions are built by code');
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

/** `{ column: value }`, `('column', value)` or a callback that gives one of them: what `set` takes. */
export function assignmentsSql(context: Context, args: readonly Plain[]): Sql {
  const [first, second] = args;
  if (args.length === 2) return written(referenceSql(context, first), ' = ', valueSql(context, second));
  const made = isFunction(first) ? calledBack(context, first) : first;
  const pairs = Object.entries(objectEntries(made));
  return separated(pairs.map(([name, value]) => written(`${quoted(name)} = `, valueSql(context, value))));
}

/** What can't be read is a hole that says why. */
export function attempted(work: () => Sql): Sql {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [holeOf(error.message)];
  }
}

export const literalSql = (value: Plain): Sql => written(immediate(value));
