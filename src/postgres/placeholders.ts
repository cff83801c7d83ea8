// Placeholders of templates (`${name}`, `{{name}}`) and psql variables without a known value: each is replaced by something that
// parses where it stands, an identifier holding the placeholder's own text wherever one can stand, so that names read as written.

import { applyEdits, type EditedText } from './edited-text.ts';
import { type ParserAnswer, parseSql } from './libpg-query.ts';
import { quoteIdentifier, quoteLiteral } from './psql-variables.ts';
import type { Chunk, Edit } from './split.ts';

type Form = 'identifier' | 'number' | 'string';

interface Slot {
  start: number;
  end: number;
  form: Form;
}

export interface Filled {
  edited: EditedText;
  answer: ParserAnswer;
}

const mostAttempts = 24;
const mostCharacters = 16_000_000;

/** Parses a statement with its placeholders filled, trying the next form where PostgreSQL's error points at one. */
export function parseFilled(script: string, chunk: Chunk): Filled {
  const slots = slotsOf(script, chunk);
  const allowed = Math.min(mostAttempts, Math.ceil(mostCharacters / (chunk.end - chunk.start + 1)));
  for (let attempt = 1; ; attempt += 1) {
    const fills = slots.map((slot) => fill(script, slot));
    const edited = applyEdits(script, chunk.start, chunk.end, [...chunk.edits, ...fills].sort(byStart));
    const answer = parseSql(edited.text);
    if (attempt >= allowed || !('message' in answer) || !tryNextForm(slots, edited, answer)) return { edited, answer };
  }
}

const byStart = (a: Edit, b: Edit): number => a.start - b.start;

const nextForm: Record<Form, Form | undefined> = { identifier: 'number', number: 'string', string: undefined };

function tryNextForm(slots: Slot[], edited: EditedText, error: { cursor: number; byteLength: number }): boolean {
  const at = edited.toScript(edited.offsets(error.byteLength).ofCodePoint(error.cursor));
  const slot = slots.find(({ start, end }) => start <= at && at < end);
  const form = slot && nextForm[slot.form];
  if (!slot || !form) return false;
  slot.form = form;
  return true;
}

function fill(script: string, { start, end, form }: Slot): Edit {
  const written = script.slice(start, end);
  if (form === 'number') return { start, end, text: '0' };
  return { start, end, text: form === 'string' ? quoteLiteral(written) : quoteIdentifier(written) };
}

const identifierPart = /[A-Za-z0-9_$\u0080-\uffff]/;

/** A placeholder and what it touches make one name: `${prefix}_users`. */
function slotsOf(script: string, chunk: Chunk): Slot[] {
  const slots: Slot[] = [];
  for (const mark of chunk.marks) {
    if (script[mark.start] === ':') {
      slots.push({ ...mark, form: script[mark.start + 1] === "'" ? 'string' : 'identifier' });
      continue;
    }
    let { start, end } = mark;
    const last = slots.at(-1);
    while (start > Math.max(chunk.start, last?.end ?? 0) && identifierPart.test(script.charAt(start - 1))) start -= 1;
    while (end < chunk.end && identifierPart.test(script.charAt(end)) && !script.startsWith('${', end)) end += 1;
    if (last && last.end === start) last.end = end;
    else slots.push({ start, end, form: 'identifier' });
  }
  return slots;
}
