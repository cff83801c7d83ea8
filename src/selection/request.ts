// What the user asked to have judged, and what that comes to.
import type { Config } from '../config/config.ts';
import type { MigrationFile } from '../frameworks/framework.ts';
import type { SourceText } from '../source/source-text.ts';
import type { Changes } from './git.ts';

export interface SelectionRequest {
  /** Files, folders and globs as the user named them; none: the config's, or whatever the search finds. */
  readonly paths: readonly string[];
  /** `new`: what git says is new; `all`: each as if it alone were new; `staged`: what the index adds to HEAD. */
  readonly mode: 'new' | 'all' | 'staged';
  /** `--since REF`: what to compare with instead of the default branch. */
  readonly since?: string;
  /** What is new, of one who knows better than the default branch; asked where it matters only. */
  readonly changes?: () => Promise<Changes>;
  /** `down`: the ways back of what is selected are judged, as a rollback would run them. */
  readonly direction?: 'up' | 'down';
  /** False: each judged file is read alone. */
  readonly history: boolean;
  /** The text of a file that is not, or not yet, on disk; a file of that name is not read. */
  readonly stdin?: { readonly name?: string; readonly bytes: Uint8Array };
  readonly config: Config;
  /** A glob that matches nothing is a note and no error. */
  readonly allowEmpty?: boolean;
}

/** A migration read: what its tool would run, in order, or why it is not PostgreSQL's. */
export type Reading = ({ readonly files: readonly MigrationFile[] } | { readonly leftOut: LeftOut }) & {
  readonly inputs?: Inputs;
};

/** What a reading has gone by; of files that can't be read there are none. */
export interface Inputs {
  readonly bytes: Uint8Array;
  /** Names of files beside it that were asked for, with their texts; undefined where there is no such file. */
  readonly beside: readonly (readonly [name: string, text: string | undefined])[];
}

/** Who has the same again has the same reading. */
export interface MigrationSource {
  /** All but what the files hold, and what the tool says that it goes by. */
  readonly how: string;
  readonly readsBy: string;
  /** Undefined where the file can't be read. */
  readonly bytes: () => Uint8Array | undefined;
  readonly beside: (name: string) => string | undefined;
}

export interface LeftOut {
  readonly path: string;
  /** `MySQL`. */
  readonly database: string;
}

/** A migration in its project's order. */
export interface PlannedMigration {
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  /** The version its name bears, '' where it bears none. */
  readonly version: string;
  readonly judged: boolean;
  /** The first judged migration of those deployed together. */
  readonly startsRun: boolean;
  /** Its way back follows. */
  readonly undone?: boolean;
  /** The path of the migration that this way back takes back. */
  readonly undoes?: string;
  /** The first of several, judged apart from the others. */
  readonly opensHistory?: boolean;
  /** Absent where a reading goes by what nobody can compare. */
  readonly source?: MigrationSource;
  /**
   * Reads the file anew at each call, or what it is known to hold; what can't be read is a gap in what it yields. Needs
   * `loadParser` to have been awaited.
   */
  readonly read: (bytes?: Uint8Array) => Reading;
}

export interface Project {
  /** The migration folder, relative to the working directory; a file that is read alone has its own folder. */
  readonly root: string;
  /**
   * In version order, up only, as far as the last that is judged; then, where ways back are judged, those from the newest down.
   * Stream it once through the simulation.
   */
  readonly migrations: readonly PlannedMigration[];
  /** For psql's \i and \ir: files within the repository, or the folder where there is none. */
  readonly include: (path: string, fromFile: string, relative: boolean) => SourceText | undefined;
}

export interface Selection {
  readonly projects: readonly Project[];
  /** The ways back of judged migrations, and those that the user named: never judged, but readable. */
  readonly down: readonly PlannedMigration[];
  /** Judged migrations that are not new but changed: they are applied already, somewhere. */
  readonly edited: readonly string[];
  /** How many files are judged. */
  readonly judged: number;
  /** Sentences: what was judged and why, what was left out, how to judge more. */
  readonly notes: readonly string[];
}

/** The name of a text that was given none. */
export const stdinName = '<stdin>';
