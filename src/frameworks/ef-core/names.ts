// Identifiers and strings of the SQL that is made. EFCore.PG/Storage/Internal/NpgsqlSqlGenerationHelper.cs
import { quoteIdentifier } from '../../postgres/psql-variables.ts';
import { reservedWords } from '../../postgres/reserved-words.ts';

/** In quotes where PostgreSQL would read it otherwise. */
export const quote = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !reservedWords.has(name) ? name : quoteIdentifier(name);

/** `shop."Users"` */
export const qualified = (name: string, schema: string | undefined): string =>
  schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;

export const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');

export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
