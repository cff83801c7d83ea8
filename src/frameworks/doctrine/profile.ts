// Doctrine Migrations: classes `Version20240101000000` in files of that name, in the order of their names, a transaction for each.
import { phpFramework } from '../php/tool.ts';
import { databaseOf } from './database.ts';

export const doctrine = phpFramework({
  id: 'doctrine',
  generated: /^Version\d{12,}\w*\.php$/,
  // src/Finder/RecursiveRegexFinder.php
  fileName: /^(Version[^/]{1,255})\.php$/i,
  says: /\bAbstractMigration\b/,
  databaseOf,
  reader: async () => (await import('./migration.ts')).readMigration,
});
