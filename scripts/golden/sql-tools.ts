// The tools of SQL files whose statements are noted, and Slonik's migrator, which runs both.
import { join } from 'node:path';
import type { Tool, Way } from './tool.ts';

const pg = { pg: '8.23.1' };
const node = (runner: string) => (way: Way) => ['node', `runners/${runner}.mjs`, way];

export const sqlTools: readonly Tool[] = [
  {
    id: 'dbmate',
    npm: { '@dbmate/linux-x64': '2.36.0' },
    command: node('dbmate'),
    own: /schema_migrations|current_schema\(\)|pg_catalog|quote_ident|information_schema/i,
  },
  {
    id: 'sql-migrate',
    debian: [{ suite: 'bookworm', packages: ['sql-migrate'] }],
    command: (way) => ['sql-migrate', way, '-limit=0'],
    environment: (folder) => ({ PATH: `${join(folder, 'root/usr/bin')}:${process.env.PATH}` }),
    own: /gorp_migrations/,
  },
  {
    id: 'drizzle',
    npm: { 'drizzle-orm': '0.45.4', ...pg },
    command: node('drizzle'),
    upOnly: 'all',
    own: /__drizzle_migrations|SCHEMA IF NOT EXISTS "drizzle"/,
  },
  {
    id: 'prisma',
    npm: {
      '@prisma/schema-engine-wasm': '8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323',
      '@prisma/adapter-pg': '7.10.1',
      '@prisma/driver-adapter-utils': '7.10.1',
    },
    command: node('prisma'),
    upOnly: 'all',
    own: /_prisma_migrations|pg_(?:namespace|class|type|advisory)|pg_catalog|information_schema|current_setting|^SET search_path/i,
  },
  {
    id: 'graphile-migrate',
    npm: { 'graphile-migrate': '1.4.1' },
    command: node('graphile-migrate'),
    upOnly: 'all',
    own: /graphile_migrate|pg_(?:try_)?advisory/,
  },
  {
    id: 'slonik',
    npm: { '@slonik/migrator': '0.12.0', slonik: '29.2.0' },
    command: node('slonik'),
    own: /"migration"|pg_advisory|pg_type|^DISCARD|^SELECT 1$/i,
  },
  {
    id: 'sqitch',
    // Its many libraries come with the one that is installed.
    debian: [{ suite: 'bookworm', packages: ['sqitch'] }],
    programs: { 'sqitch --version && psql --version': 'sqitch libdbd-pg-perl postgresql-client' },
    command: (way) => ['sh', 'runners/sqitch.sh', way],
    own: /\bsqitch\b|pg_catalog|pg_try_advisory|split_part|^SHOW |^SET (?:client|search_path|SESSION)|\b(?:releases|projects|changes|tags|events|dependencies)\b|COALESCE/i,
  },
  ...['liquibase', 'liquibase-xml'].map(
    (id): Tool => ({
      id,
      npm: { liquibase: '4.28.1' },
      programs: { 'java -version': 'default-jre-headless' },
      command: node('liquibase'),
      upOnly: ['changes'],
      own: /databasechangelog|pg_get_keywords|pg_settings|pg_catalog\.pg_|current_schema|search_path|^select version|^SET (?:extra|appl)|^SELECT NULL|table_constraints/i,
    }),
  ),
];
