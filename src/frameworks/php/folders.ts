// Where migrations in PHP are: in folders that are called so, or below them.
import { posix } from 'node:path';
import type { LikelyFolders } from '../framework.ts';

const migrations = /migrations?$/i;

export const phpFolders: LikelyFolders = { globs: ['*migration', '*migrations'], name: migrations };

/** Migrations may stand in folders within. */
export function rootOf(path: string): string {
  const folders = posix.dirname(path).split('/');
  const at = folders.findLastIndex((folder) => migrations.test(folder));
  return at < 0 ? folders.join('/') : folders.slice(0, at + 1).join('/');
}
