// The files around a migration folder, for telling its tool: manifests, locks and configurations, read as data.
import { join } from 'node:path';
import type { Surroundings } from '../frameworks/framework.ts';
import { decode } from '../source/decode.ts';
import type { Files } from './files.ts';

/** Read when a tool's files are looked for, and no further up than the root of the repository. */
export function surroundings(files: Files, root: string): Surroundings {
  const text = (path: string): string | undefined => textAt(files, join(root, path));
  return { text, names: (levelsUp) => files.names(join(root, ...Array<string>(levelsUp).fill('..'))) };
}

/** Undefined where it can't be read, for whatever reason. */
export function textAt(files: Files, path: string): string | undefined {
  try {
    const bytes = files.read(path);
    const decoded = bytes && bytes.length <= largest ? decode(bytes) : undefined;
    return decoded && 'text' in decoded ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes: a project's manifests are smaller. */
const largest = 4_000_000;
