// Runs TypeORM's migrations in ./migrations, all of one way, as ./data-source.js says.
import { createRequire } from 'node:module';

const { dataSource } = createRequire(`${process.cwd()}/`)('./data-source.js');
await dataSource.initialize();
if (process.argv[2] === 'up') await dataSource.runMigrations();
else for (const _ of await dataSource.query('SELECT * FROM "migrations"')) await dataSource.undoLastMigration();
await dataSource.destroy();
