// Rows of CSV files, as far as they are asked for.

export interface CsvForm {
  readonly separator: string;
  readonly quotes: string;
  /** How many rows are read, the header beside. */
  readonly most: number;
}

/** The header first; lines that are empty are no rows. */
export function readCsv(text: string, { separator, quotes, most }: CsvForm): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at <= text.length && rows.length <= most; at += 1) {
    const char = text[at];
    if (isQuoted && char !== undefined) {
      if (char !== quotes) cell += char;
      else if (text[at + 1] === quotes) {
        cell += char;
        at += 1;
      } else isQuoted = false;
    } else if (char === quotes && cell.trim() === '') {
      isQuoted = true;
      cell = '';
    } else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === undefined) {
      row.push(cell.replace(/\r$/, ''));
      if (row.some((each) => each.trim() !== '')) rows.push(row);
      row = [];
      cell = '';
    } else cell += char;
  }
  return rows;
}
