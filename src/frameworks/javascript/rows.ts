// What a statement that the migration sends gives back.
import { toText, type Unknown, unknown, type Value } from './value.ts';

/** The rows that `sql` finds: of the catalog, which tell what is there, or of the project's own tables. */
export function rowsOf(sender: string, sql: Value | undefined): Unknown {
  const isOfCatalog = sql !== undefined && /\b(?:pg_\w+|information_schema|to_reg\w+)\b/i.test(toText(sql).text);
  return unknown(`the rows of ${sender}`, isOfCatalog ? 'schema' : 'rows');
}
