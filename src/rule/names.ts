// Names for messages and advice: as the user would write them, quoted only where PostgreSQL needs it.
import type { Step } from '../simulation/step.ts';

/** Keywords that can't stand as a column or table name without quotes (src/include/parser/kwlist.h: reserved, and type or function names). */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
  notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar
  some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window
  with`.split(/\s+/),
);

/** A template's `${schema}` or `{{ schema }}` within a name: whatever fills it stands there as written. */
const placeholder = /\$\{[^}]*\}|\{\{.*?\}\}/;

/** A name as an identifier in SQL. */
export const quoteIdent = (name: string): string =>
  placeholder.test(name) || (/^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name))
    ? name
    : `"${name.replaceAll('"', '""')}"`;

/** A relation, or anything else that lives in a schema: `orders`; `billing.orders` where the search_path would not find it first. */
export const nameOf = (step: Step, { schema, name }: { readonly schema: string; readonly name: string }): string =>
  schema === step.settings.searchPath[0] ? quoteIdent(name) : `${quoteIdent(schema)}.${quoteIdent(name)}`;

/** Whether an option's list names the relation: `users`, in whatever schema, or `billing.invoices`; `*` stands for any characters. */
export const isNamedIn = (
  patterns: unknown,
  { schema, name }: { readonly schema: string; readonly name: string },
): boolean =>
  Array.isArray(patterns) &&
  patterns.some((pattern) => {
    const parts = String(pattern).split('*');
    const source = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');
    return new RegExp(`^${source}$`).test(parts.some((part) => part.includes('.')) ? `${schema}.${name}` : name);
  });

/** `orders`, `orders and users`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A type as SQL spells it: `character varying(50)`. */
export { formatType as typeName } from '../postgres/effects/types.ts';
