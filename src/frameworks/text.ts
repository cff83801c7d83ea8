// A string that a program builds: its characters, where in which file each was written, and the parts known only at run time.
import type { Segment, SqlPiece } from '../source/piece.ts';
import type { SourceText } from '../source/source-text.ts';

/** `length` characters of the text at `at` that stand in `source`, unchanged, at `fileStart`. */
export interface Origin {
  readonly at: number;
  readonly fileStart: number;
  readonly length: number;
  readonly source: SourceText;
}

/** A part that is not known; it takes up no characters of the text. */
export interface Hole {
  readonly at: number;
  /** What it is, for a sentence: `the result of tableName()`. */
  readonly what: string;
  /** It is a value of a row that the migration has asked for. */
  readonly isOfRow?: boolean;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** In order, without overlap. */
  readonly origins: readonly Origin[];
  readonly holes: readonly Hole[];
  /** `new String('…')`, of which some tools make something else than of a string. */
  readonly isBoxed?: true;
}

/** A place in code. */
export interface Site {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

export const textOf = (text: string): Text => ({ kind: 'text', text, origins: [], holes: [] });

export const holeOf = (what: string, isOfRow = false): Text => ({
  kind: 'text',
  text: '',
  origins: [],
  holes: [{ at: 0, what, ...(isOfRow ? { isOfRow } : {}) }],
});

/** Characters of a file that mean themselves. */
export const writtenText = (source: SourceText, start: number, end: number): Text => ({
  kind: 'text',
  text: source.text.slice(start, end),
  origins: start < end ? [{ at: 0, fileStart: start, length: end - start, source }] : [],
  holes: [],
});

export function concatTexts(parts: readonly Text[]): Text {
  const only = parts[0];
  if (parts.length === 1 && only) return only;
  const origins: Origin[] = [];
  const holes: Hole[] = [];
  let text = '';
  for (const part of parts) {
    const shift = text.length;
    for (const origin of part.origins) origins.push({ ...origin, at: origin.at + shift });
    for (const hole of part.holes) holes.push({ ...hole, at: hole.at + shift });
    text += part.text;
  }
  return { kind: 'text', text, origins: origins.length > mostOrigins ? [] : origins, holes };
}

/** A text of more parts than anybody writes points to the code that sends it. */
const mostOrigins = 5_000;

/** Characters `start` to `end`, with the holes that stand between them or at their edges. */
export function sliceText({ text, origins, holes }: Text, start: number, end: number): Text {
  const kept = origins.flatMap((origin): Origin[] => {
    const from = Math.max(origin.at, start);
    const to = Math.min(origin.at + origin.length, end);
    return from < to
      ? [{ ...origin, at: from - start, fileStart: origin.fileStart + from - origin.at, length: to - from }]
      : [];
  });
  return {
    kind: 'text',
    text: text.slice(start, end),
    origins: kept,
    holes: holes.filter(({ at }) => at >= start && at <= end).map((hole) => ({ ...hole, at: hole.at - start })),
  };
}

/** What is not known is not trimmed. */
export function trimText(text: Text): Text {
  const { length } = text.text;
  const start = Math.min(length - text.text.trimStart().length, text.holes[0]?.at ?? length);
  return sliceText(text, start, Math.max(start, text.text.trimEnd().length, text.holes.at(-1)?.at ?? 0));
}

/** The text as SQL that points back to where it was written, or, where that is nowhere, to the code that sends it. */
export function pieceOf(text: Text, site: Site): SqlPiece {
  const source = writtenIn(text) ?? site.source;
  const segments = text.origins
    .filter((origin) => origin.source === source)
    .map(({ at, fileStart, length }): Segment => ({ sqlStart: at, fileStart, length }));
  return segments.length > 0 ? { sql: text.text, source, segments } : generatedPiece([text.text], site);
}

/** The file that most of it was written in. */
function writtenIn({ origins }: Text): SourceText | undefined {
  const lengths = new Map<SourceText, number>();
  for (const { source, length } of origins) lengths.set(source, (lengths.get(source) ?? 0) + length);
  return [...lengths].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Statements that a call stands for, sent in one string: each points to the whole call. */
export function generatedPiece(statements: readonly string[], { source, start, end }: Site): SqlPiece {
  const segments: Segment[] = [];
  let sql = '';
  for (const statement of statements) {
    if (sql !== '') sql += '; ';
    segments.push({ sqlStart: sql.length, fileStart: start, length: 0 });
    sql += statement;
    // A statement ends after its last character, which stands for that of the call.
    segments.push({ sqlStart: Math.max(sql.length - 1, 0), fileStart: Math.max(end - 1, start), length: 0 });
    segments.push({ sqlStart: sql.length, fileStart: end, length: 0 });
  }
  return { sql, source, segments };
}

/** Replaces what a pattern finds; what is between keeps the place where it was written. */
export function replaceText(text: Text, pattern: RegExp, by: (found: string) => string): Text {
  const parts: Text[] = [];
  let from = 0;
  for (const { 0: found, index } of text.text.matchAll(pattern)) {
    parts.push(sliceText(text, from, index));
    from = index + found.length;
    const inner = text.holes.filter(({ at }) => at > index && at < index + found.length);
    for (const [nth, { at, what }] of inner.entries())
      parts.push(textOf(by(text.text.slice(inner[nth - 1]?.at ?? index, at))), holeOf(what));
    parts.push(textOf(by(text.text.slice(inner.at(-1)?.at ?? index, from))));
  }
  if (from === 0) return text;
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}
