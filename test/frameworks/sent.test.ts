// What a tool really sent to a server (fixtures/frameworks/<tool>/sent.txt, as PostgreSQL logged it with log_statement = all) is
// what reading the same files comes to: the same strings, in the same order, in the same transactions.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { loadParser, parsePiece } from '../../src/postgres/parse.ts';
import { select } from '../../src/selection/select.ts';

beforeAll(loadParser);

const fixtures = resolve(import.meta.dirname, '../../fixtures/frameworks');

test.each([
  [
    'dbmate 2.36',
    'dbmate',
    ['20240101000000_init', '20240101000001_conc', '20240101000002_conc2'].map((name) => `db/migrations/${name}.sql`),
  ],
  ['sql-migrate', 'sql-migrate', ['m/1_a.sql', 'm/2_b.sql']],
  ['drizzle-orm 0.45', 'drizzle', ['drizzle/0000_init.sql', 'drizzle/0001_x.sql']],
  ['node-pg-migrate 9', 'node-pg-migrate', ['migrations/1700000000002_sql.sql']],
  ['Liquibase 4.4', 'liquibase', ['db/changelog/002-log.sql']],
  // Its WebAssembly engine, which splits files; the native one sends each as one string and logs the same statements.
  [
    'Prisma 8 (wasm)',
    'prisma',
    ['0_init', '1_conc', '2_multi'].map((name) => `prisma/migrations/2024010100000${name}/migration.sql`),
  ],
])('%s', async (_, tool, paths) => {
  const folder = join(fixtures, tool);
  const files = await read(folder, paths);
  expect(files.map(({ path }) => path)).toEqual(paths);
  expect(sentFor(files)).toEqual(logged(readFileSync(join(folder, 'sent.txt'), 'utf8')));
});

async function read(folder: string, paths: string[]): Promise<MigrationFile[]> {
  const host = nodeHost(folder);
  const { projects } = await select(host, { paths, mode: 'new', history: true, config: defaultConfig(folder) });
  const judged = projects.flatMap(({ migrations }) => migrations.filter((migration) => migration.judged));
  return judged.flatMap((migration) => {
    const reading = migration.read();
    return 'files' in reading ? reading.files : [];
  });
}

/** Strings, and BEGIN and COMMIT around those that the tool wraps. */
function sentFor(files: readonly MigrationFile[]): string[] {
  const sent = files.flatMap(({ framework, units, pieces, transaction }) =>
    (units ?? [{ pieces, transaction }]).flatMap((unit) => {
      const { scope, kind, inStrings = kind === 'implicit' } = unit.transaction;
      const isWhole = inStrings && framework !== 'prisma';
      const strings = unit.pieces.flatMap((piece) =>
        isWhole ? piece.sql : parsePiece(piece, { psql: false }).statements.map(({ sql }) => sql),
      );
      return kind === 'explicit' && scope !== 'none'
        ? ['BEGIN', ...strings.map(normal), 'COMMIT']
        : strings.map(normal);
    }),
  );
  const isRun = files.some(({ transaction }) => transaction.scope === 'run');
  return isRun
    ? sent.filter((each, at) => at === 0 || at === sent.length - 1 || !/^(?:BEGIN|COMMIT)$/.test(each))
    : sent;
}

const bookkeeping =
  /schema_migrations|gorp_migrations|__drizzle_migrations|_prisma_migrations|pgmigrations|databasechangelog|current_schema|quote_ident|information_schema|pg_(?:namespace|class|advisory)|SET SEARCH_PATH|CREATE SCHEMA IF NOT EXISTS "drizzle"|^!!ERROR/i;

/** Without what the tool does for itself, and transactions in which it does nothing else. */
function logged(text: string): string[] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !bookkeeping.test(line))
    .map((line) => (/^begin\b/i.test(line) ? 'BEGIN' : /^(?:commit|rollback)\b/i.test(line) ? 'COMMIT' : normal(line)));
  return lines.filter(
    (line, at) =>
      !(line === 'BEGIN' && lines[at + 1] === 'COMMIT') && !(line === 'COMMIT' && lines[at - 1] === 'BEGIN'),
  );
}

/** The log has a blank for each line break; Prisma's splitter keeps the comment before a statement. */
const normal = (sql: string): string =>
  sql
    .replace(/^\s*-- Create(?:Table|Index)\s/, '')
    .replace(/\s+/g, ' ')
    .replace(/[;\s]+$/, '')
    .trim();
