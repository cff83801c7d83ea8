// Which migrations a dump of the schema already contains, by the versions that it inserts into the migration tool's table.

/** Every version that the dump lists, or `upTo` where the tool's table holds only the newest. */
export type DumpContents = { readonly versions: ReadonlySet<string> } | { readonly upTo: string } | undefined;

const table =
  '(?:"?[\\w$]+"?\\.)?"?(?:ar_)?(?:schema_migrations|goose_db_version|flyway_schema_history|gorp_migrations|_sqlx_migrations|__diesel_schema_migrations|schema_version)"?';
const insert = new RegExp(`^INSERT\\s+INTO\\s+${table}\\s*(?:\\(([^)]*)\\))?\\s*VALUES\\s*([^;]*);`, 'gim');
const copy = new RegExp(`^COPY\\s+${table}\\s*\\(([^)]*)\\)\\s+FROM\\s+stdin;\\r?\\n([\\s\\S]*?)^\\\\\\.`, 'gim');

/** Undefined where the dump says nothing. */
export function dumpContents(text: string): DumpContents {
  const versions = new Set<string>();
  let holdsNewestOnly = false;
  const read = (columns: string, rows: readonly (readonly string[])[]): void => {
    const names = columns.split(',').map((name) => name.trim().replaceAll('"', '').toLowerCase());
    const at = Math.max(
      0,
      names.findIndex((name) => name === 'version' || name === 'version_id' || (name === 'id' && names.length === 2)),
    );
    // golang-migrate keeps one row: (version, dirty).
    if (names.includes('dirty')) holdsNewestOnly = true;
    for (const row of rows) if (row[at]) versions.add(normalised(row[at] ?? ''));
  };
  for (const [, columns = '', rows = ''] of text.matchAll(insert)) read(columns, tuples(rows));
  for (const [, columns = '', rows = ''] of text.matchAll(copy)) read(columns, lines(rows));
  if (versions.size === 0) return undefined;
  return holdsNewestOnly ? { upTo: [...versions].at(-1) ?? '' } : { versions };
}

const tuples = (rows: string): string[][] =>
  [...rows.matchAll(/\(((?:'(?:[^']|'')*'|[^')])*)\)/g)].map(([, row = '']) =>
    row.split(',').map((value) => value.trim().replace(/^'([\s\S]*)'$/, '$1')),
  );

const lines = (rows: string): string[][] =>
  rows
    .split(/\r?\n/)
    .filter(Boolean)
    .map((row) => row.split('\t'));

/** As versions are compared: `001` is `1`, `2_1` is `2.1`; a file's name stands for the version that it starts with. */
export const normalised = (version: string): string =>
  (/^[vV]?(\d+(?:[._/]\d+)*)/.exec(version)?.[1] ?? version).replace(/[_/]/g, '.').replace(/(^|\.)0+(?=\d)/g, '$1');
