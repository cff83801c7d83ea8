// A dump of the schema, named in the config, that stands for the migrations it contains.
import { join } from 'node:path';
import { UserError } from '../config/user-error.ts';
import type { MigrationEntry, MigrationFile } from '../frameworks/framework.ts';
import { wholeText } from '../source/piece.ts';
import type { SourceText } from '../source/source-text.ts';
import { type DumpContents, dumpContents, normalised } from './dump-contents.ts';
import { repositoryRoot, storedFile } from './git.ts';
import type { Judgement } from './judge.ts';
import { type Reader, readText } from './read.ts';
import type { PlannedMigration } from './request.ts';

export interface Dump {
  readonly text: SourceText;
  /** Where it is no SQL: what it comes to. */
  readonly file?: MigrationFile;
  /** Whether the migration has already made its change to the schema that was dumped. */
  readonly contains: (entry: MigrationEntry) => boolean;
}

interface Wanted extends Judgement {
  /** Up, in order, as far as the last judged. */
  readonly entries: readonly MigrationEntry[];
}

/** The config's dump where it can be the start of the project's history; notes say why it can't. */
export async function usableDump(reader: Reader, wanted: Wanted, notes: string[]): Promise<Dump | undefined> {
  if (!reader.request.config.schema || !reader.request.history || wanted.entries.length === 0) return undefined;
  const text = await readDump(reader, wanted.base);
  const { framework } = wanted.project;
  await framework.load?.();
  const own = framework.readDump?.(text);
  const contents = contentsOf(reader, text, own?.upTo);
  const contains = (entry: MigrationEntry): boolean =>
    contents ? listed(wanted, contents, entry) : !wanted.judged.has(entry.path);
  const judged = wanted.entries.find((entry) => wanted.judged.has(entry.path) && contains(entry));
  if (judged) {
    notes.push(
      `${text.path} already contains ${reader.show(judged.path)}, which is judged, so the migrations are replayed instead.`,
    );
    return undefined;
  }
  // A dump that knows none of the project's migrations is another database's.
  const isAnothers = wanted.entries.some(({ path }) => !wanted.judged.has(path)) && !wanted.entries.some(contains);
  if (isAnothers)
    notes.push(`${text.path} contains no migration of ${reader.show(wanted.project.root)}, which is replayed instead.`);
  return isAnothers ? undefined : { text, contains, ...(own ? { file: own.file } : {}) };
}

function contentsOf({ request }: Reader, text: SourceText, newest: string | undefined): DumpContents {
  const upTo = request.config.schema?.upTo ?? newest;
  return upTo === undefined ? dumpContents(text.text) : { upTo };
}

function listed({ project }: Judgement, contents: NonNullable<DumpContents>, { version }: MigrationEntry): boolean {
  if (version === '') return false;
  if ('versions' in contents) return contents.versions.has(normalised(version));
  return project.framework.compareVersions(normalised(version), normalised(contents.upTo)) <= 0;
}

/** As it was on the base, since a dump is often committed together with the migration that changes it. */
async function readDump(reader: Reader, base: string | undefined): Promise<SourceText> {
  const { host, files, request, show } = reader;
  const path = join(request.config.root, request.config.schema?.path ?? '');
  const root = repositoryRoot(host, request.config.root);
  const stored = base && root ? await storedFile(host, root, { path, commit: base }) : undefined;
  const read = readText(stored ? () => stored : files.read, path, show(path));
  if ('text' in read) return read.text;
  if (host.kind(path) === undefined) {
    throw new UserError('config', `${show(path)} (\`schema\` of the config) does not exist.`);
  }
  throw new UserError(
    'config',
    `${request.config.file}: the schema dump ${show(path)} is of no use. ${read.gap.reason}`,
  );
}

/** The dump as the first migration of a project's history. */
export function ofDump({ text, file: own }: Dump): PlannedMigration {
  const transaction = { scope: 'none', kind: 'explicit' } as const;
  const file: MigrationFile = own ?? {
    path: text.path,
    framework: 'sql',
    direction: 'up',
    text,
    pieces: [wholeText(text)],
    transaction,
    gaps: [],
  };
  const bytes = new TextEncoder().encode(text.text);
  const source = { how: JSON.stringify(['dump', text.path]), readsBy: '', bytes: () => bytes, beside: () => undefined };
  const read = () => ({ files: [file], inputs: { bytes, beside: [] } });
  return { path: text.path, version: '', judged: false, startsRun: false, source, read };
}
