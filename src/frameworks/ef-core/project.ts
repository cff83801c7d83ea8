// The files around a migration that say more of it: SQL that it sends, and classes of the project that it uses.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import type { MigrationFolder, ReadOptions } from '../framework.ts';

const newest = 10;

/** The major version by that which wrote the migration, or the newest. */
export function versionOf(designer: string | undefined): number {
  const found = /"ProductVersion",\s*"(\d+)/.exec(designer ?? '')?.[1];
  return found === undefined ? newest : Number(found);
}

/** Finds files beside the migrations, above them, and in folders beside any of these. */
export interface Nearby {
  /** By a path or by the name of a resource: `Shop.Migrations.Sql.a.sql`. */
  readonly file: (name: string) => SourceText | undefined;
  readonly classFile: (name: string) => SourceText | undefined;
}

const levels = 5;
const mostFolders = 60;

/** `directory` is that of the migrations. */
export function nearbyOf(
  directory: string,
  folder: MigrationFolder | undefined,
  { beside, memory }: ReadOptions,
): Nearby {
  const known = memory?.get('ef-core nearby') as Nearby | undefined;
  if (known) return known;
  const found = new Map<string, SourceText | undefined>();
  const at = (path: string): SourceText | undefined => {
    const text = beside?.(path);
    return text === undefined ? undefined : SourceText.of(posix.join(directory, path), text);
  };
  const search = (name: string): SourceText | undefined => {
    for (const up of foldersOf(folder)) {
      const file = at(`${up}${name}`);
      if (file) return file;
    }
    return undefined;
  };
  const remembered = (key: string, work: () => SourceText | undefined): SourceText | undefined => {
    if (!found.has(key)) found.set(key, work());
    return found.get(key);
  };
  const made: Nearby = {
    file: (name) => remembered(name, () => first(tailsOf(name), search)),
    classFile: (name) =>
      remembered(`class ${name}`, () => {
        const own = folder?.files.find((file) => file.endsWith(`_${name}.cs`));
        return own === undefined ? search(`${name}.cs`) : at(own);
      }),
  };
  memory?.set('ef-core nearby', made);
  return made;
}

function first<T>(names: readonly string[], work: (name: string) => T | undefined): T | undefined {
  for (const name of names) {
    const found = work(name);
    if (found) return found;
  }
  return undefined;
}

/** ``, `../`, `../Sql/` … */
function foldersOf(folder: MigrationFolder | undefined): string[] {
  const ups = Array.from({ length: levels }, (_, up) => '../'.repeat(up));
  const within = ups.slice(0, 4).flatMap((up, level) =>
    (folder?.around?.names(level) ?? [])
      .filter((name) => /^[A-Za-z][\w-]*$/.test(name))
      .slice(0, mostFolders)
      .map((name) => `${up}${name}/`),
  );
  return [...ups, ...within];
}

/** `a/b/c.sql`, `b/c.sql` …; the dots of a resource may stand for folders. */
function tailsOf(name: string): string[] {
  const path = name.replaceAll('\\', '/').replace(/^[./]+/, '');
  if (path.includes('/')) {
    const parts = path.split('/');
    return parts.map((_, at) => parts.slice(at).join('/'));
  }
  const [, stem = path, extension = ''] = /^(.*)(\.\w+)$/.exec(path) ?? [];
  const words = stem.split('.').slice(-8);
  return words.flatMap((_, from) => {
    const rest = words.slice(from);
    return rest.map((__, dots) => {
      const folders = rest.slice(0, rest.length - 1 - dots);
      return `${[...folders, rest.slice(rest.length - 1 - dots).join('.')].join('/')}${extension}`;
    });
  });
}
