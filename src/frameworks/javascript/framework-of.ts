// A tool whose migrations are code as one of the frameworks: which folders are its own, its files in order, and their SQL.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFolder, ReadOptions } from '../framework.ts';
import { isScript, loadJavaScript, nameOf, readScript, type ScriptTool, scriptExtensions } from './tool.ts';

export interface Naming {
  /** The version that a file's name holds; undefined where it is no migration's. */
  readonly versionOf: (name: string) => string | undefined;
  readonly compare: (a: string, b: string) => number;
}

/** `load` is to be awaited before the first `read`: it brings the parser. */
export interface ScriptFramework extends Framework {
  readonly load: () => Promise<void>;
}

/** What a folder may tell of its files' texts. */
interface Asked {
  readonly around?: { readonly text: (path: string) => string | undefined };
}

interface Beside {
  readonly beside?: (name: string) => string | undefined;
}

export function frameworkOf(tool: ScriptTool, { versionOf, compare }: Naming): ScriptFramework {
  const isMigration = ({ around }: Asked, file: string): boolean => {
    const text = around?.text(file);
    return text !== undefined && tool.recognises(text, file);
  };
  const candidates = ({ files }: MigrationFolder): string[] =>
    files.filter((file) => isScript(file) && versionOf(nameOf(file)) !== undefined);
  return {
    id: tool.id,
    extensions: scriptExtensions,
    rootOf: (path) => posix.dirname(path),
    detect: (folder) => candidates(folder).some((file) => isMigration(folder as Asked, file)),
    list: (folder) =>
      candidates(folder)
        .filter((file) => (folder as Asked).around === undefined || isMigration(folder as Asked, file))
        .map((path): MigrationEntry => ({ path, direction: 'up', version: versionOf(nameOf(path)) ?? '' }))
        .sort((a, b) => compare(a.version, b.version) || compareText(a.path, b.path)),
    compareVersions: compare,
    load: loadJavaScript,
    read: (text, _entry, options) => readScript(tool, text, { readFile: (path) => fileOf(options, text.path, path) }),
  };
}

function fileOf(options: ReadOptions & Beside, from: string, path: string): SourceText | undefined {
  const text = options.beside?.(posix.relative(posix.dirname(from), path));
  return text === undefined ? undefined : SourceText.of(path, text);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareNumbers = (a: string, b: string): number => a.length - b.length || compareText(a, b);

const numbered = (pattern: RegExp) => (name: string) => pattern.exec(name)?.[1];

/** `1700000000000-AddUsers.ts`, ordered by the time in its name. src/migration/MigrationExecutor.ts */
export const byTimestamp: Naming = {
  versionOf: numbered(/(?:^|[a-z])(\d{10,14})(?:[-_.]|$)/i),
  compare: compareNumbers,
};

/** `1700000000000_init`, `20240101000000000_init`, `0001_init`. node-pg-migrate src/utils/fileNameUtils.ts */
export const byPrefix: Naming = {
  versionOf: numbered(/^(\d+)[-_]/),
  compare: (a, b) => compareNumbers(a.replace(/^0+/, ''), b.replace(/^0+/, '')),
};

/** `Migration20240101000000_name`. */
export const byMigrationName: Naming = { versionOf: numbered(/^Migration(\d+)/), compare: compareText };

/** Any name, in alphabetical order; `index` lists the others. */
export const byName: Naming = {
  versionOf: (name) => (/^(?:index|_.*|.*\.config|knexfile)$/i.test(name) ? undefined : name),
  compare: compareText,
};
