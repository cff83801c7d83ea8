// Groups files into the migration folders they belong to, each in version order.
import { join, relative } from 'node:path';
import type { Framework, MigrationEntry } from '../frameworks/framework.ts';
import { frameworks } from '../frameworks/index.ts';
import { databaseOfPath } from '../frameworks/sql/dialect.ts';
import { sql } from '../frameworks/sql/index.ts';
import type { Files } from './files.ts';
import { slashes } from './names.ts';

/** `root` and the entries' paths are absolute. */
export interface FoundProject {
  readonly root: string;
  readonly framework: Framework;
  readonly entries: readonly MigrationEntry[];
  /** Of the entries. */
  readonly paths: ReadonlySet<string>;
}

/** The projects of the files given, by root, each with all of its migrations; `alone` are the files that belong to none. */
export function projectsOf(files: Files, paths: Iterable<string>): { projects: FoundProject[]; alone: string[] } {
  const byRoot = new Map<string, FoundProject | undefined>();
  const alone: string[] = [];
  for (const path of paths) {
    const project = frameworks
      .map((framework) => projectAt(files, framework, path, byRoot))
      .find((found) => found !== undefined);
    if (!project?.paths.has(path)) alone.push(path);
  }
  const projects = [...byRoot.values()].filter((project) => project !== undefined);
  return { projects: projects.sort((a, b) => (a.root < b.root ? -1 : 1)), alone };
}

function projectAt(
  files: Files,
  framework: Framework,
  path: string,
  known: Map<string, FoundProject | undefined>,
): FoundProject | undefined {
  const root = framework.rootOf(slashes(path));
  const key = `${framework.id} ${root}`;
  if (!known.has(key)) known.set(key, readProject(files, framework, root));
  return known.get(key);
}

function readProject(files: Files, framework: Framework, root: string): FoundProject | undefined {
  const own = files
    .beside(root)
    .filter((file) => framework.rootOf(slashes(join(root, file))) === root && databaseOfPath(file) === undefined);
  const folder = { path: root, files: own };
  if (!framework.detect(folder)) return undefined;
  const entries = framework.list(folder).map((entry) => ({ ...entry, path: join(root, entry.path) }));
  return { root, framework, entries, paths: new Set(entries.map(({ path }) => path)) };
}

/** A file that belongs to no migration folder, or is to be read without its history. */
export function projectOfOne(path: string, entry?: MigrationEntry): FoundProject {
  const root = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
  const [listed] = sql.list({ path: root, files: [relative(root, path)] });
  const { direction = 'up', version = '' } = entry ?? listed ?? {};
  return { root, framework: sql, entries: [{ path, direction, version }], paths: new Set([path]) };
}
