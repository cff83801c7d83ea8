// Lists and reads migrations as a profile says that its tool does.
import type { Gap } from '../../source/gap.ts';
import { type SqlPiece, wholeText } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type {
  MigrationEntry,
  MigrationFile,
  MigrationFolder,
  ReadOptions,
  TransactionModel,
  TransactionUnit,
} from '../framework.ts';
import { compareText, compareVersions } from './naming.ts';
import type { Profile } from './profile.ts';
import { type MarkedSections, type Section, type Sections, sectionsOf } from './sections.ts';
import { type SentString, stringsIn } from './strings.ts';
import { pieceOf } from './units.ts';

/** The profile's transaction as the project's settings have it, and their flags. */
export interface Settled {
  readonly transaction: TransactionModel;
  readonly flags: ReadonlySet<string>;
}

export const unsettled = ({ transaction }: Profile): Settled => ({ transaction, flags: new Set() });

/** `files` are those of the folder's that may be migrations. */
export function listBy(profile: Profile, folder: MigrationFolder, files: readonly string[]): MigrationEntry[] {
  const places = profile.sequence?.({ ...folder, files });
  if (places) return places.map(({ direction = 'up', ...place }) => ({ ...place, direction }));
  const compare = profile.order === 'text' ? compareText : compareVersions;
  return files
    .flatMap((path) => {
      const found = profile.files.exec(path);
      const { version: written = '', down } = found?.groups ?? {};
      // diesel leaves the dashes of a date out
      const version = written.replaceAll('-', '');
      return found ? [{ path, version, direction: down === undefined ? ('up' as const) : ('down' as const) }] : [];
    })
    .sort(
      (a, b) =>
        Number(a.version === '') - Number(b.version === '') ||
        compare(a.version, b.version) ||
        compareText(a.path, b.path),
    );
}

export function readBy(profile: Profile, settled: Settled, input: Input): MigrationFile[] {
  const [first, ...others] = partsBy(profile, settled, input);
  const unread = unreadIn(profile, input.text);
  return first ? [{ ...first, gaps: [...first.gaps, ...unread] }, ...others] : [];
}

interface Input {
  readonly text: SourceText;
  readonly entry: MigrationEntry;
  readonly options: ReadOptions;
}

const unreadIn = ({ unread = [] }: Profile, text: SourceText): Gap[] =>
  unread.flatMap(({ line, reason }) =>
    [...text.text.matchAll(line)].map((found): Gap => {
      const span = text.span(found.index, found.index + found[0].length);
      return { kind: 'unsupported', file: text.path, span, reason };
    }),
  );

function partsBy(profile: Profile, settled: Settled, { text, entry, options }: Input): MigrationFile[] {
  const { sections, psql = false } = profile;
  const marked = sections && entry.direction === 'up' ? sectionsOf(sections, text.text) : undefined;
  if (sections && marked) {
    return marked.list.map((section, at) => ofSection(profile, text, { sections, marked, section, at }));
  }
  const { direction } = entry;
  const model = modelOf(profile, settled, text, options);
  const file = { path: text.path, framework: profile.id, direction, text, psql };
  const { beside = () => undefined } = options;
  const read = direction === 'up' ? profile.units?.({ source: text, model, flags: settled.flags, beside }) : undefined;
  if (!read) return [{ ...file, pieces: cutBy(profile.cut, text), transaction: model, gaps: [] }];
  return [
    { ...file, ...inUnits(read.units, model), gaps: read.gaps ?? [] },
    ...(read.down?.length ? [{ ...file, ...inUnits(read.down, model), direction: 'down' as const, gaps: [] }] : []),
  ];
}

/** A single transaction is the file's own. */
function inUnits(
  units: readonly TransactionUnit[],
  model: TransactionModel,
): Pick<MigrationFile, 'pieces' | 'transaction' | 'units'> {
  const pieces = units.flatMap((unit) => unit.pieces);
  return units.length === 1
    ? { pieces, transaction: units[0]?.transaction ?? model }
    : { pieces, transaction: model, units };
}

/** Every tool's mark stands at the top of its file. */
const longestTop = 64_000;

function modelOf(profile: Profile, settled: Settled, text: SourceText, { beside }: ReadOptions): TransactionModel {
  const name = text.path.slice(text.path.lastIndexOf('/') + 1);
  const optOut = profile.optOuts?.find((each) => {
    const top = text.text.slice(0, longestTop);
    const searched = each.head ? (each.head.exec(top)?.[0] ?? '') : top;
    if (each.marker?.test(searched)) return true;
    const other = each.beside && beside?.(each.beside.name(name));
    return other !== undefined && each.beside?.holds.test(other);
  });
  return optOut?.transaction ?? settled.transaction;
}

function cutBy(cut: RegExp | undefined, text: SourceText): SqlPiece[] {
  if (!cut) return [wholeText(text)];
  const marks = [...text.text.matchAll(cut)];
  const starts = [0, ...marks.map((mark) => mark.index + mark[0].length)];
  return starts.map((start, at) => pieceOf(text, start, marks[at]?.index ?? text.text.length));
}

interface InSection {
  readonly sections: MarkedSections;
  readonly marked: Sections;
  readonly section: Section;
  readonly at: number;
}

function ofSection(profile: Profile, text: SourceText, { sections, marked, section, at }: InSection): MigrationFile {
  const { end, direction, transaction } = section;
  const gaps = at === 0 ? unrunGap(text, profile.id, marked) : [];
  // Comments above the first marker may allow a rule for the file.
  const start = at === 0 && gaps.length === 0 ? 0 : section.start;
  const file = { path: text.path, framework: profile.id, direction, text, psql: false, gaps };
  const strings = sections.block ? stringsIn(text.text, { start, end }, sections.block) : [];
  if (strings.some(({ statements }) => statements > 1)) return { ...file, ...inStrings(text, strings, transaction) };
  return { ...file, pieces: [pieceOf(text, start, end)], transaction };
}

/** Outside a transaction, several statements in one string are one by themselves. */
function inStrings(
  text: SourceText,
  strings: readonly SentString[],
  transaction: TransactionModel,
): ReturnType<typeof inUnits> {
  const units = strings.map(({ start, end, statements, isBlock }): TransactionUnit => {
    const elsewhere = isBlock
      ? 'each in a StatementBegin and StatementEnd of its own, or in none'
      : 'each on lines of its own';
    const several = statements > 1 && transaction.scope === 'none';
    const string: TransactionModel = { scope: 'file', kind: 'implicit', elsewhere };
    return { pieces: [pieceOf(text, start, end)], transaction: several ? string : transaction };
  });
  return transaction.scope === 'none'
    ? inUnits(units, transaction)
    : { pieces: units.flatMap(({ pieces }) => pieces), transaction: { ...transaction, inStrings: true } };
}

const comments = /--.*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/g;

/** SQL before the first marker never runs, which is hardly what its author meant. */
function unrunGap(text: SourceText, tool: string, { start }: Sections): Gap[] {
  const before = text.text.slice(0, start);
  const sqlAt = before.replace(comments, (comment) => ' '.repeat(comment.length)).search(/[^\s\ufeff]/);
  if (sqlAt < 0) return [];
  const reason = `${tool} runs nothing that stands before its first marker, and this SQL does.`;
  return [{ kind: 'unsupported', file: text.path, span: text.span(sqlAt, start), reason }];
}
