// Runs Drizzle's migrations in ./drizzle. There is no way back.
import { createRequire } from 'node:module';

const load = createRequire(`${process.cwd()}/`);
const { drizzle } = load('drizzle-orm/node-postgres');
const { migrate } = load('drizzle-orm/node-postgres/migrator');
const { Pool } = load('pg');
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
await migrate(drizzle(pool), { migrationsFolder: './drizzle' });
await pool.end();
