// Text for a terminal: nothing from SQL or a path may control it, lines fit it, and columns line up for wide characters too.

/** How a report is shown. Painters are identity functions where there is no colour. */
export interface Display {
  /** Columns. */
  readonly width: number;
  readonly paint: Paint;
  readonly quiet?: boolean;
}

export type Painter = (text: string) => string;
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green', Painter>>;

const plain: Painter = (text) => text;
export const noPaint: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, cyan: plain, green: plain };

/** Control characters, and those that reorder the text around them, as `\x1b`; tab and line feed stay. */
export const visible = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
    },
  );

/** As `visible`, on one line. */
export const oneLine = (text: string): string => visible(text.replace(/\s+/g, ' ').trim());

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const narrow = /^[\x20-\x7e]*$/;

/** Columns that the text takes; a tab counts one. */
export function columnsOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += /\p{M}|\u200d/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** Words into lines of at most `width` columns, each indented; a longer word stands alone. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) + indent.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${indent}${each}`).join('\n');
}

export const indented = (text: string, indent: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');

/** Columns of text, two spaces apart; the last is not padded. */
export function table(rows: readonly (readonly string[])[], indent: string): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => columnsOf(row[at] ?? ''))));
  return rows.map((row) => {
    const cells = row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - columnsOf(cell)));
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** `1 error`, `2 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
