// Ecto: `priv/repo/migrations/20240101000000_create_users.exs`, a transaction for each. lib/ecto/migrator.ex
import { posix } from 'node:path';
import type { Framework, MigrationEntry, MigrationFolder } from '../framework.ts';
import { whenMet } from '../met.ts';

const fileName = /^(\d+)_.*\.exs$/;

const reader = whenMet(async () => {
  const [{ readMigration }, { loadElixir }] = await Promise.all([
    import('./migration.ts'),
    import('../elixir/syntax.ts'),
  ]);
  await loadElixir();
  return readMigration;
});

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
  load: reader.load,
  read: (text, _entry, options) => reader.get()(text, options),
};

function list({ files }: MigrationFolder): MigrationEntry[] {
  const entries = files.flatMap((path): MigrationEntry[] => {
    const version = fileName.exec(path)?.[1];
    return version === undefined ? [] : [{ path, direction: 'up', version }];
  });
  return entries.sort((a, b) => ecto.compareVersions(a.version, b.version) || (a.path < b.path ? -1 : 1));
}
