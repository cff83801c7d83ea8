// Runs graphile-migrate's committed migrations in ./migrations, then what stands in current.sql. There is no way back.
import { createRequire } from 'node:module';

const { migrate, watch } = createRequire(`${process.cwd()}/`)('graphile-migrate');
const settings = { connectionString: process.env.DATABASE_URL, migrationsFolder: './migrations' };
await migrate(settings);
await watch(settings, true);
