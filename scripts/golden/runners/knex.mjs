// Runs Knex' migrations in ./migrations, all of one way.
import { createRequire } from 'node:module';

const knex = createRequire(`${process.cwd()}/`)('knex');
const database = knex({
  client: 'pg',
  connection: process.env.DATABASE_URL,
  migrations: { directory: './migrations' },
});
await (process.argv[2] === 'up' ? database.migrate.latest() : database.migrate.rollback(undefined, true));
await database.destroy();
