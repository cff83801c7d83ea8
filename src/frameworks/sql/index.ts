// Plain SQL migrations: files ordered by their names, run as psql runs them, or as the tool whose markers stand in them does.
import type { Gap } from '../../source/gap.ts';
import { type SqlPiece, wholeText } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type {
  Framework,
  MigrationEntry,
  MigrationFile,
  MigrationFolder,
  ReadOptions,
  TransactionModel,
} from '../framework.ts';
import { compareText, compareVersions, isDirectionFolder, isVersioned, type Naming, namingOf } from './naming.ts';
import { type Section, type Sections, sectionsOf } from './sections.ts';

export const sql: Framework = { id: 'sql', extensions: ['.sql'], rootOf, detect, list, read, compareVersions };

const conventional = /(?:^|[-_])(?:migrations?|migrate)$/i;
// Beside migrations, but none: what a tool dumps, seeds, and Flyway's callbacks.
const noMigration = /^(?:schema|structure|dump|seeds?)\.sql$|^(?:before|after)[A-Z]\w*\.sql$/;

/**
 * Above a folder that is a migration (`20240101_users/up.sql`), a part of a migration folder (`migrations/2024/001_x.sql`)
 * or a direction (`down/001.sql`).
 */
function rootOf(path: string): string {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const isNamedByFolder = /^(?:up|down|migration)\.sql$/i.test(file);
  while (folders.length > 1) {
    const [above = '', folder = ''] = folders.slice(-2);
    const isPart = isVersioned(folder) && (isNamedByFolder || conventional.test(above));
    if (!isPart && !isDirectionFolder(folder)) break;
    folders.pop();
  }
  return folders.join('/');
}

const isMigration = (path: string): boolean =>
  /\.sql$/i.test(path) && !noMigration.test(path.slice(path.lastIndexOf('/') + 1));

function detect({ path, files }: MigrationFolder): boolean {
  const migrations = files.filter(isMigration);
  const isConventional = conventional.test(path.slice(path.lastIndexOf('/') + 1));
  return migrations.some((file) => namingOf(file).rank !== 1 || isConventional || /\.(?:up|down)\.sql$/i.test(file));
}

function list({ files }: MigrationFolder): MigrationEntry[] {
  const present = new Set(files);
  return files
    .filter(isMigration)
    .map((path) => ({ path, ...namingOf(path) }))
    .sort(compareNamed)
    .map(({ path, version, direction }) => ({
      path,
      version,
      direction: isOtherHalf(path, present) ? 'down' : direction,
    }));
}

type Named = Naming & { readonly path: string };

const compareNamed = (a: Named, b: Named): number =>
  a.rank - b.rank ||
  (a.version && b.version ? compareVersions(a.version, b.version) : 0) ||
  compareText(a.path, b.path);

/** `001_users_down.sql` is a way back only beside `001_users_up.sql` or `001_users.sql`; alone it may shut something down. */
function isOtherHalf(path: string, present: ReadonlySet<string>): boolean {
  const stem = /^(.*)[_-](?:down|rollback|undo)\.sql$/i.exec(path)?.[1];
  return stem !== undefined && [`${stem}.sql`, `${stem}_up.sql`, `${stem}-up.sql`].some((up) => present.has(up));
}

function read(text: SourceText, entry: MigrationEntry, options: ReadOptions): MigrationFile[] {
  const sections = entry.direction === 'up' ? sectionsOf(text.text) : undefined;
  if (sections) return sections.list.map((section, at) => ofSection(text, sections, section, at === 0));
  const { direction } = entry;
  return [
    {
      path: text.path,
      framework: 'sql',
      direction,
      text,
      pieces: [wholeText(text)],
      transaction: plain(options),
      gaps: [],
    },
  ];
}

/** psql commits each statement; the config knows what the project's own runner does. */
function plain({ transaction = 'none' }: ReadOptions): TransactionModel {
  return { scope: transaction, kind: 'explicit' };
}

function ofSection(text: SourceText, sections: Sections, section: Section, isFirst: boolean): MigrationFile {
  const { end, direction, transaction } = section;
  const gaps = isFirst ? unrunGap(text, sections) : [];
  // Comments above the first marker may allow a rule for the file.
  const start = isFirst && gaps.length === 0 ? 0 : section.start;
  const piece: SqlPiece = {
    sql: text.text.slice(start, end),
    source: text,
    segments: [{ sqlStart: 0, fileStart: start, length: end - start }],
  };
  return { path: text.path, framework: sections.tool, direction, text, pieces: [piece], transaction, gaps };
}

const comments = /--.*|\/\*[\s\S]*?\*\//g;

/** SQL before the first marker never runs, which is hardly what its author meant. */
function unrunGap(text: SourceText, { tool, start }: Sections): Gap[] {
  const before = text.text.slice(0, start);
  const sqlAt = before.replace(comments, (comment) => ' '.repeat(comment.length)).search(/[^\s\ufeff]/);
  if (sqlAt < 0) return [];
  const reason = `${tool} runs nothing that stands before its first marker, and this SQL does.`;
  return [{ kind: 'unsupported', file: text.path, span: text.span(sqlAt, start), reason }];
}
