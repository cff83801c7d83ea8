// Where PostgreSQL's quoted strings end (src/backend/parser/scan.l). `from` is just after the opening quote; -1: nowhere.

/** Up to the closing quote, a doubled one being a character of the string. */
export function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text.charAt(at + 1) !== quote) return at + 1;
  }
  return -1;
}

/** A string with backslash escapes; continued after a line break it keeps the escapes of its first part. */
export function endOfEscapes(text: string, from: number): number {
  let end = endOfPart(text, from);
  for (let next = continuation(text, end); next >= 0; next = continuation(text, end)) end = endOfPart(text, next);
  return end;
}

const escapeOrQuote = /\\[\s\S]|''|'/g;

/** By searching rather than with one pattern, whose backtracking stack a long string would overflow. */
function endOfPart(text: string, from: number): number {
  escapeOrQuote.lastIndex = from;
  for (let match = escapeOrQuote.exec(text); match; match = escapeOrQuote.exec(text)) {
    if (match[0] === "'") return escapeOrQuote.lastIndex;
  }
  return -1;
}

/** Where the string goes on after white space that holds a line break, past its opening quote; -1 where it does not. */
function continuation(text: string, from: number): number {
  if (from < 0) return -1;
  let broken = false;
  for (let at = from; at < text.length; ) {
    const char = text.charAt(at);
    if (char === "'") return broken ? at + 1 : -1;
    if (text.startsWith('--', at)) at = endOfLine(text, at);
    else if (' \t\n\r\f\v'.includes(char)) at += 1;
    else return -1;
    broken ||= char === '\n' || char === '\r';
  }
  return -1;
}

const lineBreak = /[\n\r]|$/g;

function endOfLine(text: string, from: number): number {
  lineBreak.lastIndex = from;
  return lineBreak.exec(text)?.index ?? text.length;
}
