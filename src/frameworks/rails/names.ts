// Names as ActiveRecord quotes and makes them up. activerecord/lib/active_record/connection_adapters/abstract/schema_statements.rb
import { createHash } from 'node:crypto';
import { singularize } from '../ruby/inflections.ts';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `audit.users` is a table in a schema. */
export const quoteTable = (name: string): string =>
  partsOf(name)
    .map((part) => quoteName(part))
    .join('.');

const partsOf = (name: string): string[] =>
  (name.match(/[^".]+|"[^"]*"/g) ?? [name]).slice(0, 2).map((part) => part.replace(/^"(.*)"$/, '$1'));

export const schemaOf = (name: string): string | undefined => {
  const parts = partsOf(name);
  return parts.length > 1 ? parts[0] : undefined;
};

export const bareName = (name: string): string => partsOf(name).at(-1) ?? name;

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const digest = (identifier: string): string => createHash('sha256').update(identifier).digest('hex').slice(0, 10);

export const foreignKeyName = (table: string, columns: readonly string[]): string =>
  `fk_rails_${digest(`${table}_${columns.join('_and_')}_fk`)}`;

export const checkName = (table: string, expression: string): string =>
  `chk_rails_${digest(`${table}_${expression}_chk`)}`;

export const exclusionName = (table: string, expression: string): string =>
  `excl_rails_${digest(`${table}_${expression}_excl`)}`;

export const uniqueName = (table: string, columns: readonly string[]): string =>
  `uniq_rails_${digest(`${table}_${columns.join('_and_')}_unique`)}`;

export const isExpression = (column: string): boolean => /\W/.test(column);

const longestIndexName = 62;

/** The name of an index that is given none. Until 7.0 long names were not shortened. */
export function indexName(table: string, columns: readonly string[], isLegacy: boolean): string {
  const [only = ''] = columns;
  const parts = columns.length === 1 && isExpression(only) ? [(only.match(/\w+/g) ?? []).join('_')] : columns;
  const bare = isLegacy ? table : bareName(table);
  const name = `index_${bare}_on_${parts.join('_and_')}`;
  if (isLegacy || Buffer.byteLength(name) <= longestIndexName) return name;
  const hash = `_${digest(name)}`;
  return `${`idx_on_${parts.join('_')}`.slice(0, longestIndexName - hash.length)}${hash}`;
}

/** `user_id` for `users`. */
export const referenceColumn = (table: string, column = 'id'): string => `${singularize(bareName(table))}_${column}`;

/** `orgs_users`; what both names start with is written once. activerecord/lib/active_record/model_schema.rb */
export function joinTableName(first: string, second: string): string {
  return [first, second]
    .sort()
    .join('\0')
    .replace(/^(.*[._])(.+)\0\1(.+)/, '$1$2_$3')
    .replaceAll('\0', '_');
}
