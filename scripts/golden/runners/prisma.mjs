// Runs Prisma's migrations in ./prisma/migrations with its schema engine as WebAssembly: the native one is downloaded from where
// npm and Debian do not reach. There is no way back.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = createRequire(`${process.cwd()}/`);
const { PrismaPg } = load('@prisma/adapter-pg');
const { bindMigrationAwareSqlAdapterFactory } = load('@prisma/driver-adapter-utils');
const package_ = join(process.cwd(), 'node_modules/@prisma/schema-engine-wasm');
const engine = await import(pathToFileURL(join(package_, 'schema_engine_bg.js')).href);
const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly');
const wasm = new Module(readFileSync(join(package_, 'schema_engine_bg.wasm')));
const instance = new Instance(wasm, { './schema_engine_bg.js': engine });
engine.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const folder = join(process.cwd(), 'prisma/migrations');
const migrationDirectories = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .map((path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok', value: readFileSync(join(folder, path, 'migration.sql'), 'utf8') },
    },
  }));
const schema = readFileSync(join(process.cwd(), 'prisma/schema.prisma'), 'utf8');
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: process.env.DATABASE_URL }));
const started = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
await started.applyMigrations({
  migrationsList: {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(folder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories,
  },
  filters: { externalTables: [], externalEnums: [] },
});
process.exit();
