// The folder of the user's own in which histories are kept, never one of the project's. What can't be done there is left undone.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { HistoryStore } from '../kept-history.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** In bytes: of one history, and of all. */
const largest = 32_000_000;
const mostBytes = 128_000_000;
const mostFiles = 200;
const day = 86_400_000;
/** Finding and reading what was kept costs about as much as replaying these. */
const leastStatements = 20;

/** `id` is of the program's own contents. Undefined where there is no such folder to be had. */
export function historyStore(id: string, env: Environment, projectRoot: string): HistoryStore | undefined {
  const folder = folderIn(env);
  if (folder === undefined || isBelow(projectRoot, folder)) return undefined;
  const { v8, modules } = process.versions;
  return {
    program: `${id} ${v8} ${modules}`,
    least: leastStatements,
    names: () => attempt(() => (isOurs(folder) ? readdirSync(folder) : [])) ?? [],
    read: (name) => attempt(() => readOwn(join(folder, name))),
    write: (name, contents) => {
      attempt(() => write(folder, name, contents));
    },
  };
}

/** As the XDG Base Directory Specification has it: what is not absolute does not count. */
function folderIn(env: Environment): string | undefined {
  const { XDG_CACHE_HOME: cache = '', LOCALAPPDATA: local = '', HOME: home = '' } = env;
  if (isAbsolute(cache)) return join(cache, 'migration-lint');
  if (process.platform === 'win32') return isAbsolute(local) ? join(local, 'migration-lint', 'cache') : undefined;
  return isAbsolute(home) ? join(home, '.cache', 'migration-lint') : undefined;
}

function isBelow(root: string, folder: string): boolean {
  const way = relative(root, folder);
  return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** On Windows the folder of a user's profile is the user's. */
const isMine = ({ uid, mode }: Stats): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);

const isOurs = (folder: string): boolean => {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && isMine(found);
};

function readOwn(path: string): Uint8Array | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile() || !isMine(found) || found.size > largest) return undefined;
    // The oldest are removed: what is used is not old.
    if (Date.now() - found.mtimeMs > day) attempt(() => utimesSync(path, new Date(), new Date()));
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function write(folder: string, name: string, contents: Uint8Array): void {
  if (contents.length > largest) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOurs(folder)) return;
  const path = join(folder, name);
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, contents, { flag: 'wx', mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  removeOldest(folder);
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found?.isFile() ? [{ path, size: found.size, time: found.mtimeMs }] : [];
    })
    .sort((a, b) => b.time - a.time);
  let bytes = 0;
  for (const [at, { path, size }] of files.entries()) {
    bytes += size;
    if (bytes > mostBytes || at >= mostFiles) rmSync(path, { force: true });
  }
}
