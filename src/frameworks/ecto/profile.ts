// Ecto: `priv/repo/migrations/20240101000000_create_users.exs`, a transaction for each. lib/ecto/migrator.ex
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import type { readMigration } from './migration.ts';

const fileName = /^(\d+)_.*\.exs$/;

export const ecto: Framework = {
  id: 'ecto',
  extensions: ['.exs'],
  folders: { globs: ['*migrations'], name: /migrations$/ },
  isCode: true,
  rootOf: (path) => posix.dirname(path),
  detect: ({ path, files, around }) => {
    const named = files.filter((file) => fileName.test(file));
    if (!around) return posix.basename(path) === 'migrations' && named.length > 0;
    return named.some((file) => /\buse\s+[\w.]*Migration\b/.test(around.text(file) ?? ''));
  },
  toolNamed: (id) => (id === 'ecto' ? ecto : undefined),
  list,
  compareVersions: (a, b) => Number(a) - Number(b),
  load,
  read,
};

let reader: typeof readMigration | undefined;

async function load(): Promise<void> {
  const [migration, { loadElixir }] = await Promise.all([import('./migration.ts'), import('../elixir/syntax.ts')]);
  await loadElixir();
  reader = migration.readMigration;
}

function read(text: SourceText, _entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  if (!reader) throw new Error('load has not been awaited');
  return reader(text, options);
}

function list({ files }: MigrationFolder): MigrationEntry[] {
  const entries = files.flatMap((path): MigrationEntry[] => {
    const version = fileName.exec(path)?.[1];
    return version === undefined ? [] : [{ path, direction: 'up', version }];
  });
  return entries.sort((a, b) => ecto.compareVersions(a.version, b.version) || (a.path < b.path ? -1 : 1));
}
