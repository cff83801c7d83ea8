// The contract between migration tools and the rest: where migrations are, in which order they run, and the SQL each one sends.
import type { Comment } from '../postgres/statement.ts';
import type { Gap } from '../source/gap.ts';
import type { SqlPiece } from '../source/piece.ts';
import type { SourceText, Span } from '../source/source-text.ts';

/**
 * What the tool wraps in a transaction. `scope`: none (autocommit), each statement, the file, or the whole run of pending migrations.
 * `kind`: BEGIN/COMMIT, a multi-statement string that PostgreSQL makes one transaction of, or an extended-protocol pipeline.
 */
export interface TransactionModel {
  readonly scope: 'none' | 'statement' | 'file' | 'run';
  readonly kind: 'explicit' | 'implicit' | 'pipeline';
  /** How a migration is run outside it, where the tool is known: completes "in a migration of its own, ". */
  readonly wayOut?: string;
  /** In place of all of "in a migration of its own, …", where the tool has no such way or it is no migration of its own. */
  readonly elsewhere?: string;
  /**
   * Each piece goes to the server as one string, so that PostgreSQL makes a transaction of several statements wherever none is
   * open, after a COMMIT in it too. So it is under `kind: 'implicit'` without saying.
   */
  readonly inStrings?: boolean;
}

/** Pieces that the tool sends under a transaction of their own. */
export interface TransactionUnit {
  readonly pieces: readonly SqlPiece[];
  readonly transaction: TransactionModel;
}

export type Direction = 'up' | 'down';

/** A migration as its tool would run it. */
export interface MigrationFile {
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  readonly framework: string;
  readonly direction: Direction;
  readonly text: SourceText;
  /** SQL in execution order. */
  readonly pieces: readonly SqlPiece[];
  readonly transaction: TransactionModel;
  /** Where a file has several transactions: its pieces in order, by transaction. Without it all pieces are under `transaction`. */
  readonly units?: readonly TransactionUnit[];
  /** False where the tool is not psql, so that a backslash is no command and a colon no variable. */
  readonly psql?: boolean;
  readonly gaps: readonly Gap[];
  /** Those of the code around the SQL, where the migration is code. */
  readonly comments?: readonly Comment[];
  /** Parts of the file that the author has declared safe to another linter. */
  readonly assured?: readonly AssuredSpan[];
}

/** `safety_assured { … }` of strong_migrations, in the file's own code. */
export interface AssuredSpan {
  readonly tool: 'strong_migrations';
  readonly span: Span;
  /** What stands beside it as a reason, or ''. */
  readonly text: string;
}

/** What a tool's project looks like from outside: migrations in version order, each file once per direction. */
export interface MigrationEntry {
  /** Relative to the folder. */
  readonly path: string;
  readonly direction: Direction;
  /** The number or timestamp that orders it, as written. */
  readonly version: string;
  /** Where the order is that of dependencies: the paths of those that it needs. What is deployed may then come before what is new. */
  readonly needs?: readonly string[];
}

/** `files` are relative to `path`, with `/`: `001_users.sql`, `001_users/up.sql`. */
export interface MigrationFolder {
  readonly path: string;
  readonly files: readonly string[];
  /** What tells the tool beside the migrations; undefined where nobody can be asked. */
  readonly around?: Surroundings;
}

/** The files around a folder, read when asked for. */
export interface Surroundings {
  /** The names in the folder itself (0) and in those above it, up to the root of the repository; none above that. */
  readonly names: (levelsUp: number) => readonly string[];
  /** The text of a file, by its path relative to the folder (`../go.mod`); undefined where it can't be read. */
  readonly text: (path: string) => string | undefined;
}

/** `globs` for git, `name` for each folder of a path: the second is the narrower. */
export interface LikelyFolders {
  readonly globs: readonly string[];
  readonly name: RegExp;
  /** Files that are looked at wherever they are; globs without their endings. */
  readonly files?: { readonly globs: readonly string[]; readonly name: RegExp };
}

export interface Framework {
  readonly id: string;
  /** How its files' names end, for the search: `.sql`. */
  readonly extensions: readonly string[];
  /** The folders in or below which a search looks for such files, where most files that end so are no migrations. */
  readonly folders?: LikelyFolders;
  /** `MySQL`: the database that the project's own files name, where that is not PostgreSQL. */
  readonly database?: string;
  /** Its files are code, which holds SQL or makes it. */
  readonly isCode?: true;
  /** Whether a file that ends so may be its own by its path, where it shares endings with others. */
  readonly mayHold?: (path: string) => boolean;
  /** Brings what `read` needs, which is not loaded before a project of the language is met; to be awaited before it. */
  readonly load?: () => Promise<void>;
  /**
   * The migration folder that a file belongs to, by its path alone; files of one project share it. `isFile` may be asked where
   * a path is that of a tool whose folders have common names.
   */
  readonly rootOf: (path: string, isFile?: (path: string) => boolean) => string;
  /**
   * Where a project's migrations are in several folders below its root: whether a folder may be, or lead to, one of them, by its path
   * below the root and the names in it.
   */
  readonly reaches?: (folder: string, names: readonly string[]) => boolean;
  /** Whether a folder holding these files is one of this tool's migration folders. */
  readonly detect: (folder: MigrationFolder) => boolean;
  /** The tool whose folder this is, where several lay theirs out alike. */
  readonly toolOf?: (folder: MigrationFolder) => Framework;
  /** The tool that the config names; undefined where its files are not of this kind. Settings are read where the folder is given. */
  readonly toolNamed?: (id: string, folder?: MigrationFolder) => Framework | undefined;
  /** The folder's migrations in version order, down parts included; files that are no migrations are left out. */
  readonly list: (folder: MigrationFolder) => MigrationEntry[];
  /** Orders the versions of two entries as the tool does. */
  readonly compareVersions: (a: string, b: string) => number;
  /** A dump of the schema in the tool's own language, and the version of the newest migration in it. */
  readonly readDump?: (text: SourceText) => { readonly file: MigrationFile; readonly upTo: string } | undefined;
  /** All that `read` goes by beside what it is given, as text; without it no reading is remembered from run to run. */
  readonly readsBy?: string;
  /** One file read into the SQL that the tool would send, up and down apart. */
  readonly read: (text: SourceText, entry: MigrationEntry, options: ReadOptions) => MigrationFile[];
}

export interface ReadOptions {
  /** The only way that is asked for; others may be read too. */
  readonly direction?: Direction;
  /** The config's `transaction`, where the project's own runner is not one that we know. */
  readonly transaction?: 'none' | 'file' | 'run';
  /** The text of a file by its path relative to the migration's folder, within the repository; undefined where there is none. */
  readonly beside?: (name: string) => string | undefined;
  /** For psql's \i and \ir. */
  readonly include?: (path: string, fromFile: string, relative: boolean) => SourceText | undefined;
  /** One for all files of a project, so that what a file leaves for later ones is worked out once. Keys are the reader's. */
  readonly memory?: Map<string, unknown>;
}

/** The ways that are asked for. */
export const waysOf = ({ direction }: ReadOptions): readonly Direction[] => (direction ? [direction] : ['up', 'down']);

/** The tools of SQL files that the config may name; `sql` is none of them: as psql runs it. */
export const sqlTools = [
  'sql',
  'atlas',
  'dbmate',
  'diesel',
  'drizzle',
  'flyway',
  'golang-migrate',
  'goose',
  'graphile-migrate',
  'hasura',
  'liquibase',
  'node-pg-migrate',
  'prisma',
  'refinery',
  'slonik',
  'sql-migrate',
  'sqitch',
  'sqlx',
  'supabase',
] as const;

export type SqlTool = (typeof sqlTools)[number];

/** The tools whose migrations are JavaScript or TypeScript; node-pg-migrate and Slonik run SQL files as well. */
export const scriptTools = [
  'db-migrate',
  'knex',
  'kysely',
  'mikroorm',
  'node-pg-migrate',
  'sequelize',
  'slonik',
  'typeorm',
] as const;

export type ScriptToolId = (typeof scriptTools)[number];

/** The tools in languages of which each has few. */
export const otherTools = ['alembic', 'django', 'doctrine', 'ecto', 'laravel', 'rails'] as const;

export type ToolId = SqlTool | ScriptToolId | (typeof otherTools)[number];

/** All that the config may name. */
export const toolIds: readonly ToolId[] = [...new Set([...sqlTools, ...scriptTools, ...otherTools])].sort(
  (a, b) => Number(b === 'sql') - Number(a === 'sql') || (a < b ? -1 : 1),
);
