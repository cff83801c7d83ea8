// The database that a project's packages reach. Migrations in code often say nothing of it, as their tools speak to several.
import { filesAbove } from '../around.ts';
import type { MigrationFolder } from '../framework.ts';

const postgres =
  /"(?:pg|pg-native|pg-promise|pg-mem|postgres|slonik|@neondatabase\/serverless|@vercel\/postgres|@electric-sql\/pglite|node-pg-migrate|@mikro-orm\/postgresql)"\s*:/;

const others: readonly (readonly [database: string, driver: RegExp])[] = [
  ['MySQL', /"(?:mysql2?|mariadb|@planetscale\/database|@mikro-orm\/(?:mysql|mariadb))"\s*:/],
  ['SQLite', /"(?:sqlite3|better-sqlite3|@libsql\/client|@mikro-orm\/(?:sqlite|better-sqlite|libsql))"\s*:/],
  ['SQL Server', /"(?:mssql|tedious|@mikro-orm\/mssql)"\s*:/],
  ['Oracle', /"oracledb"\s*:/],
];

/** By the manifests above the folder, where they name the drivers of one database and that is not PostgreSQL. */
export function databaseOfPackages({ around }: MigrationFolder): string | undefined {
  const texts = around ? filesAbove(around, /^package\.json$/).map((file) => around.text(file) ?? '') : [];
  if (texts.some((text) => postgres.test(text))) return undefined;
  const [first, ...rest] = others.filter(([, driver]) => texts.some((text) => driver.test(text)));
  return rest.length === 0 ? first?.[0] : undefined;
}
