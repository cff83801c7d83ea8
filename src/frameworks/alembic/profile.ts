// Alembic's revisions (Flask-Migrate's too): `versions/<rev>_<slug>.py`, in the order of `down_revision`.
import { posix } from 'node:path';
import { databaseOfPackages } from '../drivers.ts';
import type { Framework, MigrationEntry, MigrationFolder } from '../framework.ts';
import { whenMet } from '../met.ts';
import { pythonDrivers } from '../python/drivers.ts';

const isRevision = (text: string): boolean =>
  (/^revision\s*(?::[^=]+)?=/m.test(text) && /^down_revision\s*(?::[^=]+)?=/m.test(text)) ||
  /^\s*revision\s*=.*;\s*down_revision\s*=/m.test(text);

const isCandidate = (file: string): boolean =>
  /^(?:[\d_-]+\/)*[^/]+\.py$/.test(file) && !/(?:^|\/)(?:(?:__init__|conftest|env)\.py$|test_[^/]*$)/.test(file);

/** The folder's revisions are put in order once, where that is asked for: nothing but their graph orders them. */
function alembicOf(folder?: MigrationFolder): Framework {
  if (!folder) return alembic;
  const database = databaseOfPackages(folder, pythonDrivers);
  let entries: MigrationEntry[] | undefined;
  let places: ReadonlyMap<string, number> | undefined;
  const listed = (): MigrationEntry[] => {
    entries ??= list(folder);
    return entries;
  };
  const placeOf = (version: string): number => {
    places ??= new Map(listed().map((entry, at) => [entry.version, at]));
    return places.get(version) ?? Number.MAX_SAFE_INTEGER;
  };
  return {
    ...alembic,
    ...(database === undefined ? {} : { database }),
    list: listed,
    compareVersions: (a, b) => placeOf(a) - placeOf(b) || byText(a, b),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const reader = whenMet(async () => (await import('./migration.ts')).readRevision);

export const alembic: Framework = {
  id: 'alembic',
  extensions: ['.py'],
  folders: { globs: ['*versions', '*migrat*', '*alembic*'], name: /^versions$|migrat|alembic/ },
  isCode: true,
  // `recursive_version_locations`, with a folder for each year.
  rootOf: (path) => /^(.*\/versions)\/(?:[\d_-]+\/)+[^/]+$/.exec(path)?.[1] ?? posix.dirname(path),
  reaches: (folder) => /^(?:[\d_-]+(?:\/|$))*$/.test(folder),
  detect: (folder) => revisionsIn(folder).length > 0,
  toolOf: alembicOf,
  toolNamed: (id, folder) => (id === 'alembic' ? alembicOf(folder) : undefined),
  list,
  compareVersions: byText,
  load: reader.load,
  read: (text, _entry, options) => reader.get()(text, options),
  // It goes by the text, the way that is asked for, and the files beside it, which the first file that imports them asks for.
  readsBy: '',
};

interface Revision {
  readonly file: string;
  readonly id: string;
  readonly before: readonly string[];
}

function revisionsIn({ files, around, path }: MigrationFolder): Revision[] {
  const candidates = files.filter(isCandidate);
  if (!around) {
    return posix.basename(path) === 'versions'
      ? candidates.map((file) => ({ file, id: posix.basename(file).split('_')[0] ?? file, before: [] }))
      : [];
  }
  return candidates.flatMap((file) => {
    const text = around.text(file);
    return text !== undefined && isRevision(text) ? [revisionOf(file, text)] : [];
  });
}

/** Identifiers as the module states them: a string, a tuple of them after a merge, or None. */
function revisionOf(file: string, text: string): Revision {
  const stated = (name: string): string[] => {
    const value =
      new RegExp(`(?:^|;)\\s*${name}\\s*(?::[^=\\n]+)?=\\s*(\\([^)]*\\)|\\[[^\\]]*\\]|[^\\n;#]*)`, 'm').exec(
        text,
      )?.[1] ?? '';
    return [...value.matchAll(/['"]([^'"]+)['"]/g)].map(([, id = '']) => id);
  };
  return { file, id: stated('revision')[0] ?? file, before: [...stated('down_revision'), ...stated('depends_on')] };
}

/** Each after those that it comes down to; branches by their file names. */
function list(folder: MigrationFolder): MigrationEntry[] {
  const found = revisionsIn(folder).sort((a, b) => (a.file < b.file ? -1 : 1));
  const byId = new Map(found.map((each) => [each.id, each]));
  const done = new Set<string>();
  const ordered: Revision[] = [];
  for (const each of found) {
    const open = [each];
    const opened = new Set([each.id]);
    for (let next = open.at(-1); next; next = open.at(-1)) {
      const waiting = next.before
        .map((id) => byId.get(id))
        .find((other) => other && !done.has(other.id) && !opened.has(other.id));
      if (waiting) {
        open.push(waiting);
        opened.add(waiting.id);
        continue;
      }
      open.pop();
      if (!done.has(next.id)) ordered.push(next);
      done.add(next.id);
    }
  }
  return ordered.map(({ file, id, before }) => ({
    path: file,
    direction: 'up',
    version: id,
    needs: before.flatMap((each) => byId.get(each)?.file ?? []),
  }));
}
