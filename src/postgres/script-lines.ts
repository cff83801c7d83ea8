// What in a psql script goes by lines rather than by tokens: backslash commands and the data of COPY.

export interface CopyData {
  start: number;
  end: number;
  /** Whether a line `\.` ends it, rather than the script. */
  terminated: boolean;
}

/** The lines from the one after `from` to the one that is `\.`, inclusive; without such a line, to the end. */
export function copyData(text: string, from: number, after?: number): CopyData {
  const lineBreak = text.indexOf('\n', from);
  const start = Math.max(lineBreak < 0 ? text.length : lineBreak + 1, after ?? 0);
  const mark = /^\\\.[ \t]*\r?$/gm;
  mark.lastIndex = start;
  const found = mark.exec(text);
  const end = found ? mark.lastIndex : text.length;
  return { start: lineBreak < 0 ? text.length : lineBreak + 1, end, terminated: found !== null };
}

const nameOfCommand = /\\([a-zA-Z_]+\+?|[!?]|.|$)/y;

export function commandName(text: string, at: number): string {
  nameOfCommand.lastIndex = at;
  const name = nameOfCommand.exec(text)?.[1] ?? '';
  // psql compares this one name without case.
  return name.toLowerCase() === 'copy' ? 'copy' : name;
}

/** A command runs to the end of its line, or to a further backslash outside quotes that begins another. */
export function commandEnd(text: string, at: number): number {
  let quote = '';
  let index = at + 1;
  // \! and \copy take the rest of the line as it is.
  const wholeLine = /\\(?:!|copy\b)/iy;
  wholeLine.lastIndex = at;
  const whole = wholeLine.test(text);
  for (; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '\n' || char === '\r') break;
    if (whole) continue;
    if (quote) {
      if (char === '\\' && quote === "'") index += 1;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"' || char === '`') quote = char;
    else if (char === '\\' && index > at + 1) return text.startsWith('\\\\', index) ? index + 2 : index;
  }
  return index;
}
