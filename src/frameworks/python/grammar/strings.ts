// Python's string literals as tokens: what opens and closes them, their characters, and the expressions within an f-string.
import { NotPython, push, type Scan } from './scan.ts';

/** Scans the next token. */
type Next = (scan: Scan) => void;

/** A literal whose prefix begins where the scan is, and whose quotes begin at `quoteAt`. */
export function scanString(scan: Scan, quoteAt: number, next: Next): void {
  const { text, at: start } = scan;
  const mark = text[quoteAt] ?? '';
  const quotes = text.startsWith(mark.repeat(3), quoteAt) ? mark.repeat(3) : mark;
  const prefix = text.slice(start, quoteAt);
  scan.at = quoteAt + quotes.length;
  push(scan, 'string_start', start, scan.at);
  const stops = stopsOf(quotes, /[ft]/i.test(prefix));
  for (;;) {
    const from = scan.at;
    const found = stopAt(scan, stops);
    if (found > from) push(scan, 'string_content', from, found);
    scan.at = found;
    if (text.startsWith(quotes, found)) break;
    interpolation(scan, next);
  }
  push(scan, 'string_end', scan.at, scan.at + quotes.length);
  scan.at += quotes.length;
}

const plain = { "'": /['\\\r\n]/g, '"': /["\\\r\n]/g, "'''": /'''|\\/g, '"""': /"""|\\/g };
const formatted = { "'": /['\\\r\n{]/g, '"': /["\\\r\n{]/g, "'''": /'''|[\\{]/g, '"""': /"""|[\\{]/g };

const stopsOf = (quotes: string, isFormatted: boolean): RegExp =>
  (isFormatted ? formatted : plain)[quotes as keyof typeof plain];

/** Where the literal ends or an expression in it begins. */
function stopAt({ text, at }: Scan, stops: RegExp): number {
  let from = at;
  for (;;) {
    stops.lastIndex = from;
    const found = stops.exec(text)?.index;
    if (found === undefined) throw new NotPython(at);
    const code = text.charCodeAt(found);
    if (code === 10 || code === 13) throw new NotPython(found);
    if (code === 92) from = afterEscape(text, found, stops);
    else if (code === 123 && text.charCodeAt(found + 1) === 123) from = found + 2;
    else return found;
  }
}

function afterEscape(text: string, at: number, stops: RegExp): number {
  if (stops.source.includes('{')) {
    // A backslash does not take away what a brace means.
    if (text[at + 1] === '{') return at + 1;
    if (text.startsWith('\\N{', at)) return Math.max(text.indexOf('}', at), at + 2);
  }
  return at + (text.startsWith('\r\n', at + 1) ? 3 : 2);
}

/** `{value!r:>{width}}`, between `interpolation` and `}`. */
function interpolation(scan: Scan, next: Next): void {
  const { text, at: start, open } = scan;
  push(scan, 'interpolation', start, start + 1);
  scan.at += 1;
  scan.open += 1;
  for (;;) {
    const code = text.charCodeAt(scan.at);
    const isOwn = scan.open === open + 1;
    if (scan.at >= text.length) throw new NotPython(start);
    if (isOwn && (code === 125 || code === 58)) break;
    if (isOwn && code === 33 && text.charCodeAt(scan.at + 1) !== 61) conversion(scan);
    else next(scan);
  }
  if (text.charCodeAt(scan.at) === 58) format(scan, start);
  scan.open = open;
  push(scan, '}', scan.at, scan.at + 1);
  scan.at += 1;
}

function conversion(scan: Scan): void {
  const length = /^![a-z]/.test(scan.text.slice(scan.at, scan.at + 2)) ? 2 : 1;
  push(scan, 'type_conversion', scan.at, scan.at + length);
  scan.at += length;
}

/** What is after the colon, as one token: nobody looks into it. */
function format(scan: Scan, start: number): void {
  const from = scan.at;
  let open = 0;
  for (const end = /[{}]/g; ; ) {
    end.lastIndex = scan.at;
    const found = end.exec(scan.text);
    if (!found) throw new NotPython(start);
    scan.at = found.index;
    if (found[0] === '}' && open === 0) break;
    open += found[0] === '{' ? 1 : -1;
    scan.at += 1;
  }
  push(scan, 'format_specifier', from, scan.at);
}
