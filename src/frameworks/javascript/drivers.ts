// The names of the database drivers of Node.js.
import type { Drivers } from '../drivers.ts';

export const nodeDrivers: Drivers = {
  manifests: /^package\.json$/,
  postgres:
    /"(?:pg|pg-native|pg-promise|pg-mem|postgres|slonik|@neondatabase\/serverless|@vercel\/postgres|@electric-sql\/pglite|node-pg-migrate|db-migrate-pg|@slonik\/migrator|@mikro-orm\/postgresql)"\s*:/,
  others: [
    ['MySQL', /"(?:mysql2?|mariadb|@planetscale\/database|db-migrate-mysql|@mikro-orm\/(?:mysql|mariadb))"\s*:/],
    [
      'SQLite',
      /"(?:sqlite3|better-sqlite3|@libsql\/client|db-migrate-sqlite3|@mikro-orm\/(?:sqlite|better-sqlite|libsql))"\s*:/,
    ],
    ['SQL Server', /"(?:mssql|tedious|@mikro-orm\/mssql)"\s*:/],
    ['Oracle', /"oracledb"\s*:/],
  ],
};
