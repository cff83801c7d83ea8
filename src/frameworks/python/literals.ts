// Python's string literals: prefixes, escapes and where in the file each character stands.
import type { Segment } from '../../source/piece.ts';
import { concat } from './texts.ts';
import type { Text } from './value.ts';

const escapes =
  /\\(?:\r\n|[\s\S])(?:(?<=\\x)[0-9a-fA-F]{2}|(?<=\\u)[0-9a-fA-F]{4}|(?<=\\U)[0-9a-fA-F]{8}|(?<=\\N)\{[^}]*\}|(?<=\\[0-7])[0-7]{1,2})?|\r\n?|[^\\\r]+/g;

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  a: '\x07',
  v: '\v',
  '\n': '',
  '\r': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What the characters of a literal mean that stand at `fileStart`; with `braces`, those of an f-string, `{{` being one brace. */
export function literal(raw: string, fileStart: number, { isRaw = false, braces = false } = {}): Text {
  if (!raw.includes('\\') && !raw.includes('\r')) {
    const whole: Text = { kind: 'text', text: raw, segments: [{ sqlStart: 0, fileStart, length: raw.length }] };
    return braces ? withoutDoubled(whole) : whole;
  }
  const segments: Segment[] = [];
  let text = '';
  for (const { 0: part, index } of raw.matchAll(isRaw ? /\r\n?|[^\r]+/g : escapes)) {
    const meaning = isRaw || part[0] !== '\\' ? part.replace(/\r\n?/g, '\n') : unescaped(part);
    if (meaning === part) segments.push({ sqlStart: text.length, fileStart: fileStart + index, length: part.length });
    text += meaning;
  }
  const whole: Text = { kind: 'text', text, segments };
  return braces ? withoutDoubled(whole) : whole;
}

function unescaped(part: string): string {
  const [, sign = ''] = part;
  if (/^\\[xuU]/.test(part)) return codePoint(Number.parseInt(part.slice(2), 16)) ?? part;
  if (/^\\[0-7]/.test(part)) return codePoint(Number.parseInt(part.slice(1), 8)) ?? part;
  return simple[sign] ?? part;
}

const codePoint = (code: number): string | undefined =>
  code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;

function withoutDoubled(text: Text): Text {
  const parts = [...text.text.matchAll(/\{\{|\}\}/g)];
  let from = 0;
  const kept: Text[] = [];
  for (const { index } of parts) {
    kept.push(slice(text, from, index + 1));
    from = index + 2;
  }
  return parts.length === 0 ? text : concat([...kept, slice(text, from, text.text.length)]);
}

/** Characters `start` to `end`, still pointing to where they stand. */
export function slice({ text, segments, hole }: Text, start: number, end: number): Text {
  const kept = segments.flatMap(({ sqlStart, fileStart, length }): Segment[] => {
    const from = Math.max(sqlStart, start);
    const to = Math.min(sqlStart + length, end);
    return from < to ? [{ sqlStart: from - start, fileStart: fileStart + from - sqlStart, length: to - from }] : [];
  });
  return { kind: 'text', text: text.slice(start, end), segments: kept, ...(hole === undefined ? {} : { hole }) };
}
