// The name of a stretch of history: a hash of all that its replay goes by, so that what an earlier run kept under it is the same.
import { createHash, type Hash } from 'node:crypto';
import type { PlannedMigration } from './selection/request.ts';

/** `count` migrations from the first; `name` is theirs, and that of a file. */
interface Stretch {
  readonly count: number;
  readonly name: string;
}

/** Grows by a migration at a time. */
export interface HistoryKey {
  readonly add: (migration: PlannedMigration, bytes: Uint8Array) => void;
  readonly stretch: () => Stretch;
  readonly copy: () => HistoryKey;
}

/** How many migrations a name is for; undefined for other files. */
export function countIn(name: string): number | undefined {
  const count = /^(\d{1,9})-[0-9a-f]{48}\.history$/.exec(name)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** `circumstances`: what holds for all of the project, as JSON would have it. */
export const historyKey = (circumstances: unknown): HistoryKey =>
  grown({ heads: createHash('sha256').update(JSON.stringify(circumstances)), contents: createHash('sha256') }, 0);

interface Hashes {
  readonly heads: Hash;
  readonly contents: Hash;
}

/** `by`: what the last migration is read by beside itself. */
function grown({ heads, contents }: Hashes, from: number, by?: string): HistoryKey {
  let count = from;
  let readsBy = by;
  // Many small updates cost more than what they hash.
  let newHeads = '';
  let newContents: Uint8Array[] = [];
  const update = (): void => {
    heads.update(newHeads);
    contents.update(Buffer.concat(newContents));
    newHeads = '';
    newContents = [];
  };
  return {
    add: ({ source, undone, opensHistory }, bytes) => {
      // It may be long, and mostly is the same for all.
      if (source?.readsBy !== readsBy) newHeads += `\n${JSON.stringify({ readsBy: source?.readsBy })}`;
      readsBy = source?.readsBy;
      // The lengths say where each one's contents end.
      newHeads += `\n${JSON.stringify([source?.how, undone ?? false, opensHistory ?? false, bytes.length])}`;
      newContents.push(bytes);
      count += 1;
    },
    stretch: () => {
      update();
      const both = createHash('sha256').update(heads.copy().digest()).update(contents.copy().digest());
      return { count, name: `${count}-${both.digest('hex').slice(0, 48)}.history` };
    },
    copy: () => {
      update();
      return grown({ heads: heads.copy(), contents: contents.copy() }, count, readsBy);
    },
  };
}
