// Statements that are sent with values beside them: PDO writes a number for each `?` and for each name.
import { sliceText } from '../text.ts';
import { concatTexts, type Text, textOf, type Value } from './value.ts';

const marks = /'(?:[^']|'')*'|"[^"]*"|--.*|::\w+|\?\??|:[a-z_]\w*/gi;

/** Where values are given; a name that stands twice is one value. */
export function withParameters(text: Text, given: Value | undefined): Text {
  if (given?.kind !== 'list' || given.entries.size === 0) return text;
  const parts: Text[] = [];
  const names = new Map<string, number>();
  let from = 0;
  for (const { 0: found, index } of text.text.matchAll(marks)) {
    if (!/^(?:\?|:[^:])/.test(found)) continue;
    const key = found === '?' ? `?${names.size}` : found;
    if (found !== '??' && !names.has(key)) names.set(key, names.size + 1);
    parts.push(sliceText(text, from, index), textOf(found === '??' ? '?' : `$${names.get(key)}`));
    from = index + found.length;
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}
