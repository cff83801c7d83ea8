// Names for messages and advice: as the user would write them, quoted only where PostgreSQL needs it.
import { reservedWords } from '../postgres/reserved-words.ts';
import type { Step } from '../simulation/step.ts';

/** A template's `${schema}` or `{{ schema }}` within a name: whatever fills it stands there as written. */
const placeholder = /\$\{[^}]*\}|\{\{.*?\}\}/;

/** A name as an identifier in SQL. */
export const quoteIdent = (name: string): string =>
  placeholder.test(name) || (/^[a-z_][a-z0-9_$]*$/.test(name) && !reservedWords.has(name))
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
