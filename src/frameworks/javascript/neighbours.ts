// The other migrations of a folder, of which some decide what a tool makes of one.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import type { MigrationEntry, MigrationFolder, ReadOptions } from '../framework.ts';

export interface Neighbour {
  /** Relative to the folder. */
  readonly path: string;
  /** Whether it is run in one run with this one. */
  readonly isTogether: boolean;
  /** Undefined where it can't be read. */
  readonly source: () => SourceText | undefined;
}

/** As far as they are asked for. */
export interface Neighbours {
  readonly self: Neighbour;
  /** Those that are run before, the oldest first. */
  readonly earlier: () => readonly Neighbour[];
  /** Those of the same run. */
  readonly together: () => readonly Neighbour[];
  /** For what is worked out once for the project. */
  readonly memory: Map<string, unknown>;
}

interface Place {
  readonly folder: MigrationFolder;
  /** The folder's, in order, relative to it. */
  readonly entries: () => readonly MigrationEntry[];
  readonly text: SourceText;
  /** As the caller names it: within the folder's path, or relative to it. */
  readonly path: string;
}

/** `memory` and `together` are those of the options; undefined where the file is none of the folder's. */
export function neighboursOf(
  { folder, entries, text, path }: Place,
  { memory, together = [] }: ReadOptions,
): Neighbours | undefined {
  const { around } = folder;
  if (!around || !memory) return undefined;
  const below = (full: string): string => (posix.isAbsolute(full) ? posix.relative(folder.path, full) : full);
  const own = below(path);
  const paths = (): string[] => entries().map((entry) => entry.path);
  const run = new Set(together.map(below));
  const neighbour = (at: string): Neighbour => ({
    path: at,
    isTogether: run.has(at),
    source() {
      if (at === own) return text;
      const shown = posix.join(posix.dirname(text.path), posix.relative(posix.dirname(own), at));
      const found = around.text(at);
      return found === undefined ? undefined : SourceText.of(shown, found);
    },
  });
  return {
    self: neighbour(own),
    earlier() {
      const all = paths();
      return all.slice(0, Math.max(all.indexOf(own), 0)).map(neighbour);
    },
    together: () =>
      paths()
        .filter((at) => run.has(at))
        .map(neighbour),
    memory,
  };
}
