// SQL in the order it runs, able to point back into the file it came from: a whole .sql file, or strings found in ORM code.
import type { SourceText } from './source-text.ts';

/** `length` UTF-16 units of SQL at `sqlStart` that stand in the file, unchanged, at `fileStart`. */
export interface Segment {
  sqlStart: number;
  fileStart: number;
  length: number;
}

/** Segments are in order of `sqlStart` and do not overlap; SQL between them stands nowhere in the file. */
export interface SqlPiece {
  sql: string;
  source: SourceText;
  segments: readonly Segment[];
}

export function wholeText(source: SourceText): SqlPiece {
  return { sql: source.text, source, segments: [{ sqlStart: 0, fileStart: 0, length: source.text.length }] };
}

/** The file offset of an offset in the piece's SQL; between two segments, the nearest edge of either. */
export function toFileOffset(piece: SqlPiece, sqlOffset: number): number {
  return mapThrough(piece.segments, sqlOffset);
}

/** As `toFileOffset`, for segments alone. */
export function mapThrough(segments: readonly Segment[], sqlOffset: number): number {
  const at = lastStartingBy(segments, sqlOffset);
  const before = segments[at];
  const after = segments[at + 1];
  if (!before) return after?.fileStart ?? 0;
  const into = sqlOffset - before.sqlStart;
  if (into <= before.length) return before.fileStart + into;
  if (after && after.sqlStart - sqlOffset < into - before.length) return after.fileStart;
  return before.fileStart + before.length;
}

/** Index of the last segment that starts at or before the offset, or -1. */
function lastStartingBy(segments: readonly Segment[], offset: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.sqlStart ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
