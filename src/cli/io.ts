// The outside of the command, handed in so that a test can be it.
import type { HistoryStore } from '../kept-history.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../selection/host.ts';

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: Host;
  readonly rules: () => Promise<readonly Rule[]>;
  readonly stdin: () => Promise<Uint8Array>;
  /** Where histories are kept from run to run; undefined where nowhere. */
  readonly historyStore?: () => Promise<HistoryStore | undefined>;
  /** Writes a new file; throws where it is there already. `path` is absolute. */
  readonly writeNewFile: (path: string, text: string) => void;
  /** Writes a file, the old one gone. `path` is absolute. */
  readonly writeFile: (path: string, text: string) => void;
}

/** Writes a file; yields the system's code, such as EACCES, where it can't be written. `path` is absolute. */
export function writeFailure({ writeFile }: Io, path: string, text: string): string | undefined {
  try {
    writeFile(path, text);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'it fails';
  }
}

/** Ends a sentence about a file that can't be written. */
export const inWords = (code: string): string =>
  code === 'ENOENT' ? 'its folder does not exist' : code === 'EISDIR' ? 'it is a folder' : code;

const chunk = 64 * 1024;

/** Writes many small pieces as few large ones. */
export function print(output: Output, pieces: Iterable<string>): void {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < chunk) continue;
    output.write(waiting);
    waiting = '';
  }
  if (waiting !== '') output.write(waiting);
}
