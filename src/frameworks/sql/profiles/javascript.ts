// Prisma, Drizzle, Supabase, graphile-migrate and the SQL files of node-pg-migrate and Slonik: tools that come from npm.
import type { MigrationFolder, TransactionModel } from '../../framework.ts';
import type { Place, Profile } from '../profile.ts';
import { headOf, type Part, statementPlaces, unitsOf } from '../units.ts';

/** schema-engine/connectors/sql-schema-connector/src/flavour/postgres/connector/native/mod.rs: one simple query for each file. */
export const prisma: Profile = {
  id: 'prisma',
  signs: [
    { kind: 'here', name: 'migration_lock.toml', holds: /^[ \t]*provider\s*=\s*"postgres(?:ql)?"/m },
    { kind: 'path', path: /(?:^|\/)prisma\/(?:[^/]+\/)?migrations$/ },
    { kind: 'above', name: /^schema\.prisma$|^prisma\.config\.[cm]?[jt]s$/ },
  ],
  dependencies: [{ manifest: 'package.json', name: 'prisma' }],
  files: /^(?<version>\d*)[^/]*\/migration\.sql$/,
  order: 'text',
  transaction: {
    scope: 'file',
    kind: 'implicit',
    wayOut: 'one statement in each, as Prisma sends a migration.sql in one string',
  },
};

/** drizzle-orm/src/pg-core/dialect.ts migrate(), src/migrator.ts; framework-runs/drizzle-0.45.log */
export const drizzle: Profile = {
  id: 'drizzle',
  signs: [
    { kind: 'here', name: 'meta/_journal.json', holds: /"dialect"\s*:\s*"(?:postgresql|pg)"/ },
    {
      kind: 'above',
      name: /^drizzle(?:[.-][\w-]+)*\.config\.[cm]?[jt]s$|^drizzle\.config\.json$/,
      files: /\/migration\.sql$/,
    },
  ],
  files: /^(?<version>\d+)_[^/]*?(?:\/migration)?\.sql$/,
  order: 'number',
  sequence: ofJournal,
  transaction: {
    scope: 'run',
    kind: 'explicit',
    inStrings: true,
    elsewhere: 'by hand with psql before the deploy, as Drizzle runs all pending migrations in one transaction',
  },
  cut: /--> statement-breakpoint/g,
};

/** The journal's order; files that it does not name, which Drizzle does not run, come last all the same: they may be new. */
function ofJournal({ files, around }: MigrationFolder): Place[] | undefined {
  try {
    const { entries } = JSON.parse(around?.text('meta/_journal.json') ?? '') as { entries: { tag: string }[] };
    const present = new Set(files);
    const named = new Set(entries.map(({ tag }) => `${tag}.sql`).filter((path) => present.has(path)));
    const others = files.filter((path) => drizzle.files.test(path) && !named.has(path)).sort();
    return [...named, ...others].map((path) => ({ path, version: drizzle.files.exec(path)?.groups?.version ?? '' }));
  } catch {
    return undefined;
  }
}

const pipeline: TransactionModel = {
  scope: 'file',
  kind: 'pipeline',
  wayOut: 'as its first statement, as the Supabase CLI sends a migration in one pipeline',
};
const alone: TransactionModel = { scope: 'none', kind: 'explicit' };
/** What the CLI sends outside its batch, since 2.109 and (DROP INDEX) https://github.com/supabase/cli/pull/6276. */
const outsideBatch =
  /^(?:CREATE (?:UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|REINDEX .*CONCURRENTLY|VACUUM|ALTER SYSTEM|CLUSTER)\b/;
const mayStandOutside = /\b(?:concurrently|vacuum|system|cluster|database|tablespace)\b/i;

/** What PostgreSQL lets through as the first of a pipeline and refuses later in it. */
const firstOfBatch = /^ALTER TABLE .*DETACH PARTITION .*CONCURRENTLY|^(?:CREATE|DROP) (?:DATABASE|TABLESPACE)\b/;

/** pkg/migration/file.go ExecBatch: statements split, sent as one batch of the extended protocol. */
export const supabase: Profile = {
  id: 'supabase',
  signs: [{ kind: 'path', path: /(?:^|\/)supabase\/migrations$/ }],
  files: /^(?<version>\d+)_[^/]*\.sql$/,
  order: 'text',
  transaction: pipeline,
  units({ source, model }) {
    const { text } = source;
    if (!mayStandOutside.test(text)) return undefined;
    const places = [...statementPlaces(text)];
    const parts: Part[] = [];
    places.forEach(({ start, end }, at) => {
      const last = parts.at(-1);
      const head = headOf(text, start, end);
      const isOutside = outsideBatch.test(head) || (last?.transaction !== model && firstOfBatch.test(head));
      const next = { start: last?.end ?? 0, end: places[at + 1] ? end + 1 : text.length };
      if (last && !isOutside && last.transaction === model) parts[parts.length - 1] = { ...last, end: next.end };
      else parts.push({ ...next, transaction: isOutside ? alone : model });
    });
    return { units: unitsOf(source, parts) };
  },
};

/** src/migration.ts: `^--!\s*no-transaction\b` in the first line below the header of a committed migration. */
export const graphileMigrate: Profile = {
  id: 'graphile-migrate',
  signs: [
    { kind: 'above', name: /^\.gmrc(?:\.[cm]?js)?$/ },
    { kind: 'names', names: /^committed\/\d{6}(?:-[^/]*)?\.sql$|^current(?:\/.*)?\.sql$/ },
  ],
  dependencies: [{ manifest: 'package.json', name: 'graphile-migrate' }],
  files: /^(?:committed\/)?(?<version>\d{6})(?:-[^/]*)?\.sql$|^current(?:\/[^/]*)?\.sql$/,
  order: 'number',
  transaction: {
    scope: 'file',
    kind: 'explicit',
    inStrings: true,
    wayOut: 'whose first line is `--! no-transaction`, one statement in each',
  },
  optOuts: [
    {
      marker: /^(?:--! (?:Previous|Hash|Message|AllowInvalidHash)\b.*\r?\n)*(?:\r?\n)?--!\s*no-transaction\b/,
      transaction: {
        scope: 'file',
        kind: 'implicit',
        wayOut: 'whose first line is `--! no-transaction`, one statement in each',
      },
    },
  ],
  unread: [{ line: /^--![ \t]*include\b.*$/gim, reason: 'The SQL that graphile-migrate includes here is not read.' }],
  psql: true,
};

/** src/sqlMigration.ts, src/runner.ts; framework-runs/node-pg-migrate-9.log. SQL files have no marker to opt out. */
export const nodePgMigrate: Profile = {
  id: 'node-pg-migrate',
  signs: [],
  dependencies: [{ manifest: 'package.json', name: 'node-pg-migrate' }],
  files: /^(?<version>\d+)[-_][^/]*\.sql$/,
  order: 'number',
  transaction: {
    scope: 'run',
    kind: 'explicit',
    inStrings: true,
    wayOut: 'written in JavaScript with pgm.noTransaction(), each statement in a pgm.sql() of its own',
  },
  sections: {
    marker: /^\ufeff?[ \t]*--[ \t-]*(up|down)[ \t]+migration\b(.*)$/gim,
    transaction: () => nodePgMigrate.transaction,
  },
};

/** @slonik/migrator dist/index.js migrationsGlob(), resolver(), runCommand(); `down/` holds the ways back. */
export const slonik: Profile = {
  id: 'slonik',
  signs: [],
  dependencies: [{ manifest: 'package.json', name: '@slonik/migrator' }],
  files: /^(?:(?<down>down)\/)?(?<version>[^/]*)\.sql$/,
  order: 'text',
  transaction: {
    scope: 'file',
    kind: 'implicit',
    wayOut: 'one statement in each, as Slonik sends a file in one string',
  },
  settings: [
    {
      name: /^(?:.*migrat.*|.*slonik.*)\.[cm]?[jt]s$/i,
      holds: /\bsingleTransaction\s*:\s*true\b/,
      transaction: {
        scope: 'run',
        kind: 'explicit',
        inStrings: true,
        wayOut: 'run by a migrator without `singleTransaction`, one statement in each',
      },
    },
  ],
};
