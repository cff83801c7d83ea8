// Runs Kysely's migrations in ./migrations, all of one way.
import { promises as fs } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const load = createRequire(`${process.cwd()}/`);
const { FileMigrationProvider, Kysely, Migrator, NO_MIGRATIONS, PostgresDialect } = load('kysely');
const { Pool } = load('pg');
const db = new Kysely({
  dialect: new PostgresDialect({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) }),
});
const provider = new FileMigrationProvider({ fs, path, migrationFolder: path.resolve('migrations') });
const migrator = new Migrator({ db, provider });
const { error } = await (process.argv[2] === 'up' ? migrator.migrateToLatest() : migrator.migrateTo(NO_MIGRATIONS));
await db.destroy();
if (error) throw error;
