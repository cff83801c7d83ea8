// Rails: `db/migrate/20240101000000_add_users.rb`, a transaction for each. activerecord/lib/active_record/migration.rb
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { databaseOfPackages } from '../drivers.ts';
import type { Framework, MigrationEntry, MigrationFolder } from '../framework.ts';
import { whenMet } from '../met.ts';
import { rubyDrivers } from '../ruby/drivers.ts';
import { ownOf } from '../ruby/lookup.ts';

// MigrationFilenameRegexp of activerecord/lib/active_record/migration.rb
const fileName = /^(\d+)_[_a-z0-9]*\.?[_a-z0-9]*\.rb$/;
// db/migrate, db/post_migrate, db/animals_migrate, those of an engine.
const migrations = /(?:^|_)migrate$/;

const railsOf = (folder?: MigrationFolder): Framework => {
  const database = folder && (databaseOfFolder(folder) ?? databaseOfPackages(folder, rubyDrivers));
  return { ...rails, ...(database === undefined ? {} : { database }) };
};

/** `db/clickhouse_migrate` */
const databaseOfFolder = ({ path }: MigrationFolder): string | undefined =>
  ownOf({ clickhouse: 'ClickHouse', mysql: 'MySQL', sqlite: 'SQLite' }, nameOf(path).replace(/_migrate$/, ''));

const reader = whenMet(async () => {
  const [{ readMigration, readSchema }, { loadRuby }] = await Promise.all([
    import('./migration.ts'),
    import('../ruby/syntax.ts'),
  ]);
  await loadRuby();
  return { readMigration, readSchema };
});

export const rails: Framework = {
  id: 'rails',
  extensions: ['.rb'],
  folders: { globs: ['*migrate'], name: migrations },
  isCode: true,
  rootOf,
  detect,
  toolOf: railsOf,
  toolNamed: (id, folder) => (id === 'rails' ? railsOf(folder) : undefined),
  list,
  compareVersions,
  load: reader.load,
  read: (text, _entry, options) => reader.get().readMigration(text, options),
  readDump,
  // It goes by the text, the way that is asked for and the files beside it that it asks for, and keeps of them what they hold.
  readsBy: '',
};

/** `db/schema.rb` */
function readDump(text: SourceText): ReturnType<NonNullable<Framework['readDump']>> {
  if (!text.path.endsWith('.rb')) return undefined;
  const upTo = /\bdefine\(\s*:?version(?::|\s*=>)\s*([\d_]+)/.exec(text.text)?.[1];
  return upTo === undefined ? undefined : { file: reader.get().readSchema(text), upTo: upTo.replaceAll('_', '') };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Migrations may stand in folders within. Those of db/migrate and db/post_migrate are in one order. */
function rootOf(path: string): string {
  const folders = posix.dirname(path).split('/');
  const at = folders.findLastIndex((folder) => migrations.test(folder));
  if (at < 0) return folders.join('/');
  const isMain = /^(?:post_)?migrate$/.test(folders[at] ?? '') && folders[at - 1] === 'db';
  return folders.slice(0, isMain ? at : at + 1).join('/');
}

function detect({ path, files, around }: MigrationFolder): boolean {
  const named = files.filter((file) => fileName.test(nameOf(file)));
  const [first] = named;
  // Sequel's are in folders of the same name.
  if (first === undefined || /^Sequel\.migration\b/m.test(around?.text(first) ?? '')) return false;
  if (named.some((file) => migrations.test(nameOf(posix.dirname(posix.join(path, file)))))) return true;
  return named.some((file) => /<\s*(?:::)?ActiveRecord::Migration\b/.test(around?.text(file) ?? ''));
}

function list({ files }: MigrationFolder): MigrationEntry[] {
  return files
    .flatMap((path): MigrationEntry[] => {
      const version = fileName.exec(nameOf(path))?.[1];
      return version === undefined ? [] : [{ path, direction: 'up', version }];
    })
    .sort((a, b) => compareVersions(a.version, b.version) || (a.path < b.path ? -1 : 1));
}

/** As numbers, which may have more digits than a number holds exactly. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
