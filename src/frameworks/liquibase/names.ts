// Identifiers as Liquibase writes them for PostgreSQL: quoted where they are reserved or in mixed case, folded by the server where
// they are not. liquibase.database.core.PostgresDatabase.escapeObjectName

/** Which names are quoted: those that need it, only reserved ones, all (objectQuotingStrategy). */
export type Quoting = 'legacy' | 'reserved' | 'all';

const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
  notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar
  some symmetric table tablesample then to trailing true union unique user using variadic verbose when where window with`.split(
    /\s+/,
  ),
);

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
