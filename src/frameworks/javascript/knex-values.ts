// How Knex writes names, values and raw SQL, for itself and MikroORM, which sends through it. lib/formatter/wrappingFormatter.js, lib/raw.js

import { concatTexts, holeOf, type Site, sliceText, type Text, textOf } from '../text.ts';
import { type Machine, sendText } from './machine.ts';
import { isFunction, isNative, isObject, type Plain, type PlainObject, plain, stringsOf, Unreadable } from './plain.ts';
import { rowsOf } from './rows.ts';
import { isNullish, type Native, native, toText, type Value, whatOf } from './value.ts';

export interface RawSql {
  readonly rawText: Text;
  readonly bindings: Value | undefined;
}

/** `schema.table` is two names, `a as b` a name and its alias. */
export function wrap(name: Plain): string {
  const raw = rawSql(name);
  if (raw !== undefined) return raw;
  if (typeof name !== 'string') throw new Unreadable('a name is no string');
  const alias = /^(.*?)\s+as\s+(.*)$/i.exec(name);
  if (alias) return `${wrap(alias[1])} as ${wrap(alias[2])}`;
  return name
    .split('.')
    .map((part) => (part === '*' ? part : `"${part.trim().replaceAll('"', '""')}"`))
    .join('.');
}

export const columnize = (columns: Plain): string =>
  (Array.isArray(columns) ? columns : [columns]).map(wrap).join(', ');

export const namesOf = (columns: Plain): string[] => stringsOf(columns, 'the columns');

/** A value as it stands in a statement that takes no parameters. */
export function escaped(value: Plain): string {
  const raw = rawSql(value);
  if (raw !== undefined) return raw;
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string')
    return `${value.includes('\\') ? ' E' : ''}'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  if (isNative(value) || isFunction(value)) throw new Unreadable('a value is computed');
  return escaped(JSON.stringify(value));
}

/** lib/formatter/formatterUtils.js, formatDefault */
export function defaultSql(value: Plain, type: string): string {
  const raw = rawSql(value);
  if (raw !== undefined) return raw;
  if (value === null) return 'null';
  if (type === 'boolean') return `'${value && value !== 'false' ? 1 : 0}'`;
  if (type === 'json' || type === 'jsonb')
    if (isObject(value) || Array.isArray(value)) return `'${JSON.stringify(value)}'`;
  if (isNative(value) || isFunction(value)) throw new Unreadable('a default is computed');
  return escaped(String(value));
}

/** The SQL of `knex.raw(…)`, its values written in; undefined where the value is none. */
export function rawSql(value: Plain): string | undefined {
  if (!isNative(value)) return undefined;
  const data = value.data as Partial<RawSql> | undefined;
  if (!data?.rawText) return undefined;
  const text = bound(data.rawText, data.bindings, escaped);
  if (text.holes[0]) throw new Unreadable(`an expression is computed (${text.holes[0].what})`);
  return text.text;
}

/** `knex.raw(sql, bindings)`: sent when it is awaited, or a part of another statement. */
export function rawOf(machine: Machine, name: string, text: Text, bindings: Value | undefined, site: Site): Native {
  const self: Native = native(name, {
    data: { rawText: text, bindings } satisfies RawSql,
    asText: () => inString(name, text, bindings),
    settle() {
      let count = 0;
      const numbered = (): string => {
        count += 1;
        return `$${count}`;
      };
      sendText(machine, bound(text, bindings, numbered), site);
      return rowsOf(name, text);
    },
    get(key) {
      const isSame = ['transacting', 'wrap', 'timeout', 'connection', 'options', 'queryContext'].includes(key);
      return isSame ? native(key, { call: () => self }) : undefined;
    },
  });
  return self;
}

/** With its values written in. */
function inString(name: string, text: Text, bindings: Value | undefined): Text {
  try {
    return bound(text, bindings, escaped);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return holeOf(name);
  }
}

/** `??` and `:name:` stand for names, `?` and `:name` for values; `\?` is a question mark, with bindings and without. */
export function bound(text: Text, bindings: Value | undefined, write: (value: Plain) => string): Text {
  if (!bindings || isNullish(bindings)) return withQuestions(text);
  let given: Plain;
  try {
    given = plain(bindings, 'its bindings');
  } catch {
    return withUnknown(text, bindings);
  }
  return boundTo(text, given, write);
}

/** The same where all that is bound is known. */
export function boundTo(text: Text, given: Plain, write: (value: Plain) => string): Text {
  const named = isObject(given) ? given : undefined;
  const list = Array.isArray(given) ? given : [given];
  let next = 0;
  const parts: Text[] = [];
  let from = 0;
  const pattern = named ? /\\\?|(?<!:):(\w+)(:?)/g : /\\\?|\?\??/g;
  for (const match of text.text.matchAll(pattern)) {
    const isQuestion = match[0] === '\\?';
    if (!isQuestion && named && !(match[1] !== undefined && match[1] in named)) continue;
    parts.push(sliceText(text, from, match.index));
    from = match.index + (isQuestion ? 1 : match[0].length);
    if (isQuestion) continue;
    const value = named ? (named as PlainObject)[match[1] ?? ''] : list[next];
    next += 1;
    const isName = named ? match[2] === ':' : match[0] === '??';
    parts.push(textOf(isName ? columnize(value) : write(value)));
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

function withQuestions(text: Text): Text {
  const parts: Text[] = [];
  let from = 0;
  for (const { index } of text.text.matchAll(/\\\?/g)) {
    parts.push(sliceText(text, from, index));
    from = index + 1;
  }
  return from === 0 ? text : concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

/** Values that are not known are still values; names that are not known make holes. */
function withUnknown(text: Text, bindings: Value): Text {
  const parts: Text[] = [];
  let from = 0;
  let count = 0;
  for (const match of text.text.matchAll(/\?\??/g)) {
    parts.push(sliceText(text, from, match.index));
    from = match.index + match[0].length;
    count += 1;
    parts.push(match[0] === '??' ? holeOf(whatOf(bindings)) : textOf(`$${count}`));
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

/** A list as it is, anything else as a list of itself. */
export const listOf = (value: Plain): Plain[] => (Array.isArray(value) ? value : [value]);

export const textOfArgument = (value: Value | undefined): Text => (value ? toText(value) : textOf(''));
