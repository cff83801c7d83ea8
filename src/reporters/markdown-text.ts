// Text as Markdown that says it and does nothing else. Sentences of ours hold names, paths and SQL of the user's, so every word that
// is not plain goes into a code span: there is no HTML, link, mention, reference or emoji in one, on GitHub and elsewhere.
import { wellFormed } from './inert.ts';
import { visible } from './terminal.ts';

/** Letters, with quotes and punctuation around them; no number sticks to a letter, which may be a reference that links. */
const plainWord = /^["'(‘“]*(?:\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}+)*|\d{1,6})["')’”]*[.,;:?…]*["')’”]?$/u;
/** What looks like a commit. */
const hexadecimal = /^[^0-9a-f]*[0-9a-f]{7,}[^0-9a-f]*$/i;

const isPlain = (word: string): boolean => plainWord.test(word) && !hexadecimal.test(word);

/** A sentence, to stand behind other text on its line. */
export function inline(text: string): string {
  const parts: { isCode: boolean; text: string }[] = [];
  for (const word of wellFormed(visible(text)).trim().split(/\s+/)) {
    if (word === '') continue;
    // A number that begins a line may begin a list.
    const isCode = !isPlain(word) || (parts.length === 0 && /^\d/.test(word));
    const last = parts.at(-1);
    if (isCode && last?.isCode) last.text += ` ${word}`;
    else parts.push({ isCode, text: word });
  }
  return parts.map((part) => (part.isCode ? markedCode(part.text) : part.text)).join(' ');
}

/** Punctuation of the sentence stays outside. */
function markedCode(text: string): string {
  const [, before = '', core = '', after = ''] = /^(\(?)(.*?)([.,;:?]*)$/.exec(text) ?? [];
  return core === '' ? codeSpan(text) : `${before}${codeSpan(unmarked(core))}${after}`;
}

/** Sentences of ours mark code already. */
const unmarked = (text: string): string => /^`([^`]+)`$/.exec(text)?.[1] ?? text;

/** On one line, whatever is in it. */
export function codeSpan(text: string): string {
  const line = wellFormed(visible(text.replace(/\s+/g, ' ').trim()));
  if (line === '') return '';
  const marks = '`'.repeat(longestRun(line) + 1);
  return /^`|`$/.test(line) ? `${marks} ${line} ${marks}` : `${marks}${line}${marks}`;
}

/** Code in a fence that it can't close; `language` is a word of ours. */
export function fenced(code: string, language = 'sql'): string {
  const text = wellFormed(visible(code)).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** A table as HTML without an empty line, in which no Markdown is read; the first row is of headings. */
export function htmlTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  return htmlRows([
    head.map((cell) => `<th>${htmlText(cell)}</th>`),
    ...rows.map((cells) => cells.map((cell) => `<td>${htmlCode(cell)}</td>`)),
  ]);
}

/** As `htmlTable`, of cells that are HTML already. */
export const htmlRows = (rows: readonly (readonly string[])[]): string =>
  ['<table>', ...rows.map((cells) => `<tr>${cells.join('')}</tr>`), '</table>'].join('\n');

/** For what stands between HTML elements, where no Markdown is read. */
export const htmlCode = (text: string): string => (text === '' ? '' : `<code>${htmlText(text)}</code>`);

const htmlText = (text: string): string =>
  wellFormed(visible(text.replace(/\s+/g, ' '))).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Content that is shown on demand. `title` is HTML of ours. */
export const fold = (title: string, content: string): string =>
  `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

/** `text` is ours; without a link where the address is none of the web. */
export function link(text: string, url: string): string {
  if (!/^https?:\/\//.test(url)) return text;
  const address = wellFormed(url).replace(/[^\w.~:/?#@!$+,;=%-]/gu, percentEncoded);
  return `[${text}](${address})`;
}

/** `encodeURIComponent` leaves some that mean something in Markdown. */
const percentEncoded = (character: string): string =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

/** The beginning, where it is longer than so many UTF-16 units. */
export const shortened = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
