// Liquibase: changelogs in XML, YAML and JSON, and the SQL files that they include, in the order of the changelog at the top.
import { posix } from 'node:path';
import { wholeText } from '../../source/piece.ts';
import { SourceText } from '../../source/source-text.ts';
import type { Framework, MigrationEntry, MigrationFile, MigrationFolder, ReadOptions } from '../framework.ts';
import { sql } from '../sql/index.ts';
import { isChangelogText } from './heads.ts';
import { isTree, type Plan, planOf } from './order.ts';
import { mayHold, rootOf } from './paths.ts';
import type { Properties } from './properties.ts';

interface Reader {
  readonly readTree: typeof import('./changelog.ts').readTree;
  readonly readXml: typeof import('./xml.ts').readXml;
  readonly readYaml: typeof import('./yaml.ts').readYaml;
}

let reader: Reader | undefined;

/** Whoever has no changelogs does not wait for what reads XML and YAML. */
async function load(): Promise<void> {
  const [{ readTree }, { readXml }, { readYaml }] = await Promise.all([
    import('./changelog.ts'),
    import('./xml.ts'),
    import('./yaml.ts'),
  ]);
  reader = { readTree, readXml, readYaml };
}

/** So many files are asked whether they are changelogs. */
const mostAsked = 300;

export const liquibase: Framework = {
  id: 'liquibase',
  extensions: ['.xml', '.yaml', '.yml', '.json', '.sql'],
  folders: {
    globs: ['*changelog*', '*liquibase*', '*migrat*', 'db', '*/db', 'database', '*/database'],
    name: /changelog|liquibase|migrat|^(?:db|database)$/i,
    files: { globs: ['*changelog*', '*liquibase*', '*master*'], name: /changelog|liquibase|\bmaster\b/i },
  },
  isCode: true,
  mayHold,
  load,
  rootOf,
  detect: ({ files, around }) =>
    files
      .filter(isTree)
      .slice(0, mostAsked)
      .some((path) => isChangelogText(around?.text(path) ?? '')),
  toolOf: (folder) => inFolder(folder),
  toolNamed: (id, folder) => (id === 'liquibase' ? (folder ? inFolder(folder) : liquibase) : undefined),
  list: (folder) => entriesOf(planOf(folder)),
  compareVersions: (a, b) => Number(a) - Number(b),
  readsBy: 'liquibase',
  read: (text, entry, options) => read(text, entry, options, new Map()),
};

/** Its changelogs know the properties of those before them. */
function inFolder(folder: MigrationFolder): Framework {
  const plan = planOf(folder);
  return {
    ...liquibase,
    list: (listed) => entriesOf(listed === folder ? plan : planOf(listed)),
    readsBy: JSON.stringify(['liquibase', ...plan.properties]),
    read: (text, entry, options) => read(text, entry, options, plan.properties),
  };
}

const entriesOf = ({ files }: Plan): MigrationEntry[] =>
  files.map((path, at) => ({ path, version: String(at + 1), direction: 'up' }));

function read(text: SourceText, entry: MigrationEntry, options: ReadOptions, properties: Properties): MigrationFile[] {
  if (/\.sql$/i.test(text.path)) return readSql(text, entry, options);
  if (!reader) throw new Error('load has not been awaited');
  const { readTree, readXml, readYaml } = reader;
  const tree = /\.xml$/i.test(text.path) ? readXml(text) : readYaml(text);
  const file = (path: string, isRelative: boolean) => fileOf(text, options, path, isRelative);
  return readTree(text, tree, { properties, file });
}

/** Formatted SQL, or a file that goes to the server as it stands. liquibase.parser.core.sql.SqlChangeLogParser */
function readSql(text: SourceText, entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  if (/^\ufeff?\s*--\s*liquibase\s+formatted/i.test(text.text.slice(0, 1000))) {
    return sql.toolNamed?.('liquibase')?.read(text, entry, options) ?? [];
  }
  const transaction = { scope: 'file', kind: 'explicit', inStrings: true } as const;
  const { path } = text;
  return [
    {
      path,
      framework: 'liquibase',
      direction: 'up',
      text,
      pieces: [wholeText(text)],
      transaction,
      psql: false,
      gaps: [],
    },
  ];
}

/** Levels above a changelog, of which one is what Liquibase searches. */
const highest = 8;

/** A file that a change names, from the changelog's folder or from those above. */
function fileOf(
  from: SourceText,
  { beside }: ReadOptions,
  written: string,
  isRelative: boolean,
): SourceText | undefined {
  const name = written.replace(/^(?:classpath\*?:|file:)/, '').replace(/^\/+/, '');
  for (let up = 0; up <= (isRelative ? 0 : highest); up += 1) {
    const path = `${'../'.repeat(up)}${name}`;
    const text = beside?.(path);
    if (text !== undefined) return SourceText.of(posix.join(posix.dirname(from.path), path), text);
  }
  return undefined;
}
