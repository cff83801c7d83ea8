// The database that a Laravel project says is its own: DB_CONNECTION in the files that it comes with.
import { filesAbove } from '../around.ts';
import { type Drivers, databaseOfPackages } from '../drivers.ts';
import type { MigrationFolder } from '../framework.ts';

const packages: Drivers = {
  manifests: /^composer\.json$/,
  postgres: /"(?:ext-(?:pdo_)?pgsql|tpetry\/laravel-postgresql-enhanced|umbrellio\/laravel-pg-extensions)"/i,
  others: [
    ['MySQL', /"ext-(?:pdo_mysql|mysqli|mysqlnd)"/i],
    ['SQL Server', /"ext-(?:pdo_)?sqlsrv"/i],
  ],
};

const names: readonly (readonly [RegExp, string])[] = [
  [/^(?:mysql|mariadb)$/i, 'MySQL'],
  [/^sqlite$/i, 'SQLite'],
  [/^sqlsrv$/i, 'SQL Server'],
];

/** Undefined where it is PostgreSQL, or nothing tells. */
export function databaseOf(folder: MigrationFolder): string | undefined {
  const { around } = folder;
  if (!around) return undefined;
  const read = (name: RegExp): string[] => filesAbove(around, name).map((file) => around.text(file) ?? '');
  const examples = read(
    /^\.env\.[\w.-]*(?:example|dist|sample|docker|ci|testing|production)[\w.-]*$|^\.env\.?(?:dist)$/,
  );
  const composed = read(/^(?:docker-)?compose[\w.-]*\.ya?ml$/);
  const isPostgres = composed.some((text) => /\bimage:\s*['"]?[\w./-]*(?:postg|timescale|pgvector)/i.test(text));
  const stated = examples.flatMap((text) =>
    [...text.matchAll(/^\s*DB_CONNECTION\s*=\s*["']?(\w+)/gm)].map(([, name = '']) => name),
  );
  const config = ['../../config/database.php', '../../../config/database.php'].map((file) => around.text(file) ?? '');
  const fallbacks = config.flatMap((text) =>
    [...text.matchAll(/^\s*['"]default['"]\s*=>\s*(?:env\(\s*['"]DB_CONNECTION['"]\s*,\s*)?['"](\w+)['"]/gm)].map(
      ([, name = '']) => name,
    ),
  );
  if (isPostgres || [...stated, ...fallbacks].some((name) => /^(?:pgsql|postgres)/i.test(name))) return undefined;
  const database = databaseOfPackages(folder, packages);
  const [name = ''] = [...stated, ...fallbacks];
  const said = names.find(([pattern]) => pattern.test(name))?.[1];
  return hasPostgres(folder) ? undefined : (said ?? database);
}

const hasPostgres = ({ around }: MigrationFolder): boolean =>
  around !== undefined &&
  filesAbove(around, packages.manifests).some((file) => packages.postgres.test(around.text(file) ?? ''));
