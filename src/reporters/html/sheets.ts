// What the page shows of each migration: its statements in order, and what is said of each in its place.
import { bySeverity, type Report } from '../../findings/finding.ts';
import { grouped } from '../../findings/grouped.ts';
import type { Timeline, TimelineStatement } from '../../findings/timeline.ts';
import type { ReportContext } from '../format.ts';
import { type Item, openItems } from '../items.ts';

export const kinds = ['error', 'warning', 'info', 'unread', 'fault'] as const;
export type Kind = (typeof kinds)[number];

/** `number` makes the item's anchor. */
export interface Entry extends Item {
  readonly kind: Kind;
  readonly number: number;
}

export interface Row {
  /** The statement's index in the timeline; of a row without one, that of the statement behind it. */
  readonly at: number;
  readonly statement?: TimelineStatement;
  readonly entries: readonly Entry[];
}

export interface Sheet {
  readonly file: string;
  readonly framework?: string;
  readonly direction: 'up' | 'down';
  /** Of the file as a whole. */
  readonly entries: readonly Entry[];
  readonly rows: readonly Row[];
  readonly timeline?: Timeline;
  readonly statements: number;
  /** Statements without findings are left out, and with them the locks. */
  readonly isCut?: true;
}

export const allEntries = ({ entries, rows }: Pick<Sheet, 'entries' | 'rows'>): Entry[] => [
  ...entries,
  ...rows.flatMap((row) => row.entries),
];

/** A sheet per judged migration, and one per other file that something is said of. */
export function sheetsOf(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Sheet[] {
  const left = grouped(openItems(report, context), ({ file }) => file);
  const drawn = new Map((report.timelines ?? []).map((timeline) => [timeline.file, timeline]));
  const judged = report.files.filter((file) => file.judged);
  const sheets = judged.map(({ path, framework, direction, statements }): Sheet => {
    const timeline = drawn.get(path);
    return { file: path, framework, direction, statements, timeline, ...placed(path, timeline, left) };
  });
  for (const file of [...left.keys()])
    sheets.push({ file, direction: 'up', statements: 0, ...placed(file, undefined, left) });
  let next = 1;
  const withNumber = (entry: Entry): Entry => ({ ...entry, number: next++ });
  return sheets.map((sheet) => ({
    ...sheet,
    entries: sheet.entries.map(withNumber),
    rows: sheet.rows.map((row) => ({ ...row, entries: row.entries.map(withNumber) })),
  }));
}

/** Takes what it places out of `left`. */
function placed(
  file: string,
  timeline: Timeline | undefined,
  left: Map<string, Item[]>,
): Pick<Sheet, 'entries' | 'rows'> {
  const statements = timeline?.statements ?? [];
  const found = new Map<number, Entry[]>();
  const loose = new Map<number, Entry[]>();
  const whole: Entry[] = [];
  const add = (to: Map<number, Entry[]>, key: number, entry: Entry) => to.set(key, [...(to.get(key) ?? []), entry]);
  for (const name of new Set([file, ...statements.map((statement) => statement.file)])) {
    const elsewhere: Item[] = [];
    for (const item of left.get(name) ?? []) {
      const at = item.span ? indexAt(statements, name, item.span.start.offset) : -1;
      const entry = entryOf(item);
      if (at >= 0) add(found, at, entry);
      else if (name !== file) elsewhere.push(item);
      else if (item.span) add(loose, item.span.start.offset, entry);
      else whole.push(entry);
    }
    if (elsewhere.length > 0) left.set(name, elsewhere);
    else left.delete(name);
  }
  const rows = statements.map(
    (statement, at): Row => ({ at, statement, entries: (found.get(at) ?? []).sort(bySeverity) }),
  );
  return { entries: whole.sort(bySeverity), rows: withLoose(rows, file, loose) };
}

function entryOf(item: Item): Entry {
  const kind = item.rule === 'not-read' ? 'unread' : item.rule === 'internal-error' ? 'fault' : item.severity;
  return { ...item, kind, number: 0 };
}

/** The innermost statement that begins there or is around the place. */
function indexAt(statements: readonly TimelineStatement[], file: string, offset: number): number {
  let best = -1;
  let start = -1;
  for (const [at, statement] of statements.entries()) {
    const { span } = statement;
    if (statement.file !== file || span.start.offset > offset || span.end.offset < offset) continue;
    if (span.start.offset > start) {
      best = at;
      start = span.start.offset;
    }
  }
  return best;
}

/** What is at no statement has a row of its own, between those around it. */
function withLoose(rows: readonly Row[], file: string, loose: ReadonlyMap<number, Entry[]>): Row[] {
  const offsets = [...loose.keys()].sort((a, b) => a - b);
  const all: Row[] = [];
  const flush = (before: number, at: number) => {
    while (offsets.length > 0 && (offsets[0] as number) < before) {
      const entries = loose.get(offsets.shift() as number) ?? [];
      all.push({ at, entries: entries.sort(bySeverity) });
    }
  };
  for (const row of rows) {
    if (row.statement?.file === file) flush(row.statement.span.start.offset, row.at);
    all.push(row);
  }
  flush(Number.POSITIVE_INFINITY, rows.length);
  return all;
}

/** As many statements as there is room for: of migrations with findings first, and whatever findings are about. */
export function withinRoom(sheets: readonly Sheet[], room: number): Sheet[] {
  const isNoted = (sheet: Sheet) => allEntries(sheet).length > 0;
  const whole = new Set<Sheet>();
  let left = room;
  for (const sheet of [...sheets.filter(isNoted), ...sheets.filter((each) => !isNoted(each))]) {
    left -= sheet.rows.length;
    if (left >= 0) whole.add(sheet);
  }
  return sheets.map((sheet) => {
    if (whole.has(sheet)) return sheet;
    const rows = sheet.rows.filter(({ entries }) => entries.length > 0);
    return { ...sheet, rows, timeline: undefined, isCut: true };
  });
}
