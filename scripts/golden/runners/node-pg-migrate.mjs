// Runs node-pg-migrate's migrations in ./migrations, all of one way.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const load = createRequire(`${process.cwd()}/`);
const { runner } = await import(pathToFileURL(load.resolve('node-pg-migrate')).href);
await runner({
  databaseUrl: process.env.DATABASE_URL,
  dir: 'migrations',
  direction: process.argv[2],
  count: Number.POSITIVE_INFINITY,
  singleTransaction: true,
  migrationsTable: 'pgmigrations',
  log: () => undefined,
});
