// What lies among migrations in code and is no migration by itself: SQL files that those read, and code that no known tool runs.
import { isScript, nameOf } from '../frameworks/javascript/naming.ts';
import type { ShowPath } from './names.ts';
import { type FoundProject, foldersOf } from './projects.ts';
import { isBelow, type Wanted } from './wanted.ts';

interface Found {
  readonly projects: readonly FoundProject[];
  readonly wanted: Wanted;
  readonly show: ShowPath;
  readonly notes: string[];
}

/** Without plain SQL below a folder of migrations in code, unless the user names it; a note says so. */
export function withoutReadByCode({ projects, wanted, show, notes }: Found): FoundProject[] {
  const code = projects
    .filter(({ framework }) => framework.isCode)
    .flatMap((project) => foldersOf(project).map((folder) => ({ ...project, root: folder })));
  return projects.filter(({ framework, root, paths, entries }) => {
    const reader = framework.id === 'sql' && code.find((each) => isBelow(each.root, root) || each.root === root);
    // Of a Rails application `db` is the folder, in which other databases may have migrations in SQL.
    if (reader && root !== reader.root && /migrat/i.test(nameOf(root))) return true;
    if (!reader || (reader.root === root && reader.entries.length < entries.length)) return true;
    if ([...paths].some((path) => wanted.named.has(path))) return true;
    const files = entries.length === 1 ? 'The SQL file' : `The ${entries.length} SQL files`;
    const [are, their] = entries.length === 1 ? ['is', 'its'] : ['are', 'their'];
    notes.push(
      `${files} in ${show(root) || '.'} ${are} judged where ${reader.framework.id}'s migrations read ${their} text.`,
    );
    return false;
  });
}

/** Code that is named as migrations are, in a folder of which no tool is known. */
export function noteUnknownCode(alone: readonly string[], { show, notes }: Pick<Found, 'show' | 'notes'>): void {
  const looking = alone.filter((path) => isScript(path) && /^\d{3,}[-_.]/.test(nameOf(path)));
  const folders = new Map<string, number>();
  for (const path of looking) {
    const folder = show(path).replace(/\/?[^/]*$/, '') || '.';
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  for (const [folder, count] of folders) {
    const files =
      count === 1 ? '1 file is named as a migration is, but is' : `${count} files are named as migrations are, but are`;
    notes.push(`In ${folder} ${files} of no tool that is known, and left out.`);
  }
}
