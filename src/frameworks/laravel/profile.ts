// Laravel: `database/migrations/2024_01_01_000000_create_users.php`, a transaction for each. illuminate/database/Migrations/Migrator.php
import { phpFramework } from '../php/tool.ts';
import { databaseOf } from './database.ts';

export const laravel = phpFramework({
  id: 'laravel',
  generated: /^\d{4}_\d{2}_\d{2}_\d+_\w+\.php$/,
  // All that the Migrator takes: `*_*.php`.
  fileName: /^([^.][^/]*_[^/]*)\.php$/,
  says: /\bIlluminate\\Database\\Migrations\\Migration\b/,
  databaseOf,
  reader: async () => (await import('./migration.ts')).readMigration,
});
