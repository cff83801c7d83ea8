// Django's migrations: `<app>/migrations/0001_initial.py`, in the order of their dependencies.
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { databaseOfPackages } from '../drivers.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { pythonDrivers } from '../python/drivers.ts';
import type { readMigration } from './migration.ts';

const isMigration = (text: string): boolean => /^class\s+Migration\s*\(/m.test(text) && /\bdjango\b/.test(text);

const isCandidate = (file: string): boolean =>
  /^[^/]+\.py$/.test(file) && !/^(?:__init__|conftest)\.py$|^test_/.test(file);

const djangoOf = (folder?: MigrationFolder): Framework => {
  const database = folder && databaseOfPackages(folder, pythonDrivers);
  return { ...django, ...(database === undefined ? {} : { database }) };
};

export const django: Framework = {
  id: 'django',
  extensions: ['.py'],
  folders: { globs: ['*migrations'], name: /^migrations$/ },
  isCode: true,
  rootOf: (path) => posix.dirname(path),
  detect: (folder) => migrationsIn(folder).length > 0,
  toolOf: djangoOf,
  toolNamed: (id, folder) => (id === 'django' ? djangoOf(folder) : undefined),
  list,
  compareVersions,
  load,
  read,
};

let reader: typeof readMigration | undefined;

async function load(): Promise<void> {
  const [migration, { loadPython }] = await Promise.all([import('./migration.ts'), import('../python/syntax.ts')]);
  await loadPython();
  reader = migration.readMigration;
}

function read(text: SourceText, entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  if (!reader) throw new Error('load has not been awaited');
  return [reader(text, entry.path, options)];
}

interface Found {
  readonly file: string;
  readonly text: string;
}

function migrationsIn({ files, around, path }: MigrationFolder): Found[] {
  if (!around)
    return posix.basename(path) === 'migrations' ? files.filter(isCandidate).map((file) => ({ file, text: '' })) : [];
  return files.filter(isCandidate).flatMap((file) => {
    const text = around.text(file);
    return text !== undefined && isMigration(text) ? [{ file, text }] : [];
  });
}

const nameOf = (file: string): string => file.replace(/\.py$/, '');

/** Those that a migration's class names in its own app, and what a squashed one replaces. */
function named({ text }: Found, attribute: string, app: string): string[] {
  const part = new RegExp(`^\\s+${attribute}\\s*=\\s*\\[([^\\]]*)\\]`, 'm').exec(text)?.[1] ?? '';
  const pairs = [...part.matchAll(/\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*,?\s*\)/g)];
  return pairs.filter(([, of]) => of === app).map(([, , name = '']) => name);
}

/** A squashed migration is left out while those that it replaces are there, as what is deployed has run them. */
function list(folder: MigrationFolder): MigrationEntry[] {
  const app = posix.basename(posix.dirname(folder.path));
  const found = migrationsIn(folder).sort((a, b) => compareVersions(nameOf(a.file), nameOf(b.file)));
  const names = new Set(found.map(({ file }) => nameOf(file)));
  const kept = found.filter((each) => {
    const replaced = named(each, 'replaces', app);
    return replaced.length === 0 || !replaced.every((name) => names.has(name));
  });
  return inOrder(kept, app).map(({ file }) => ({ path: file, direction: 'up', version: nameOf(file) }));
}

/** Each after those that it depends on, else by name. */
function inOrder(found: readonly Found[], app: string): Found[] {
  const byName = new Map(found.map((each) => [nameOf(each.file), each]));
  const done = new Set<string>();
  const ordered: Found[] = [];
  const visit = (each: Found): void => {
    const open: Found[] = [each];
    while (open.length > 0) {
      const next = open.at(-1) as Found;
      const name = nameOf(next.file);
      const before = named(next, 'dependencies', app).flatMap((other) => byName.get(other) ?? []);
      const waiting = before.filter((other) => !done.has(nameOf(other.file)) && !open.includes(other));
      if (done.has(name)) open.pop();
      else if (waiting[0]) open.push(waiting[0]);
      else {
        done.add(name);
        ordered.push(next);
        open.pop();
      }
    }
  };
  for (const each of found) visit(each);
  return ordered;
}

/** By the number that they start with, then as text. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => Number.parseInt(name, 10));
  if (Number.isFinite(left) && Number.isFinite(right) && left !== right) return (left ?? 0) - (right ?? 0);
  return a < b ? -1 : a > b ? 1 : 0;
}
