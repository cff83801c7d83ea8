// Identifiers as SQLAlchemy writes them: quoted where PostgreSQL would read them otherwise. sqlalchemy/dialects/postgresql/base.py
import { knownText, type Value, whatOf } from '../python/value.ts';

/** What makes a call impossible to read: its message completes "… is not read: ". */
export class Unreadable extends Error {}

const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog
  current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false
  fetch for foreign from grant group having in initially intersect into leading limit localtime localtimestamp new not null of off
  offset old on only or order placing primary references returning select session_user some symmetric table then to trailing true
  union unique user using variadic when where window with authorization between binary cross current_schema freeze full ilike inner
  is isnull join left like natural notnull outer over overlaps right similar verbose`.split(/\s+/),
);

export const quote = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replace(/"/g, '""')}"`;

export const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');

export const qualified = (name: string, schema: string | undefined): string =>
  schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;

export const literal = (value: string): string => `'${value.replace(/'/g, "''")}'`;

/** A known string; `what` is it in a sentence. */
export function nameIn(value: Value | undefined, what: string): string {
  const name = knownText(value);
  if (name === undefined) throw new Unreadable(`${what} is ${value ? whatOf(value) : 'missing'}`);
  return name;
}

export function namesIn(value: Value | undefined, what: string): string[] {
  if (value?.kind !== 'list' || value.isOpen) throw new Unreadable(`${what} are ${value ? whatOf(value) : 'missing'}`);
  return value.items.map((item) => nameIn(item, 'a column'));
}
