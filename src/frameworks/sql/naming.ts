// What a plain SQL migration's name says: its version, its place in the order, and whether it goes up or down.
import type { Direction } from '../framework.ts';

export interface Naming {
  /** As written, without prefix and separators; '' where the name has none. */
  readonly version: string;
  /** Numbered ones run first, then those ordered by name alone, then Flyway's repeatable ones. */
  readonly rank: 0 | 1 | 2;
  readonly direction: Direction;
}

const downFolder = /^(?:downs?|rollbacks?|reverts?|undo)$/i;
const downFile = /(?:^|\.)(?:down|undo|rollback)\.sql$/i;

// https://documentation.red-gate.com/fd/migrations-184127470.html: V2.1__x, U2.1__x undoes it, B is a baseline, R__x is repeatable.
const flyway = /^([VUB])(\d+(?:[._]\d+)*)__|^(R)__/i;
// 2024-01-31-120000_name (diesel), 2024-01-31_name.
const dated = /^(\d{4}-\d{2}-\d{2}(?:-\d{4,6})?(?:-\d{4})?)(?=[._\s-]|$)/;
const numbered = /^[vV]?(\d+(?:\.\d+)*|\d{8}T\d{6}Z?)(?=[._\s-]|$)/;

/** `path` is relative to the migration folder: `V2.1__x.sql`, `20240101_x/up.sql`, `2024/001_x.down.sql`. */
export function namingOf(path: string): Naming {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const parts = folders.map(versionOf).filter((version) => version !== '');
  const own = versionOf(file.replace(/\.sql$/i, ''));
  if (own !== '') parts.push(own);
  const kind = flyway.exec(file);
  const down =
    downFile.test(file) || folders.some((folder) => downFolder.test(folder)) || kind?.[1]?.toUpperCase() === 'U';
  return { version: parts.join('/'), rank: kind?.[3] ? 2 : parts.length > 0 ? 0 : 1, direction: down ? 'down' : 'up' };
}

/** What a migration and its way back have in common of their names. */
export function stemOf(path: string): string {
  const folders = path.split(/[\\/]/);
  const file = (folders.pop() ?? '')
    .replace(/^u(?=\d+(?:[._]\d+)*__)/i, 'V')
    .replace(/(?:(?:^|[._-])(?:up|down|undo|rollback))?\.sql$/i, '');
  return [...folders.filter((folder) => !isDirectionFolder(folder)), file].filter((part) => part !== '').join('/');
}

/** The version that a file or folder name starts with, or ''. */
function versionOf(name: string): string {
  const fly = flyway.exec(name);
  if (fly) return (fly[2] ?? '').replaceAll('_', '.');
  return dated.exec(name)?.[1]?.replaceAll('-', '') ?? numbered.exec(name)?.[1] ?? '';
}

/** Whether a folder's name is a version, so that it is a part of the migration folder above it. */
export const isVersioned = (name: string): boolean => versionOf(name) !== '';

/** Whether a folder within a migration folder holds the ways back. */
export const isDirectionFolder = (name: string): boolean => downFolder.test(name) || /^ups?$/i.test(name);

/** Part by part as numbers, so that 10 is after 9 and 2.10 after 2.9; a shorter version is before its extensions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[./]/), b.split(/[./]/)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = compareNumbers(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Timestamps have more digits than a number holds exactly, so length decides, then the digits. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/\D/g, '').replace(/^0+/, ''), b.replace(/\D/g, '').replace(/^0+/, '')];
  return left.length - right.length || compareText(left, right);
}

/** By code unit, so that the order is the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
