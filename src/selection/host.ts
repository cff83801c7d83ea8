// Everything outside that the selection of migrations touches, so that tests and other shells can put their own in its place.
import type { ConfigHost, PathKind } from '../config/load.ts';

export interface FolderEntry {
  readonly name: string;
  /** Of a link: what it leads to, but `other` where that is a folder, so that no search runs in circles. */
  readonly kind: PathKind;
}

/** What git said; undefined where there is no git to ask. */
export type GitAnswer = { readonly code: number; readonly stdout: Uint8Array; readonly stderr: string } | undefined;

/** Paths are absolute. */
export interface Host extends ConfigHost {
  /** Undefined where there is no such file; throws an Error with the system's message where it can't be read. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Empty where it can't be read. */
  readonly list: (folder: string) => readonly FolderEntry[];
  /** The files, absolute, that match a glob which is relative to the folder. */
  readonly glob: (pattern: string, folder: string) => Promise<readonly string[]>;
  /** Runs git without a shell in the folder. */
  readonly git: (args: readonly string[], folder: string) => Promise<GitAnswer>;
}
