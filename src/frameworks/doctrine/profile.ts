// Doctrine Migrations: classes `Version20240101000000` in files of that name, in the order of their names, a transaction for each.
import type { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { phpFolders, rootOf } from '../php/folders.ts';
import { databaseOf } from './database.ts';
import type { readMigration } from './migration.ts';

// src/Finder/RecursiveRegexFinder.php
const fileName = /^(Version[^/]{1,255})\.php$/i;
const generated = /^Version\d{12,}\w*\.php$/;

const doctrineOf = (folder?: MigrationFolder): Framework => {
  const database = folder && databaseOf(folder);
  return { ...doctrine, ...(database === undefined ? {} : { database }) };
};

export const doctrine: Framework = {
  id: 'doctrine',
  extensions: ['.php'],
  folders: phpFolders,
  isCode: true,
  rootOf,
  detect,
  toolOf: doctrineOf,
  toolNamed: (id, folder) => (id === 'doctrine' ? doctrineOf(folder) : undefined),
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
  if (files.some((file) => generated.test(nameOf(file)))) return true;
  const named = files.filter((file) => fileName.test(nameOf(file)));
  return named.some((file) => /\bAbstractMigration\b/.test(around?.text(file) ?? ''));
}

/** By the names of their classes, whichever folder they are in. */
function list({ files }: MigrationFolder): MigrationEntry[] {
  return files
    .flatMap((path): MigrationEntry[] => {
      const version = fileName.exec(nameOf(path))?.[1];
      return version === undefined ? [] : [{ path, direction: 'up', version }];
    })
    .sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : a.path < b.path ? -1 : 1));
}
