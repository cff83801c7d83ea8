// SQL migrations: files ordered by their names and run as psql runs them, or as the tool does that their project is known to use.
import { wholeText } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type {
  Framework,
  MigrationEntry,
  MigrationFile,
  MigrationFolder,
  ReadOptions,
  TransactionModel,
} from '../framework.ts';
import { compareText, compareVersions, isDirectionFolder, isVersioned, type Naming, namingOf } from './naming.ts';
import type { Profile } from './profile.ts';
import { listBy, readBy, type Settled, unsettled } from './profiled.ts';
import { profiles } from './profiles/index.ts';
import { profileOf, settingsIn } from './tool.ts';

export const sql: Framework = {
  id: 'sql',
  extensions: ['.sql'],
  rootOf,
  detect,
  toolOf,
  toolNamed,
  list,
  readsBy: 'sql',
  read,
  compareVersions,
};

const conventional = /(?:^|[-_.])(?:migrations?|migrate|changelogs?)$/i;
// Beside migrations, but none: what a tool dumps, seeds, and Flyway's callbacks.
const noMigration = /^(?:schema|structure|dump|seeds?)\.sql$|^(?:before|after)[A-Z]\w*\.sql$/;

/**
 * Above a folder that is a migration (`20240101_users/up.sql`), a part of a migration folder (`migrations/2024/001_x.sql`)
 * or a direction (`down/001.sql`).
 */
function rootOf(path: string, isFile?: (path: string) => boolean): string {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const top = isFile && sqitchTop(folders, isFile);
  if (top !== undefined) return top;
  const isNamedByFolder = /^(?:up|down|migration)\.sql$/i.test(file);
  while (folders.length > 1) {
    const [above = '', folder = ''] = folders.slice(-2);
    const isPart =
      (isVersioned(folder) && (isNamedByFolder || conventional.test(above))) ||
      (conventional.test(above) && (/^migration\.sql$/i.test(file) || /^(?:committed|current)$/.test(folder)));
    if (!isPart && !isDirectionFolder(folder)) break;
    folders.pop();
  }
  return folders.join('/');
}

/** The folder of a sqitch.plan, above deploy/, revert/ and verify/. */
function sqitchTop(folders: readonly string[], isFile: (path: string) => boolean): string | undefined {
  for (let at = folders.length - 1; at > 0; at -= 1) {
    if (!/^(?:deploy|revert|verify)$/.test(folders[at] ?? '')) continue;
    const top = folders.slice(0, at).join('/');
    if (isFile(`${top}/sqitch.plan`)) return top;
  }
  return undefined;
}

const isSql = (path: string): boolean => /\.sql$/i.test(path);

const isMigration = (path: string): boolean => isSql(path) && !noMigration.test(path.slice(path.lastIndexOf('/') + 1));

function detect({ path, files, around }: MigrationFolder): boolean {
  if (files.some((file) => file.startsWith('deploy/')) && around?.names(0).includes('sqitch.plan')) return true;
  const migrations = files.filter(isMigration);
  const isConventional = conventional.test(path.slice(path.lastIndexOf('/') + 1));
  return migrations.some((file) => namingOf(file).rank !== 1 || isConventional || /\.(?:up|down)\.sql$/i.test(file));
}

function toolOf(folder: MigrationFolder): Framework {
  const profile = profileOf(folder, folder.files.filter(isMigration));
  return profile ? frameworkOf(profile, settledIn(profile, folder)) : sql;
}

function settledIn(profile: Profile, folder: MigrationFolder): Settled {
  const found = settingsIn(folder, profile.settings ?? []);
  const { transaction = profile.transaction } = found.find((setting) => setting.transaction) ?? {};
  return { transaction, flags: new Set(found.flatMap(({ flag }) => flag ?? [])) };
}

/** The framework of a tool that the config names; its project's settings are read where the folder is given. */
function toolNamed(id: string, folder?: MigrationFolder): Framework | undefined {
  const profile = profiles.find((each) => each.id === id);
  if (!profile) return id === 'sql' ? plainSql : undefined;
  return frameworkOf(profile, folder ? settledIn(profile, folder) : unsettled(profile));
}

function frameworkOf(profile: Profile, settled: Settled): Framework {
  return {
    ...sql,
    id: profile.id,
    readsBy: JSON.stringify([profile.id, settled.transaction, [...settled.flags]]),
    list: (folder) => listBy(profile, folder, folder.files.filter(isSql)),
    read: (text, entry, options) => readBy(markedAs(text, entry) ?? profile, settled, { text, entry, options }),
  };
}

const plainSql: Framework = {
  ...sql,
  readsBy: 'plain',
  read: (text, entry, options) => [plainFile(text, entry, options)],
};

/** The tool whose own marks stand in the text. */
function markedAs({ text }: SourceText, { direction }: MigrationEntry): Profile | undefined {
  if (direction === 'down' || !/up|down|liquibase/i.test(text)) return undefined;
  return profiles.find(({ sections, begins }) => {
    if (begins) return begins.test(text.slice(0, 1000));
    return sections !== undefined && text.search(sections.marker) >= 0;
  });
}

function list({ files }: MigrationFolder): MigrationEntry[] {
  const present = new Set(files);
  return files
    .filter(isMigration)
    .map((path) => ({ path, ...namingOf(path) }))
    .sort(compareNamed)
    .map(({ path, version, direction }) => ({
      path,
      version,
      direction: isOtherHalf(path, present) ? 'down' : direction,
    }));
}

type Named = Naming & { readonly path: string };

const compareNamed = (a: Named, b: Named): number =>
  a.rank - b.rank ||
  (a.version && b.version ? compareVersions(a.version, b.version) : 0) ||
  compareText(a.path, b.path);

/** `001_users_down.sql` is a way back only beside `001_users_up.sql` or `001_users.sql`; alone it may shut something down. */
function isOtherHalf(path: string, present: ReadonlySet<string>): boolean {
  const stem = /^(.*)[_-](?:down|rollback|undo)\.sql$/i.exec(path)?.[1];
  return stem !== undefined && [`${stem}.sql`, `${stem}_up.sql`, `${stem}-up.sql`].some((up) => present.has(up));
}

function read(text: SourceText, entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  const profile = markedAs(text, entry);
  return profile ? readBy(profile, unsettled(profile), { text, entry, options }) : [plainFile(text, entry, options)];
}

function plainFile(text: SourceText, { direction }: MigrationEntry, options: ReadOptions): MigrationFile {
  const transaction = plain(options);
  return { path: text.path, framework: 'sql', direction, text, pieces: [wholeText(text)], transaction, gaps: [] };
}

/** psql commits each statement; the config knows what the project's own runner does. */
function plain({ transaction = 'none' }: ReadOptions): TransactionModel {
  return { scope: transaction, kind: 'explicit' };
}
