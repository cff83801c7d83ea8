// Laravel: `database/migrations/2024_01_01_000000_create_users.php`, a transaction for each. illuminate/database/Migrations/Migrator.php
import type { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { phpFolders, rootOf } from '../php/folders.ts';
import { databaseOf } from './database.ts';
import type { readMigration } from './migration.ts';

const fileName = /^(\d{4}_\d{2}_\d{2}_\d+_\w+)\.php$/;
/** All that the Migrator takes: `*_*.php`. */
const anyName = /^([^.][^/]*_[^/]*)\.php$/;

const laravelOf = (folder?: MigrationFolder): Framework => {
  const database = folder && databaseOf(folder);
  return { ...laravel, ...(database === undefined ? {} : { database }) };
};

export const laravel: Framework = {
  id: 'laravel',
  extensions: ['.php'],
  folders: phpFolders,
  isCode: true,
  rootOf,
  detect,
  toolOf: laravelOf,
  toolNamed: (id, folder) => (id === 'laravel' ? laravelOf(folder) : undefined),
  list,
  compareVersions: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  load,
  read,
};

let reader: typeof readMigration | undefined;

/** Whoever has SQL alone does not wait for what reads PHP. */
async function load(): Promise<void> {
  const [migration, { loadPhp }] = await Promise.all([import('./migration.ts'), import('../php/syntax.ts')]);
  await loadPhp();
  reader = migration.readMigration;
}

function read(text: SourceText, _entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  if (!reader) throw new Error('load has not been awaited');
  return reader(text, options);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function detect({ files, around }: MigrationFolder): boolean {
  if (files.some((file) => fileName.test(nameOf(file)))) return true;
  const named = files.filter((file) => anyName.test(nameOf(file)));
  return named.some((file) => /\bIlluminate\\Database\\Migrations\\Migration\b/.test(around?.text(file) ?? ''));
}

/** By their names alone, whichever folder they are in. */
function list({ files }: MigrationFolder): MigrationEntry[] {
  return files
    .flatMap((path): MigrationEntry[] => {
      const version = anyName.exec(nameOf(path))?.[1];
      return version === undefined ? [] : [{ path, direction: 'up', version }];
    })
    .sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : a.path < b.path ? -1 : 1));
}
