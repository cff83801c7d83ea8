// Strings made of values: what is not known in them is a hole, what is points to the code that wrote it.
import type { Segment } from '../../source/piece.ts';
import { holeText, type Text, text, type Value, whatOf } from './value.ts';

/** As `str()` and an f-string write it; what is not known becomes a hole. */
export function toText(value: Value): Text {
  if (value.kind === 'text') return value;
  if (value.kind === 'number') return text(value.written);
  if (value.kind === 'constant') return text(whatOf(value));
  return holeText(whatOf(value));
}

export function concat(parts: readonly Text[]): Text {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const segments: Segment[] = [];
  let whole = '';
  for (const part of parts) {
    for (const segment of part.segments) segments.push({ ...segment, sqlStart: segment.sqlStart + whole.length });
    whole += part.text;
  }
  const hole = parts.find((part) => part.hole !== undefined)?.hole;
  const kept = segments.length > mostSegments ? [] : segments;
  return { kind: 'text', text: whole, segments: kept, ...(hole === undefined ? {} : { hole }) };
}

/** A string of more parts than anybody writes points to the code that sends it. */
const mostSegments = 2_000;
