// Identifiers as Liquibase writes them for PostgreSQL: quoted where they are reserved or in mixed case, folded by the server where
// they are not. liquibase.database.core.PostgresDatabase.escapeObjectName
import { reservedWords } from '../../postgres/reserved-words.ts';

/** Which names are quoted: those that need it, only reserved ones, all (objectQuotingStrategy). */
export type Quoting = 'legacy' | 'reserved' | 'all';

// As of the PostgreSQL that it was written for.
const reserved = new Set([...reservedWords].filter((word) => word !== 'system_user'));

export function quote(name: string, quoting: Quoting): string {
  const written = name.trim();
  const isMixed = /[A-Z]/.test(written) && /[a-z]/.test(written);
  const isPlain = /^[a-z_][\w$]*$/i.test(written) && !reserved.has(written.toLowerCase());
  const asIs = quoting === 'reserved' ? isPlain : isPlain && !isMixed;
  return (asIs && quoting !== 'all') || /^"[^"]*"$/.test(written) ? written : `"${written.replaceAll('"', '""')}"`;
}

/** `a, b` */
export const quoteList = (names: string, quoting: Quoting): string =>
  names
    .split(',')
    .map((name) => quote(name, quoting))
    .join(', ');

export const literal = (value: string): string => `'${value.replace(/'/g, "''")}'`;

/** What the server makes of a name that is not quoted. */
export const folded = (name: string): string => (/^".*"$/.test(name) ? name.slice(1, -1) : name.toLowerCase());
