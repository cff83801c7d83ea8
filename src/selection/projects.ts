// Groups files into the migration folders they belong to, each in version order.
import { join, relative } from 'node:path';
import { configFor } from '../config/config.ts';
import type { Framework, MigrationEntry, MigrationFolder } from '../frameworks/framework.ts';
import { frameworks } from '../frameworks/index.ts';
import { databaseOfPath } from '../frameworks/sql/dialect.ts';
import { sql, toolNamed } from '../frameworks/sql/index.ts';
import type { Files } from './files.ts';
import { slashes } from './names.ts';
import type { SelectionRequest } from './request.ts';
import { surroundings } from './surroundings.ts';

interface Asked {
  readonly files: Files;
  readonly request: SelectionRequest;
}

/** `root` and the entries' paths are absolute. */
export interface FoundProject {
  readonly root: string;
  readonly framework: Framework;
  readonly entries: readonly MigrationEntry[];
  /** Of the entries. */
  readonly paths: ReadonlySet<string>;
}

/** The projects of the files given, by root, each with all of its migrations; `alone` are the files that belong to none. */
export function projectsOf(reader: Asked, paths: Iterable<string>): { projects: FoundProject[]; alone: string[] } {
  const byRoot = new Map<string, FoundProject | undefined>();
  const alone: string[] = [];
  for (const path of paths) {
    const project = frameworks
      .map((framework) => projectAt(reader, framework, path, byRoot))
      .find((found) => found !== undefined);
    if (!project?.paths.has(path)) alone.push(path);
  }
  const projects = [...byRoot.values()].filter((project) => project !== undefined);
  return { projects: projects.sort((a, b) => (a.root < b.root ? -1 : 1)), alone };
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

function readProject(
  { files, request }: Asked,
  framework: Framework,
  root: string,
  path: string,
): FoundProject | undefined {
  const own = files
    .beside(root)
    .filter(
      (file) => framework.rootOf(slashes(join(root, file)), files.has) === root && databaseOfPath(file) === undefined,
    );
  const folder = { path: root, files: own, around: surroundings(files, root) };
  const named = framework === sql ? namedTool(request, path, folder) : undefined;
  if (!named && !framework.detect(folder)) return undefined;
  const tool = named ?? framework.toolOf?.(folder) ?? framework;
  const entries = tool.list(folder).map((entry) => ({ ...entry, path: join(root, entry.path) }));
  return { root, framework: tool, entries, paths: new Set(entries.map((entry) => entry.path)) };
}

function namedTool({ config }: SelectionRequest, path: string, folder?: MigrationFolder): Framework | undefined {
  const { framework } = configFor(config, path);
  return framework === undefined ? undefined : toolNamed(framework, folder);
}

/** A file that belongs to no migration folder. */
export function projectAlone({ request }: Asked, path: string): FoundProject {
  return projectOfOne(path, namedTool(request, path) ?? sql);
}

/** A file that is read without its history. */
export function projectOfOne(path: string, framework: Framework, entry?: MigrationEntry): FoundProject {
  const root = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
  const [listed] = sql.list({ path: root, files: [relative(root, path)] });
  const { direction = 'up', version = '' } = entry ?? listed ?? {};
  return { root, framework, entries: [{ path, direction, version }], paths: new Set([path]) };
}
