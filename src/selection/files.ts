// The files that a selection is made from: those of the working tree that git does not ignore, or those of the index.
import { basename, join, relative } from 'node:path';
import type { Framework } from '../frameworks/framework.ts';
import { frameworks } from '../frameworks/index.ts';
import { repositoryRoot, type stagedChanges, storedFile } from './git.ts';
import type { Host } from './host.ts';
import { pathBelow, pathFrom, slashes } from './names.ts';

/** Paths are absolute. */
export interface Files {
  /** Migration-looking files below a folder, for the search. */
  readonly below: (folder: string) => Promise<string[]>;
  /** The files of a migration folder and its parts, or of all folders below that the tool reaches, relative to it. */
  readonly beside: (root: string, reaches?: Framework['reaches']) => string[];
  /** The names in a folder, each folder read once. */
  readonly names: (folder: string) => readonly string[];
  readonly has: (path: string) => boolean;
  /** As Host.readFile. */
  readonly read: (path: string) => Uint8Array | undefined;
}

const endsAs = ({ extensions }: Framework, path: string): boolean =>
  extensions.some((extension) => path.toLowerCase().endsWith(extension));
const hasExtension = (path: string): boolean => frameworks.some((framework) => endsAs(framework, path));

/**
 * Whether a search looks at the file, by its path below the folder that is searched: code only where migrations are likely,
 * or right there. At the top of a repository nothing is likely.
 */
function isLooked(path: string, isTop: boolean): boolean {
  return frameworks.some((framework) => {
    if (!endsAs(framework, path)) return false;
    const { folders } = framework;
    const above = slashes(path).split('/').slice(0, -1);
    return !folders || (above.length === 0 && !isTop) || above.some((name) => folders.name.test(name));
  });
}

/** Folders of others' files, and of files that are built. */
const skipped = /(?:^|\/)(?:node_modules|\.git|vendor|dist)\//;

export function workingTree(host: Host): Files {
  return {
    below: (folder) => filesBelow(host, folder),
    beside: (root, reaches) =>
      walk(host, root, {
        enters: (folder) => reaches !== undefined || isPart(host, root, folder),
        takes: hasExtension,
        reaches,
      }),
    names: namesIn(host),
    has: (path) => host.kind(path) === 'file',
    read: host.readFile,
  };
}

/** Whether a folder's files are migrations of the folder above: `001_users/up.sql`. */
const isPart = (host: Host, root: string, folder: string): boolean =>
  frameworks.some(({ rootOf }) =>
    ['up.sql', 'migration.sql'].some(
      (name) => rootOf(slashes(join(root, folder, name)), isFile(host)) === slashes(root),
    ),
  );

const isFile =
  (host: Host) =>
  (path: string): boolean =>
    host.kind(path) === 'file';

function namesIn(host: Host): Files['names'] {
  const known = new Map<string, readonly string[]>();
  return (folder) => {
    const names = known.get(folder) ?? host.list(folder).map(({ name }) => name);
    known.set(folder, names);
    return names;
  };
}

/** Those that git knows or does not ignore; all where there is no git, or where it knows nothing of the folder. */
async function filesBelow(host: Host, folder: string): Promise<string[]> {
  const isTop = host.kind(join(folder, '.git')) !== undefined;
  const isIn = frameworks.some(({ folders }) => folders?.name.test(basename(folder)) && !isTop);
  const takes = (path: string): boolean => (isIn ? hasExtension(path) : isLooked(path, isTop));
  const listed = repositoryRoot(host, folder)
    ? await host.git(
        ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...(isIn ? everywhere : likely)],
        folder,
      )
    : undefined;
  const known = listed?.code === 0 ? new TextDecoder().decode(listed.stdout).split('\0') : [];
  const present = known.filter(
    (path) => path !== '' && !skipped.test(path) && takes(path) && host.kind(join(folder, path)) === 'file',
  );
  const found = present.length > 0 ? [...new Set(present)] : walk(host, folder, { enters: () => true, takes });
  return found.map((path) => pathBelow(folder, path));
}

/** Pathspecs. */
const everywhere = frameworks.flatMap(({ extensions }) => extensions.map((extension) => `:(icase)*${extension}`));
const likely = frameworks.flatMap(({ extensions, folders }) =>
  extensions.flatMap((extension) =>
    folders
      ? [`:(icase,glob)*${extension}`, ...folders.globs.map((glob) => `:(icase)${glob}/*${extension}`)]
      : [`:(icase)*${extension}`],
  ),
);

const deepest = 30;

interface Walk {
  readonly enters: (folder: string) => boolean;
  readonly takes: (path: string) => boolean;
  readonly reaches?: Framework['reaches'];
}

function walk(host: Host, root: string, { enters, takes, reaches }: Walk, prefix = ''): string[] {
  const listed = host.list(join(root, prefix));
  const isReached = reaches?.(
    prefix,
    listed.map(({ name }) => name),
  );
  if (isReached === false) return [];
  return listed.flatMap(({ name, kind }) => {
    const path = `${prefix}${name}`;
    if (kind === 'file') return takes(path) ? [path] : [];
    if (kind !== 'folder' || name.startsWith('.') || skipped.test(`${name}/`) || !enters(path)) return [];
    return path.split('/').length > deepest ? [] : walk(host, root, { enters, takes, reaches }, `${path}/`);
  });
}

/** The index: files as staged; those that the working tree has in the same form are read there. */
export async function indexFiles(
  host: Host,
  root: string,
  staged: Awaited<ReturnType<typeof stagedChanges>>,
): Promise<Files> {
  const looked = (path: string): boolean => isLooked(relative(root, path), true);
  const tracked = staged.tracked.filter(looked);
  const indexed = new Set(staged.tracked);
  const dirty = staged.dirty.filter(looked);
  const stored = new Map(
    await Promise.all(dirty.map(async (path) => [path, await storedFile(host, root, { path })] as const)),
  );
  const within = (folder: string): string[] => {
    const start = `${slashes(folder).replace(/\/$/, '')}/`;
    const paths = tracked.filter((path) => slashes(path).startsWith(start));
    return paths.filter((path) => !skipped.test(slashes(path).slice(start.length)));
  };
  return {
    below: async (folder) => within(folder),
    beside: (folder) => within(folder).map((path) => pathFrom(folder, path)),
    // What tells the tool is as true in the working tree.
    names: namesIn(host),
    has: (path) => indexed.has(path),
    read: (path) => (stored.has(path) ? stored.get(path) : host.readFile(path)),
  };
}

/** The files with some contents of our own in place of those on disk, whether or not they are there. */
export function withContents(files: Files, contents: ReadonlyMap<string, Uint8Array>): Files {
  if (contents.size === 0) return files;
  return {
    ...files,
    beside: (root, reaches) => {
      const ours = [...contents.keys()].filter((path) => slashes(path).startsWith(`${slashes(root)}/`));
      return [...new Set([...files.beside(root, reaches), ...ours.map((path) => pathFrom(root, path))])];
    },
    has: (path) => contents.has(path) || files.has(path),
    read: (path) => contents.get(path) ?? files.read(path),
  };
}
