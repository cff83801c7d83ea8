// A file's text, and the only place that turns an offset into a line and a column.

/** `offset` counts UTF-16 units from 0; `line` and `column` count from 1. A tab is one column; a leading byte order mark is none. */
export interface Position {
  offset: number;
  line: number;
  column: number;
}

/** `end` is the position just after the last character. */
export interface Span {
  start: Position;
  end: Position;
}

const byteOrderMark = 0xfeff;

export class SourceText {
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  private constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** `text` is the decoded file; a leading byte order mark stays in it: offsets count it, columns do not. */
  static of(path: string, text: string): SourceText {
    return new SourceText(path, text);
  }

  /** Where an offset is; one outside the text is taken for the nearest end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.#lineAt(at);
    const start = this.#lineStart(line);
    return { offset: at, line: line + 1, column: Math.max(at - start, 0) + 1 };
  }

  span(start: number, end: number): Span {
    return { start: this.position(start), end: this.position(end) };
  }

  /** The text of line `n` (from 1), without its line break and without a byte order mark; '' where there is none. */
  line(n: number): string {
    const starts = this.#starts();
    if (n < 1 || n > starts.length) return '';
    return this.text.slice(this.#lineStart(n - 1), starts[n] ?? this.text.length).replace(/\r\n$|[\r\n]$/, '');
  }

  #lineStart(index: number): number {
    const start = this.#starts()[index] ?? 0;
    return start === 0 && this.text.charCodeAt(0) === byteOrderMark ? 1 : start;
  }

  #lineAt(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #starts(): number[] {
    this.#lineStarts ??= lineStarts(this.text);
    return this.#lineStarts;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
