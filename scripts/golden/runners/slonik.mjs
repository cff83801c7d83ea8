// Runs the migrations of @slonik/migrator in ./migrations, all of one way.
import { createRequire } from 'node:module';

const load = createRequire(`${process.cwd()}/`);
const { createPool } = load('slonik');
const { SlonikMigrator } = load('@slonik/migrator');
const slonik = await createPool(process.env.DATABASE_URL);
const migrator = new SlonikMigrator({
  migrationsPath: './migrations',
  migrationTableName: 'migration',
  slonik,
  logger: undefined,
});
await (process.argv[2] === 'up' ? migrator.up() : migrator.down({ to: 0 }));
await slonik.end();
