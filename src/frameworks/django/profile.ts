// Django's migrations: `<app>/migrations/0001_initial.py` of all apps of a project, in the order of their dependencies.
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { databaseOfPackages } from '../drivers.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { whenMet } from '../met.ts';
import { pythonDrivers } from '../python/drivers.ts';
import { type FoundMigration, type Graph, graphOf } from './graph.ts';
import { reaches, rootOf } from './root.ts';

const isMigration = (text: string): boolean => /^class\s+Migration\s*\(/m.test(text) && /\bdjango\b/.test(text);

const isCandidate = (file: string): boolean =>
  /(?:^|\/)[^/]+\.py$/.test(file) && !/(?:^|\/)(?:__init__|conftest)\.py$|(?:^|\/)test_[^/]*$/.test(file);

/** The graph of the folder's migrations is made once, where it is asked for. */
function djangoOf(folder?: MigrationFolder): Framework {
  if (!folder) return django;
  let graph: Graph | undefined;
  const whole = (): Graph => {
    graph ??= graphIn(folder);
    return graph;
  };
  const database = databaseOfPackages(folder, pythonDrivers);
  return {
    ...django,
    ...(database === undefined ? {} : { database }),
    list: () => listed(folder, whole()),
    read: (text, entry, options) => read(text, entry, options, whole()),
  };
}

const reader = whenMet(async () => (await import('./migration.ts')).readMigration);

const read = (text: SourceText, entry: MigrationEntry, options: ReadOptions, graph?: Graph): MigrationFile[] => [
  reader.get()(text, entry.path, options, graph),
];

export const django: Framework = {
  id: 'django',
  extensions: ['.py'],
  folders: { globs: ['*migrations'], name: /^migrations$/ },
  isCode: true,
  rootOf,
  reaches,
  detect: (folder) => folder.files.some((file) => isCandidate(file) && textIn(folder, file) !== undefined),
  toolOf: djangoOf,
  toolNamed: (id, folder) => (id === 'django' ? djangoOf(folder) : undefined),
  list: (folder) => listed(folder, graphIn(folder)),
  compareVersions,
  load: reader.load,
  read,
};

/** Of a migration; '' where nobody can be asked. */
function textIn({ around, path }: MigrationFolder, file: string): string | undefined {
  if (!around) return posix.basename(posix.dirname(posix.join(path, file))) === 'migrations' ? '' : undefined;
  const text = around.text(file);
  return text !== undefined && isMigration(text) ? text : undefined;
}

function graphIn(folder: MigrationFolder): Graph {
  const found = folder.files.filter(isCandidate).flatMap((file): FoundMigration[] => {
    const text = textIn(folder, file);
    return text === undefined ? [] : [{ path: posix.join(folder.path, file), text }];
  });
  return graphOf(found, (path) => folder.around?.text(posix.relative(folder.path, path)));
}

const nameOf = (file: string): string => posix.basename(file).replace(/\.py$/, '');

function listed({ path }: MigrationFolder, graph: Graph): MigrationEntry[] {
  const file = (of: string): string => posix.relative(path, of);
  return graph.order().map((each) => ({
    path: file(each),
    direction: 'up',
    version: nameOf(each),
    needs: graph.needs(each, () => undefined).map(file),
  }));
}

/** By the number that they start with, then as text. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => Number.parseInt(name, 10));
  if (Number.isFinite(left) && Number.isFinite(right) && left !== right) return (left ?? 0) - (right ?? 0);
  return a < b ? -1 : a > b ? 1 : 0;
}
