// Runs MikroORM's migrations in ./migrations, all of one way, as ./mikro-orm.config.js says where there is one.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = createRequire(`${process.cwd()}/`);
/** @param {string} name */
const package_ = (name) => import(pathToFileURL(load.resolve(name)).href);
const { EntitySchema, MikroORM } = await package_('@mikro-orm/postgresql');
const { Migrator } = await package_('@mikro-orm/migrations');
const file = join(process.cwd(), 'mikro-orm.config.js');
const config = existsSync(file) ? (await import(pathToFileURL(file).href)).default : {};
const orm = await MikroORM.init({
  dbName: process.env.PGDATABASE,
  clientUrl: process.env.DATABASE_URL,
  entities: [new EntitySchema({ name: 'Any', properties: { id: { type: 'number', primary: true } } })],
  extensions: [Migrator],
  migrations: { path: join(process.cwd(), 'migrations'), snapshot: false, ...config.migrations },
});
await (process.argv[2] === 'up' ? orm.migrator.up() : orm.migrator.down({ to: 0 }));
await orm.close();
