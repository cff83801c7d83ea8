// EF Core: classes in `Migrations/20240101000000_Name.cs`, by their ids, a transaction for each or one for all.
// EFCore.Relational/Migrations/Internal/MigrationsAssembly.cs
import { posix } from 'node:path';
import type { Framework, MigrationEntry, MigrationFolder } from '../framework.ts';
import { whenMet } from '../met.ts';
import { databaseOf, versionIn } from './provider.ts';

/** Beside each there may be its `.Designer.cs`, which says its id. */
const fileName = /^(\d{8,}_[^/]*?)(?<!\.Designer)\.cs$/;
const ownId = /\[\s*Migration\s*\(\s*"([^"]+)"\s*\)\s*\]/;

const efCoreOf = (folder?: MigrationFolder): Framework => {
  const database = folder && databaseOf(folder);
  const version = folder && versionIn(folder);
  return {
    ...efCore,
    ...(database === undefined ? {} : { database }),
    read: (text, _entry, options) =>
      reader.get()(text, options, { folder, ...(version === undefined ? {} : { version }) }),
  };
};

export const efCore: Framework = {
  id: 'ef-core',
  extensions: ['.cs'],
  folders: { globs: ['*migration*', '*Migration*'], name: /migration/i },
  isCode: true,
  rootOf: (path) => posix.dirname(path),
  detect,
  toolOf: efCoreOf,
  toolNamed: (id, folder) => (id === 'ef-core' ? efCoreOf(folder) : undefined),
  list,
  compareVersions: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  load: () => reader.load(),
  read: (text, _entry, options) => reader.get()(text, options),
};

const reader = whenMet(async () => {
  const [migration, { loadCSharp }] = await Promise.all([import('./migration.ts'), import('../csharp/syntax.ts')]);
  await loadCSharp();
  return migration.readMigration;
});

/** FluentMigrator's are classes that derive from a Migration too. */
const isMigration = (text: string | undefined): boolean =>
  /\bMigrationBuilder\b|\bMicrosoft\.EntityFrameworkCore\b/.test(text ?? '');

function detect({ files, around }: MigrationFolder): boolean {
  const found = files.filter((file) => fileName.test(file));
  return around ? found.some((file) => isMigration(around.text(file))) : found.length > 0;
}

function list({ files, around }: MigrationFolder): MigrationEntry[] {
  return files
    .flatMap((path): MigrationEntry[] => {
      if (!/^[^/]*\.cs$/.test(path) || /\.Designer\.cs$|ModelSnapshot\.cs$/.test(path)) return [];
      const version = fileName.exec(path)?.[1] ?? ownId.exec(around?.text(path) ?? '')?.[1];
      return version === undefined ? [] : [{ path, direction: 'up', version }];
    })
    .sort((a, b) => efCore.compareVersions(a.version, b.version) || (a.path < b.path ? -1 : 1));
}
