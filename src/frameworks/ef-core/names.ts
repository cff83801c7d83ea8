// Identifiers and strings of the SQL that is made. EFCore.PG/Storage/Internal/NpgsqlSqlGenerationHelper.cs
import { quoteIdentifier } from '../../postgres/psql-variables.ts';

export const quote = quoteIdentifier;

/** `"shop"."users"` */
export const qualified = (name: string, schema: string | undefined): string =>
  schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;

export const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');

export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
