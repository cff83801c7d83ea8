// Groups files into the migration folders they belong to, each in version order.
import { basename, dirname, relative } from 'node:path';
import { configFor } from '../config/config.ts';
import type { Framework, MigrationEntry, MigrationFolder } from '../frameworks/framework.ts';
import { frameworks } from '../frameworks/index.ts';
import { databaseOfPath } from '../frameworks/sql/dialect.ts';
import { sql } from '../frameworks/sql/index.ts';
import type { Files } from './files.ts';
import { pathBelow, pathFrom, slashes } from './names.ts';
import type { SelectionRequest } from './request.ts';
import { surroundings } from './surroundings.ts';
import { isBelow } from './wanted.ts';

interface Asked {
  readonly files: Files;
  readonly request: SelectionRequest;
  /** Files that have been found already. */
  readonly found?: readonly string[];
}

/** `root` and the entries' paths are absolute. */
export interface FoundProject {
  readonly root: string;
  readonly framework: Framework;
  readonly entries: readonly MigrationEntry[];
  /** Of the entries. */
  readonly paths: ReadonlySet<string>;
  /** The project that a migration is of which is read without its history. */
  readonly partOf?: FoundProject;
}

/** The projects of the files given, by root, each with all of its migrations; `alone` are the files that belong to none. */
export function projectsOf(reader: Asked, paths: Iterable<string>): { projects: FoundProject[]; alone: string[] } {
  const byRoot = new Map<string, FoundProject | undefined>();
  const alone: string[] = [];
  const asked = { ...reader, found: [...paths] };
  for (const path of asked.found) {
    const project = frameworksOf(path)
      .map((framework) => projectAt(asked, framework, path, byRoot))
      .find((found) => found?.paths.has(path));
    if (!project) alone.push(path);
  }
  const found = [...byRoot.values()].filter((project) => project !== undefined);
  const projects = found.filter((project, at) => found.findIndex((each) => isSame(each, project)) === at);
  return { projects: projects.sort((a, b) => (a.root < b.root ? -1 : 1)), alone };
}

/** A tool's migrations of two kinds have been found by either. */
const isSame = (a: FoundProject, b: FoundProject): boolean =>
  a === b || (a.root === b.root && a.framework.id === b.framework.id && a.paths.size === b.paths.size);

/** A name that ends as none does is what the user calls SQL. */
function frameworksOf(path: string): readonly Framework[] {
  const fitting = frameworks.filter(({ extensions }) =>
    extensions.some((extension) => path.toLowerCase().endsWith(extension)),
  );
  return fitting.length > 0 ? fitting : [sql];
}

function projectAt(
  reader: Asked,
  framework: Framework,
  path: string,
  known: Map<string, FoundProject | undefined>,
): FoundProject | undefined {
  const root = framework.rootOf(slashes(path), reader.files.has);
  const key = `${framework.id} ${root}`;
  if (!known.has(key)) known.set(key, readProject(reader, framework, root, path));
  return known.get(key);
}

function readProject(reader: Asked, framework: Framework, root: string, path: string): FoundProject | undefined {
  const folder = folderOf(reader, framework, root);
  const tool = toolAt(reader.request, framework, path, folder);
  if (!tool) return undefined;
  const other = frameworks.find((each) => each !== framework && each.toolNamed?.(tool.id));
  const otherFolder = other && folderOf(reader, other, root);
  const both =
    other && otherFolder ? inBoth(tool, folder, other.toolNamed?.(tool.id, otherFolder), otherFolder) : undefined;
  const { framework: found, list } = both ?? { framework: tool, list: tool.list(folder) };
  const below = (name: string): string => pathBelow(root, name);
  const entries = list.map(({ needs, ...entry }) => ({
    ...entry,
    path: below(entry.path),
    ...(needs ? { needs: needs.map(below) } : {}),
  }));
  return { root, framework: found, entries, paths: new Set(entries.map((entry) => entry.path)) };
}

function folderOf({ files, found = [] }: Asked, framework: Framework, root: string): MigrationFolder {
  const below = framework.reaches
    ? found.filter((path) => isBelow(root, path)).map((path) => pathFrom(root, path))
    : [];
  const own = [...new Set([...files.beside(root, framework.reaches), ...below])].filter(
    (file) =>
      frameworksOf(file).includes(framework) &&
      framework.rootOf(slashes(pathBelow(root, file)), files.has) === root &&
      databaseOfPath(file) === undefined,
  );
  return { path: root, files: own, around: surroundings(files, root) };
}

/** A tool that runs migrations of two kinds has those of a folder in one order. */
function inBoth(
  tool: Framework,
  folder: MigrationFolder,
  other: Framework | undefined,
  otherFolder: MigrationFolder,
): { framework: Framework; list: MigrationEntry[] } | undefined {
  const others = other?.list(otherFolder) ?? [];
  if (!other || others.length === 0) return undefined;
  const own = tool.list(folder);
  const code = tool.isCode ? tool : other;
  const isOther = new Set(others.map(({ path }) => basename(path)));
  return {
    framework: {
      ...code,
      read: (text, entry, options) => (isOther.has(basename(entry.path)) ? other : tool).read(text, entry, options),
    },
    list: [...own, ...others].sort((a, b) => code.compareVersions(a.version, b.version) || (a.path < b.path ? -1 : 1)),
  };
}

/** What the config names, or what the folder tells; undefined where it is no migration folder of this kind. */
function toolAt(
  { config }: SelectionRequest,
  framework: Framework,
  path: string,
  folder: MigrationFolder,
): Framework | undefined {
  const { framework: id } = configFor(config, path);
  if (id !== undefined) return framework.toolNamed?.(id, folder);
  return framework.detect(folder) ? (framework.toolOf?.(folder) ?? framework) : undefined;
}

/** A file that belongs to no migration folder; undefined where it is code of no tool that is known. */
export function projectAlone({ files, request }: Asked, path: string): FoundProject | undefined {
  const [framework = sql] = frameworksOf(path);
  const root = dirname(path);
  const folder = { path: root, files: [basename(path)], around: surroundings(files, root) };
  const tool = toolAt(request, framework, path, folder);
  if (framework.isCode) return tool && projectOfOne(path, tool, tool.list(folder)[0]);
  const named = configFor(request.config, path).framework;
  return projectOfOne(path, (named && tool) ?? sql);
}

/** Where a project's migrations are: SQL that lies there may be what they read. */
export const foldersOf = ({ root, framework, entries }: FoundProject): string[] =>
  framework.reaches ? [...new Set(entries.map(({ path }) => dirname(path)))] : [root];

/** A file that is read without its history. */
export function projectOfOne(path: string, framework: Framework, entry?: MigrationEntry): FoundProject {
  const root = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
  const [listed] = sql.list({ path: root, files: [relative(root, path)] });
  const { direction = 'up', version = '' } = entry ?? listed ?? {};
  return { root, framework, entries: [{ path, direction, version }], paths: new Set([path]) };
}
