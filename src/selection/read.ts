// Reads one migration when the simulation comes to it; what can't be read is a gap and the rest goes on.
import { basename, dirname, join, resolve } from 'node:path';
import { configFor } from '../config/config.ts';
import type { Direction, EarlierMigration, MigrationEntry, MigrationFile } from '../frameworks/framework.ts';
import { databaseOfText } from '../frameworks/sql/dialect.ts';
import { decode } from '../source/decode.ts';
import type { Gap } from '../source/gap.ts';
import { SourceText } from '../source/source-text.ts';
import type { Files } from './files.ts';
import { repositoryRoot } from './git.ts';
import type { Host } from './host.ts';
import type { ShowPath } from './names.ts';
import type { FoundProject } from './projects.ts';
import type { MigrationSource, Project, Reading, SelectionRequest } from './request.ts';
import { textAt } from './surroundings.ts';
import { isBelow } from './wanted.ts';

export interface Reader {
  readonly host: Host;
  readonly files: Files;
  readonly request: SelectionRequest;
  readonly show: ShowPath;
}

/** Those that are deployed when it runs, the last of them at 0. */
export type EarlierEntries = (back: number) => MigrationEntry | undefined;

interface Asked {
  readonly entry: MigrationEntry;
  readonly direction?: Direction;
  /** What the file holds, where that is known. */
  readonly given?: Uint8Array;
  readonly together?: readonly string[];
  readonly earlier?: EarlierEntries;
}

/** The part of the file that goes in the direction. */
export function readMigration(
  reader: Reader,
  project: FoundProject,
  { entry, direction = entry.direction, given, together, earlier }: Asked,
): Reading {
  const { files, request, show } = reader;
  const { framework, root } = project;
  const path = show(entry.path);
  if (framework.database !== undefined) return { leftOut: { path, database: framework.database } };
  const held: { bytes?: Uint8Array } = {};
  const bytesOf = (name: string) => {
    held.bytes = given ?? files.read(name);
    return held.bytes;
  };
  const read = readText(bytesOf, entry.path, path);
  const asked = new Map<string, string | undefined>();
  const inputs = () => (held.bytes ? { inputs: { bytes: held.bytes, beside: [...asked] } } : {});
  if ('gap' in read) return { files: [unread(path, framework.id, direction, read.gap)], ...inputs() };
  const { transaction } = configFor(request.config, entry.path);
  const find = besides(reader, root, entry.path);
  const beside = (name: string) => asked.set(name, find(name)).get(name);
  const memory = memoryOf(project);
  const parts = framework.read(read.text, entry, {
    direction,
    ...(transaction ? { transaction } : {}),
    beside,
    memory,
    ...(together ? { together } : {}),
    ...(earlier ? { earlier: (back) => earlierMigration(reader, root, earlier(back)) } : {}),
  });
  const database = databaseOfText(framework.isCode ? sentBy(parts, path) : read.text);
  if (database !== undefined) return { leftOut: { path, database }, ...inputs() };
  return { files: parts.filter((part) => part.direction === direction), ...inputs() };
}

/** What it holds is in the name of a history that is kept, which stands for it too. */
function earlierMigration(
  reader: Reader,
  root: string,
  entry: MigrationEntry | undefined,
): EarlierMigration | undefined {
  if (!entry) return undefined;
  const { path } = entry;
  const shown = reader.show(path);
  return {
    path: shown,
    text: () => {
      const read = readText(reader.files.read, path, shown);
      return 'text' in read ? read.text : undefined;
    },
    beside: (name) => besides(reader, root, path)(name),
  };
}

const memories = new WeakMap<FoundProject, Map<string, unknown>>();

function memoryOf(project: FoundProject): Map<string, unknown> {
  const whole = project.partOf ?? project;
  const memory = memories.get(whole) ?? new Map<string, unknown>();
  memories.set(whole, memory);
  return memory;
}

/** Undefined where the tool does not tell all that it reads by, or reads nothing as the database is another. */
export function sourceOf(
  reader: Reader,
  { framework, root }: FoundProject,
  entry: MigrationEntry,
  direction: Direction,
): MigrationSource | undefined {
  if (framework.readsBy === undefined || framework.database !== undefined) return undefined;
  const { files, request, show } = reader;
  const { path } = entry;
  const { transaction = '' } = configFor(request.config, path);
  return {
    how: JSON.stringify([show(path), entry, direction, transaction]),
    readsBy: framework.readsBy,
    bytes: () => {
      try {
        return files.read(path);
      } catch {
        return undefined;
      }
    },
    beside: besides(reader, root, path),
  };
}

/** What code sends tells the database, and not the code. */
const sentBy = (parts: readonly MigrationFile[], path: string): SourceText =>
  SourceText.of(path, parts.flatMap(({ pieces }) => pieces.map(({ sql }) => sql)).join(';\n'));

/** Whether the file has a part that goes in the direction; false where it can't be read. */
export function hasDirection(
  reader: Reader,
  project: FoundProject,
  entry: MigrationEntry,
  direction: Direction,
): boolean {
  if (entry.direction === direction) return true;
  const { framework, root } = project;
  const { files, show } = reader;
  const read = readText(files.read, entry.path, show(entry.path));
  const options = { direction, beside: besides(reader, root, entry.path), memory: memoryOf(project) };
  return 'text' in read && framework.read(read.text, entry, options).some((part) => part.direction === direction);
}

/** Files of the repository, or where there is none of the working directory: nothing outside is read for what a migration says. */
function besides({ host, files }: Reader, root: string, path: string): (name: string) => string | undefined {
  const top = repositoryRoot(host, root) ?? root;
  return (name) => {
    const found = join(dirname(path), name);
    const isOurs = [top, root, host.cwd].some((folder) => isBelow(folder, found)) || dirname(found) === dirname(path);
    return isOurs && files.names(dirname(found)).includes(basename(found)) ? textAt(files, found) : undefined;
  };
}

/** `read` as Host.readFile; `shown` is the name for messages. */
export function readText(read: Files['read'], absolute: string, shown: string): { text: SourceText } | { gap: Gap } {
  try {
    const bytes = read(absolute);
    if (!bytes) return { gap: { kind: 'unsupported', file: shown, reason: 'The file is no longer there.' } };
    const decoded = decode(bytes);
    if ('text' in decoded) return { text: SourceText.of(shown, decoded.text) };
    return {
      gap: {
        kind: /^The file is \d+ MB/.test(decoded.reason) ? 'size' : 'encoding',
        file: shown,
        reason: decoded.reason,
      },
    };
  } catch (error) {
    return {
      gap: { kind: 'unsupported', file: shown, reason: `The file can't be read: ${(error as Error).message}.` },
    };
  }
}

function unread(path: string, framework: string, direction: Direction, gap: Gap): MigrationFile {
  const transaction = { scope: 'none', kind: 'explicit' } as const;
  return { path, framework, direction, text: SourceText.of(path, ''), pieces: [], transaction, gaps: [gap] };
}

/**
 * Finds what psql's `\i` and `\ir` name: from the working directory, the migration folder, the including file's folder and the
 * root of the repository. Nothing outside of these is read.
 */
export function includer({ host, files, show }: Reader, root: string): Project['include'] {
  const top = repositoryRoot(host, root) ?? root;
  return (path, fromFile, relative) => {
    const own = dirname(resolve(host.cwd, fromFile));
    for (const folder of relative ? [own] : [host.cwd, root, own, top]) {
      const found = resolve(folder, path);
      if (!isBelow(top, found) && !isBelow(root, found) && !isBelow(host.cwd, found)) continue;
      if (host.kind(found) !== 'file' && !files.has(found)) continue;
      const read = readText(files.read, found, show(found));
      if ('text' in read) return read.text;
    }
    return undefined;
  };
}
