// The names that TypeORM gives to constraints, indexes and types. src/naming-strategy/DefaultNamingStrategy.ts
import { createHash } from 'node:crypto';

const hash = (text: string): string => createHash('sha1').update(text).digest('hex');

const lengths = { PK: 27, UQ: 27, REL: 26, DF: 27, FK: 27, IDX: 26, CHK: 26, XCL: 26 } as const;

/** `parts` are column names, in any order, or an expression. */
export function generatedName(
  kind: keyof typeof lengths,
  table: string,
  parts: readonly string[],
  where?: string,
): string {
  const name = (table.split('.').at(-1) ?? table).replace('.', '_');
  const key = `${name}_${[...parts].sort().join('_')}${where ? `_${where}` : ''}`;
  return `${kind}_${hash(key).slice(0, lengths[kind])}`;
}

export interface Path {
  readonly schema: string | undefined;
  readonly name: string;
}

/** `public.users`, `users`; what comes before those two is the database. */
export function pathOf(table: string): Path {
  const parts = table.split('.');
  return { name: parts.at(-1) ?? table, schema: parts.at(-2) };
}

/** The default schema is left out, as TypeORM leaves out the connection's own. */
export function quotePath(table: string): string {
  const { schema, name } = pathOf(table);
  return schema && schema !== 'public' ? `"${schema}"."${name}"` : `"${name}"`;
}

/** An index is dropped in its schema, which TypeORM knows from the table that it has loaded. */
export function quoteIndex(table: string, index: string): string {
  return `"${pathOf(table).schema ?? 'public'}"."${index}"`;
}

export const sequenceName = (table: string, column: string): string => `${pathOf(table).name}_${column}_seq`;

export function sequencePath(table: string, column: string): string {
  const { schema } = pathOf(table);
  const name = sequenceName(table, column);
  return schema ? `${schema}.${name}` : name;
}

export const quoteAll = (names: readonly string[], between = ', '): string =>
  names.map((name) => `"${name}"`).join(between);
