// Part of a script as PostgreSQL reads it, after psql variables, commands and placeholders were replaced, with the way back.
import { type ByteOffsets, byteOffsets } from '../source/byte-offsets.ts';
import { mapThrough, type Segment } from '../source/piece.ts';
import type { Edit } from './split.ts';

export interface EditedText {
  text: string;
  /** The script's offset for an offset in `text`; within a replacement, the nearer edge of what it replaces. */
  toScript(offset: number): number;
  /** `byteLength` as the parser counted it. */
  offsets(byteLength: number): ByteOffsets;
}

/** `edits` in order; one that lies outside `start` to `end` is left out. */
export function applyEdits(script: string, start: number, end: number, edits: readonly Edit[]): EditedText {
  let text = '';
  let from = start;
  const segments: Segment[] = [];
  const keep = (to: number) => {
    if (to > from) segments.push({ sqlStart: text.length, fileStart: from, length: to - from });
    text += script.slice(from, to);
  };
  for (const edit of edits) {
    if (edit.start < from || edit.end > end) continue;
    keep(edit.start);
    text += edit.text;
    from = edit.end;
  }
  keep(end);
  return { text, toScript: toScript(segments, start), offsets: offsetsOf(text) };
}

function toScript(segments: readonly Segment[], start: number): EditedText['toScript'] {
  const [only] = segments;
  if (segments.length === 1 && only?.sqlStart === 0) return (offset) => only.fileStart + offset;
  return (offset) => (segments.length === 0 ? start : mapThrough(segments, offset));
}

function offsetsOf(text: string): EditedText['offsets'] {
  let made: ByteOffsets | undefined;
  return (byteLength) => {
    made ??= byteOffsets(text, byteLength);
    return made;
  };
}
