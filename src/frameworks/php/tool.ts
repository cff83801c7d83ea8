// What Laravel and Doctrine have in common: migrations that are PHP classes, each in a file, in the order of the files' names.
import type { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { whenMet } from '../met.ts';
import { phpFolders, rootOf } from './folders.ts';

interface PhpTool {
  readonly id: Framework['id'];
  /** Names that the tool's own generator gives: enough to tell it by. */
  readonly generated: RegExp;
  /** All names that the tool takes; the version is the first group. */
  readonly fileName: RegExp;
  /** What a migration of another name says that is this tool's. */
  readonly says: RegExp;
  readonly databaseOf: (folder: MigrationFolder) => string | undefined;
  readonly reader: () => Promise<(text: SourceText, options: ReadOptions) => MigrationFile[]>;
}

export function phpFramework({ id, generated, fileName, says, databaseOf, reader }: PhpTool): Framework {
  const met = whenMet(async () => {
    const [read, { loadPhp }] = await Promise.all([reader(), import('./syntax.ts')]);
    await loadPhp();
    return read;
  });
  const named = ({ files }: MigrationFolder): string[] => files.filter((file) => fileName.test(nameOf(file)));
  const toolOf = (folder?: MigrationFolder): Framework => {
    const database = folder && databaseOf(folder);
    return { ...framework, ...(database === undefined ? {} : { database }) };
  };
  const framework: Framework = {
    id,
    extensions: ['.php'],
    folders: phpFolders,
    isCode: true,
    rootOf,
    detect: (folder) =>
      folder.files.some((file) => generated.test(nameOf(file))) ||
      named(folder).some((file) => says.test(folder.around?.text(file) ?? '')),
    toolOf,
    toolNamed: (name, folder) => (name === id ? toolOf(folder) : undefined),
    list: (folder) =>
      named(folder)
        .map((path) => entry(path, fileName))
        .sort(byName),
    compareVersions: compared,
    load: met.load,
    read: (text, _entry, options) => met.get()(text, options),
  };
  return framework;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const entry = (path: string, fileName: RegExp): MigrationEntry => ({
  path,
  direction: 'up',
  version: fileName.exec(nameOf(path))?.[1] ?? path,
});

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By their names alone, whichever folder they are in. */
const byName = (a: MigrationEntry, b: MigrationEntry): number =>
  compared(a.version, b.version) || compared(a.path, b.path);
