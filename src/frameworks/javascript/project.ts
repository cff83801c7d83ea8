// The folders of migrations that are code: which tool's they are, their files in order, and what the project around them says.
// Nothing here needs a parser: only `load` brings it, with the tool's own reader.
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { databaseOfPackages } from '../drivers.ts';
import type { Framework, MigrationEntry, MigrationFolder, ReadOptions } from '../framework.ts';
import { nodeDrivers } from './drivers.ts';
import { type ImportedFiles, importedFiles } from './imported-files.ts';
import { compareText, isScript, nameOf, scriptExtensions } from './naming.ts';
import { neighboursOf } from './neighbours.ts';
import type { ScriptProfile } from './profile.ts';
import { databaseOfSettings, settingOf } from './settings.ts';
import type { parseJavaScript, readScript, ScriptTool } from './tool.ts';

const likelyFolder = /migrat(?:ions?|e)s?$|^migrations[-_.]/i;

/** The tools' folders as one framework, of which each folder is one tool's. The most particular tool comes first. */
export function scriptsOf(profiles: readonly ScriptProfile[]): Framework {
  const shared = { extensions: scriptExtensions, folders: { globs: ['*migrat*'], name: likelyFolder }, rootOf };
  const toolOf = (folder: MigrationFolder): Framework | undefined => {
    const profile = profileOf(profiles, folder);
    const database = databaseOfPackages(folder, nodeDrivers) ?? (profile && databaseOfSettings(profile, folder));
    return profile && { ...shared, ...ofProfile(profile, folder), ...(database === undefined ? {} : { database }) };
  };
  const unknown: Framework = {
    ...shared,
    id: 'javascript',
    isCode: true,
    detect: (folder) => profileOf(profiles, folder) !== undefined,
    list: () => [],
    compareVersions: compareText,
    read: () => [],
  };
  return {
    ...unknown,
    toolOf: (folder) => toolOf(folder) ?? unknown,
    toolNamed(id, folder) {
      const profile = profiles.find((each) => each.id === id);
      return profile && { ...shared, ...ofProfile(profile, folder ?? { path: '', files: [] }) };
    },
  };
}

/** The folder's own, but a year or a version within a migration folder is a part of it. */
function rootOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  while (folders.length > 1 && /^v?\d/i.test(folders.at(-1) ?? '') && likelyFolder.test(folders.at(-2) ?? '')) {
    folders.pop();
  }
  return folders.join('/');
}

/** So many files tell the tool; those of a folder are all of one. */
const mostAsked = 200;

/** The tool that recognises most of the folder's files. */
function profileOf(profiles: readonly ScriptProfile[], folder: MigrationFolder): ScriptProfile | undefined {
  const counts = new Map<ScriptProfile, number>();
  for (const file of sample(scriptsIn(folder))) {
    const text = folder.around?.text(file);
    const found = text === undefined ? undefined : profiles.find((profile) => isOf(profile, file, text));
    if (found) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const isOf = ({ naming, recognises }: ScriptProfile, file: string, text: string): boolean =>
  naming.versionOf(nameOf(file), () => text) !== undefined && recognises(text);

const sample = (files: readonly string[]): readonly string[] =>
  files.length <= mostAsked ? files : [...files.slice(0, mostAsked / 2), ...files.slice(-mostAsked / 2)];

/** Compiled files beside their sources are not run twice. */
function scriptsIn({ files }: MigrationFolder): string[] {
  const present = new Set(files);
  const isCompiled = (file: string) => /js$/i.test(file) && present.has(file.replace(/js$/i, 'ts'));
  return files.filter((file) => isScript(file) && !isCompiled(file));
}

interface Reading {
  readonly readScript: typeof readScript;
  readonly parseJavaScript: typeof parseJavaScript;
}

function ofProfile(profile: ScriptProfile, folder: MigrationFolder): Omit<Framework, 'extensions' | 'rootOf'> {
  const { id, naming } = profile;
  const setting = folder.around && settingOf(profile, folder.around);
  let listed: MigrationEntry[] | undefined;
  const entries = () => {
    listed ??= entriesOf(profile, folder);
    return listed;
  };
  let reader: { readonly tool: ScriptTool; readonly code: Reading } | undefined;
  return {
    id,
    isCode: true,
    detect: () => true,
    list: (listed) => entriesOf(profile, listed),
    compareVersions: naming.compare,
    readsBy: JSON.stringify([id, setting?.scope, setting?.wayOut, setting?.elsewhere]),
    async load() {
      const [tool, code] = await Promise.all([profile.load(), import('./tool.ts')]);
      await code.loadJavaScript();
      reader = { tool, code };
    },
    read(text, entry, options) {
      if (!reader) throw new Error(`${id} has not been loaded`);
      const { tool, code } = reader;
      const imported = importedBy(options);
      const readFile = (path: string) => fileOf(options, imported, text.path, path);
      const { scope, wayOut, elsewhere } = options.transaction ? { scope: options.transaction } : { ...setting };
      return code.readScript(tool, text, {
        readFile,
        parse: (source) => imported.parse(source, code.parseJavaScript),
        direction: options.direction,
        neighbours: neighboursOf({ folder, entries, text, path: entry.path }, options),
        ...(scope === undefined ? {} : { instead: { of: profile.scope, scope, wayOut, elsewhere } }),
      });
    },
  };
}

/** A name that begins with digits is a migration's even where its text does not tell, so that nothing is passed over. */
function entriesOf({ naming, recognises }: ScriptProfile, folder: MigrationFolder): MigrationEntry[] {
  const entries = scriptsIn(folder).flatMap((path): MigrationEntry[] => {
    const text = () => folder.around?.text(path);
    const name = nameOf(path);
    const version = naming.versionOf(name, text);
    const isOurs = version !== undefined && (/^(?:Migration)?\d/.test(name) || recognises(text() ?? ''));
    return isOurs ? [{ path, direction: 'up', version }] : [];
  });
  return entries.sort((a, b) => naming.compare(a.version, b.version) || compareText(a.path, b.path));
}

/** Paths are as those of the migration's text are: relative to the working directory, or absolute. */
function fileOf({ beside }: ReadOptions, imported: ImportedFiles, from: string, path: string): SourceText | undefined {
  const text = beside?.(posix.relative(posix.dirname(from), path));
  return text === undefined ? undefined : imported.source(path, text);
}

function importedBy({ memory }: ReadOptions): ImportedFiles {
  const key = 'javascript/imported';
  const known = (memory?.get(key) as ImportedFiles | undefined) ?? importedFiles();
  memory?.set(key, known);
  return known;
}
