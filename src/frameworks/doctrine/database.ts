// The database that a project with Doctrine says is its own: in composer.json, DATABASE_URL and compose files.
import { type Drivers, databaseOfPackages } from '../drivers.ts';
import type { MigrationFolder } from '../framework.ts';

const packages: Drivers = {
  manifests: /^(?:composer\.json|\.env(?:\.[\w.-]+)?|(?:docker-)?compose[\w.-]*\.ya?ml)$/,
  postgres:
    /"ext-(?:pdo_)?pgsql"|^\s*[A-Z_]*DATABASE_URL=["']?(?:pdo-)?(?:pgsql|postgres(?:ql)?):|image:\s*['"]?[\w./-]*postg/im,
  others: [
    ['MySQL', /"ext-(?:pdo_mysql|mysqli)"|^\s*[A-Z_]*DATABASE_URL=["']?(?:pdo-)?(?:mysql|mysqli|mysql2|mariadb):/im],
    ['SQLite', /"ext-(?:pdo_)?sqlite3?"|^\s*[A-Z_]*DATABASE_URL=["']?(?:pdo-)?sqlite3?:/im],
  ],
};

/** Undefined where it is PostgreSQL, or nothing tells. */
export const databaseOf = (folder: MigrationFolder): string | undefined => databaseOfPackages(folder, packages);
