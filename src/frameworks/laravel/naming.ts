// Names as Laravel writes them: quoted ones, those that it makes for indexes, and what can't be one.
import { isNull, itemsOf, toText, type Value, whatOf } from '../php/value.ts';

/** What makes a call unreadable; completes "… is not read: ". */
export class Unreadable extends Error {}

/** A string that is known, or what a number or Stringable is as one. */
export function word(value: Value | undefined, what: string): string {
  if (value === undefined || isNull(value)) throw new Unreadable(`its ${what} is missing`);
  const text = toText(value);
  if (value.kind === 'list' || text.holes.length > 0) {
    throw new Unreadable(`its ${what} (${whatOf(value)}) is known only at run time`);
  }
  return text.text;
}

/** A name or an array of them; expressions stay what they are. */
export function words(value: Value | undefined, what: string): Value[] {
  if (value?.kind === 'list' && value.isOpen) throw new Unreadable(`its ${what} are known only at run time`);
  const all = value?.kind === 'list' ? itemsOf(value) : value === undefined ? [] : [value];
  for (const each of all) word(each, what);
  return all;
}

const part = (name: string): string => (name === '*' ? name : `"${name.replaceAll('"', '""')}"`);

/** `schema.table` is two names. */
export const quotedName = (name: string): string => name.split('.').map(part).join('.');

/** A column, or an expression as it stands. */
export const quotedColumn = (column: Value): string =>
  column.kind === 'native' ? toText(column).text : quotedName(toText(column).text);

export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Blueprint::createIndexName */
export const indexName = (table: string, columns: readonly Value[], type: string): string =>
  [table, columns.map((column) => toText(column).text).join('_'), type].join('_').toLowerCase().replace(/[-.]/g, '_');
