// What there is to know of a tool that runs SQL files, as data: how its projects are told, which files it runs in which order,
// and how it sends them. profiles/ holds one for each tool; profiled.ts reads by them.
import type { Direction, MigrationFolder, SqlTool, TransactionModel } from '../framework.ts';
import type { MarkedSections } from './sections.ts';
import type { UnitReader } from './units.ts';

/** Something outside the migrations that only this tool leaves there, or that names it. */
export type Sign =
  /** The folder's own path. */
  | { readonly kind: 'path'; readonly path: RegExp }
  /** A file in the folder itself. */
  | { readonly kind: 'here'; readonly name: string; readonly holds?: RegExp }
  /** A file in the folder or above it; `files`: one of the migrations has to be named so. */
  | { readonly kind: 'above'; readonly name: RegExp; readonly holds?: RegExp; readonly files?: RegExp }
  /** How all of the folder's files are named; counts where nothing else tells. */
  | { readonly kind: 'names'; readonly names: RegExp };

/** The tool's package in a manifest above the folder. Weaker than signs: projects may depend on several such tools. */
export interface Dependency {
  readonly manifest: 'package.json' | 'go.mod' | 'Cargo.toml';
  readonly name: string;
  /** The package does other work too: only in folders of such a path. */
  readonly folder?: RegExp;
}

/** What a migration, or a file beside it, says to be sent otherwise. */
export interface OptOut {
  /** At the top of the migration's text, or in what `head` matches of that. */
  readonly marker?: RegExp;
  readonly head?: RegExp;
  /** In a file beside it, by the migration's own name. */
  readonly beside?: { readonly name: (file: string) => string; readonly holds: RegExp };
  readonly transaction: TransactionModel;
}

/** What the project's own files, in the folder or above it, say for all of its migrations. */
export interface Setting {
  readonly name: RegExp;
  readonly holds: RegExp;
  /** In place of the profile's. */
  readonly transaction?: TransactionModel;
  /** A word for the profile's `units`. */
  readonly flag?: string;
}

export interface Profile {
  readonly id: SqlTool;
  readonly signs: readonly Sign[];
  readonly dependencies?: readonly Dependency[];
  /** The paths of its migrations, relative to the folder, with the groups `version`, `down` and `repeatable`. */
  readonly files: RegExp;
  /** What the order goes by: versions as numbers part by part, or as text. */
  readonly order: 'number' | 'text';
  /** The order of another file, and which migrations it leaves out; undefined where it can't be read. */
  readonly sequence?: (folder: MigrationFolder) => readonly Place[] | undefined;
  readonly transaction: TransactionModel;
  readonly optOuts?: readonly OptOut[];
  readonly settings?: readonly Setting[];
  /** Markers of up and down in one file. */
  readonly sections?: MarkedSections;
  /** How a text begins that is this tool's whatever stands around it. */
  readonly begins?: RegExp;
  /** What stands between the strings that a file is sent in. */
  readonly cut?: RegExp;
  /** The transactions within a file, where there are several or its statements decide. */
  readonly units?: UnitReader;
  /** Lines that send SQL which is not read, or of which it is not known what they do; each a gap. */
  readonly unread?: readonly { readonly line: RegExp; readonly reason: string }[];
  /** Backslash commands and `:variables` are psql's, or the tool's own placeholders look like those. */
  readonly psql?: true;
}

/** Paths are relative to the folder. */
export interface Place {
  readonly path: string;
  readonly version: string;
  readonly direction?: Direction;
}
