// What is sent beside a statement for its `?` and `:name`, written into it.
import { sliceText } from '../text.ts';
import { concatTexts, itemsOf, type Text, textOf, type Value } from './value.ts';

const marks = /'(?:[^']|'')*'|"[^"]*"|--.*|::\w+|\?\??|:[a-z_]\w*/gi;

/** Values in place of the marks; NULL where one is not known. */
export function withParameters(text: Text, given: Value | undefined): Text {
  if (given?.kind !== 'list' || given.entries.size === 0) return text;
  const parts: Text[] = [];
  const values = itemsOf(given);
  let [from, next] = [0, 0];
  for (const { 0: found, index } of text.text.matchAll(marks)) {
    if (!/^[?:]/.test(found) || /^(?:::|\?\?)/.test(found)) continue;
    const named = given.entries.get(found.slice(1)) ?? given.entries.get(found);
    const value = found === '?' ? values[next++] : named;
    if (!value) continue;
    parts.push(sliceText(text, from, index), textOf(literal(value)));
    from = index + found.length;
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

function literal(value: Value): string {
  if (value.kind === 'primitive') return value.value === null ? 'NULL' : String(value.value);
  return value.kind === 'text' && value.holes.length === 0 ? `'${value.text.replaceAll("'", "''")}'` : 'NULL';
}
