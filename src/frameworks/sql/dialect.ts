// SQL that was written for another database and happens to live beside PostgreSQL's: left out with a sentence instead of called broken.
import { parsePiece } from '../../postgres/parse.ts';
import { wholeText } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';

const databases: Readonly<Record<string, string>> = {
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  sqlite3: 'SQLite',
  clickhouse: 'ClickHouse',
  mssql: 'SQL Server',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  cockroach: 'CockroachDB',
  cockroachdb: 'CockroachDB',
  spanner: 'Spanner',
  duckdb: 'DuckDB',
  h2: 'H2',
  hsqldb: 'HSQLDB',
  db2: 'Db2',
};

/**
 * The database that a path names: a folder `mysql/`, or `001_users.mysql.sql`.
 * Names where `mysql` is a word among others (`004_leave_mysql.sql`) say nothing.
 */
export function databaseOfPath(path: string): string | undefined {
  const folders = path.toLowerCase().split('/');
  const file = folders.pop() ?? '';
  const names = [...folders, ...file.split('.').slice(1, -1)];
  const found = names.find((name) => Object.hasOwn(databases, name));
  return found === undefined ? undefined : databases[found];
}

const signs: readonly (readonly [string, RegExp])[] = [
  [
    'ClickHouse',
    /\bengine\s*=\s*\w*(?:MergeTree|Distributed|Kafka|Buffer)\b|\bon\s+cluster\s+['{\w]|\b(?:LowCardinality|Nullable)\s*\(/i,
  ],
  [
    'MySQL',
    /\bengine\s*=\s*(?:innodb|myisam|memory|aria)\b|\bauto_increment\b|^\s*delimiter\s+\S+\s*$|`\w+`(?:\s|\.|,|\(|\))/im,
  ],
  ['SQLite', /\bautoincrement\b|^\s*pragma\s+\w+|\bwithout\s+rowid\b/im],
  [
    'SQL Server',
    /^\s*go\s*$|\bidentity\s*\(\s*\d+\s*,\s*\d+\s*\)\s*(?:not\s+null|primary|,)|\bn?varchar\s*\(\s*max\s*\)|\[dbo\]/im,
  ],
  ['Oracle', /\bn?varchar2\s*\(|^\s*\/\s*$/im],
];
const postgresOnly =
  /\$\w*\$|::\s*\w|\bjsonb\b|\b(?:big|small)?serial\b|\btimestamptz\b|\bplpgsql\b|\bconcurrently\b|\bnot\s+valid\b/i;
const quotedOrComment = /--.*|\/\*(?!!)[\s\S]*?\*\/|'(?:[^']|'')*'/g;

/**
 * The database that the text is written for where that is not PostgreSQL: it bears that database's signs and none of
 * PostgreSQL's own, and PostgreSQL's parser rejects it. Needs `loadParser` to have been awaited.
 */
export function databaseOfText(source: SourceText): string | undefined {
  const text = source.text.slice(0, 200_000).replace(quotedOrComment, ' ');
  const [database] = signs.find(([, sign]) => sign.test(text)) ?? [];
  if (database === undefined || postgresOnly.test(text)) return undefined;
  return parsePiece(wholeText(source), { psql: false }).gaps.some(({ kind }) => kind === 'syntax')
    ? database
    : undefined;
}
