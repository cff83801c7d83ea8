// Names of files that are code, and the versions that tools find in them.
import { posix } from 'node:path';

/** Migrations that are code, by the end of their names. */
export const scriptExtensions = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs'] as const;

/** Without declarations and tests. */
export const isScript = (path: string): boolean =>
  /\.[cm]?[jt]s$/i.test(path) && !/\.d\.[cm]?ts$|\.(?:test|spec)\.[cm]?[jt]s$/i.test(path);

export const nameOf = (path: string): string => posix.basename(path).replace(/\.[cm]?[jt]s$/i, '');

export interface Naming {
  /** The version that a file's name holds, or its text; undefined where it is no migration's. */
  readonly versionOf: (name: string, text: () => string | undefined) => string | undefined;
  readonly compare: (a: string, b: string) => number;
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareNumbers = (a: string, b: string): number => a.length - b.length || compareText(a, b);

/** `1700000000000-AddUsers.ts`, or the time is in the class's name alone. src/migration/MigrationExecutor.ts */
export const byTimestamp: Naming = {
  versionOf: (name, text) =>
    /(?:^|[a-z_-])(\d{10,14})(?:[-_.]|$)/i.exec(name)?.[1] ?? /\bclass\s+\w*?(\d{13})\b/.exec(text() ?? '')?.[1],
  compare: compareNumbers,
};

/** `1700000000000_init`, `20240101000000000_init`, `0001_init`. node-pg-migrate src/utils/fileNameUtils.ts */
export const byPrefix: Naming = {
  versionOf: (name) => /^(\d+)[-_]/.exec(name)?.[1],
  compare: (a, b) => compareNumbers(a.replace(/^0+/, ''), b.replace(/^0+/, '')),
};

/** `Migration20240101000000_name`. */
export const byMigrationName: Naming = {
  versionOf: (name) => /^Migration(\d+)/.exec(name)?.[1],
  compare: compareText,
};

/** Any name, in alphabetical order; `index` lists the others. */
export const byName: Naming = {
  versionOf: (name) => (/^(?:index|_.*|.*\.config|knexfile)$/i.test(name) ? undefined : name),
  compare: compareText,
};
