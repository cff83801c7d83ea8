// Runs db-migrate's migrations in ./migrations, all of one way.
import { createRequire } from 'node:module';

const migrate = createRequire(`${process.cwd()}/`)('db-migrate');
const { PGHOST: host, PGPORT: port, PGUSER: user, PGPASSWORD: password, PGDATABASE: database } = process.env;
const runner = migrate.getInstance(true, {
  cwd: process.cwd(),
  config: { dev: { driver: 'pg', host, port, user, password, database } },
  throwUncatched: true,
});
runner.silence(true);
await (process.argv[2] === 'up' ? runner.up() : runner.reset());
