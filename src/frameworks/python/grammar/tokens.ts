// Python's tokens: words, numbers, operators, strings in their parts, and the lines and indents that its grammar goes by.
// https://docs.python.org/3/reference/lexical_analysis.html
import { NotPython, push, type Scan, type Token } from './scan.ts';
import { scanString } from './strings.ts';

/** Throws `NotPython`. */
export function tokensOf(text: string, from: number): Token[] {
  const scan: Scan = { text, at: text.startsWith('\ufeff', from) ? from + 1 : from, tokens: [], indents: [0], open: 0 };
  indent(scan);
  while (scan.at < text.length) token(scan);
  if (scan.tokens.length > 0 && scan.tokens.at(-1)?.type !== 'newline') push(scan, 'newline', scan.at, scan.at);
  dedent(scan, 0);
  push(scan, 'end', scan.at, scan.at);
  return scan.tokens;
}

const [tab, newline, formFeed, carriageReturn, space, hash, backslash] = [9, 10, 12, 13, 32, 35, 92] as const;

/** The next token, or what stands between two. */
function token(scan: Scan): void {
  const code = scan.text.charCodeAt(scan.at);
  if (code === space || code === tab || code === formFeed) scan.at += 1;
  else if (isLetter(code)) word(scan);
  else if (code === newline || code === carriageReturn) endOfLine(scan);
  else if (code === hash) comment(scan);
  else if (code === 34 || code === 39) scanString(scan, scan.at, token);
  else if (code === backslash) continued(scan);
  else if ((code >= 48 && code <= 57) || (code === 46 && isDigit(scan.text.charCodeAt(scan.at + 1)))) numeral(scan);
  else operator(scan);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Beyond ASCII all is taken for a letter. */
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;

const keywords = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is
  lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

function word(scan: Scan): void {
  const { text, at: start } = scan;
  let end = start + 1;
  for (let code = text.charCodeAt(end); isLetter(code) || isDigit(code); code = text.charCodeAt(end)) end += 1;
  const quote = text.charCodeAt(end);
  if ((quote === 34 || quote === 39) && end - start <= 3 && /^[rbuft]+$/i.test(text.slice(start, end))) {
    scanString(scan, end, token);
    return;
  }
  scan.at = end;
  const name = end - start <= 8 ? text.slice(start, end) : '';
  push(scan, keywords.has(name) ? name : 'identifier', start, end);
}

const numerals = /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d*[\d_]*(?:[eE][+-]?[\d_]+)?[jJlL]?/y;

function numeral(scan: Scan): void {
  numerals.lastIndex = scan.at;
  const written = numerals.exec(scan.text)?.[0] ?? '';
  const isFloat = !/^0[xX]/.test(written) && /[.eEjJ]/.test(written);
  push(scan, isFloat ? 'float' : 'integer', scan.at, scan.at + written.length);
  scan.at += written.length;
}

const operators = /\*\*=?|\/\/=?|>>=?|<<=?|<>|->|:=|\.\.\.|[-+*/%@&|^=!<>]=?|[~()[\]{},:.;]/y;

function operator(scan: Scan): void {
  operators.lastIndex = scan.at;
  const type = operators.exec(scan.text)?.[0];
  if (type === undefined || type === '!') throw new NotPython(scan.at);
  if (type === '(' || type === '[' || type === '{') scan.open += 1;
  if (type === ')' || type === ']' || type === '}') scan.open -= 1;
  if (scan.open < 0) throw new NotPython(scan.at);
  push(scan, type, scan.at, scan.at + type.length);
  scan.at += type.length;
}

function comment(scan: Scan): void {
  const end = /[\r\n]/g;
  end.lastIndex = scan.at;
  scan.at = end.exec(scan.text)?.index ?? scan.text.length;
}

function continued(scan: Scan): void {
  const end = /\\[ \t\f]*(?:\r\n?|\n|$)/y;
  end.lastIndex = scan.at;
  const found = end.exec(scan.text);
  if (!found) throw new NotPython(scan.at);
  scan.at += found[0].length;
}

function endOfLine(scan: Scan): void {
  const { text, at, open, tokens } = scan;
  scan.at += text.startsWith('\r\n', at) ? 2 : 1;
  if (open > 0) return;
  if (tokens.length > 0 && tokens.at(-1)?.type !== 'newline') push(scan, 'newline', at, at);
  indent(scan);
}

/** What the first line below that is not blank is indented by. */
function indent(scan: Scan): void {
  const { text } = scan;
  let column = 0;
  for (; ; scan.at += 1) {
    const code = text.charCodeAt(scan.at);
    if (code === space) column += 1;
    else if (code === tab) column = (Math.trunc(column / 8) + 1) * 8;
    else if (code === formFeed || code === newline || code === carriageReturn) column = 0;
    else if (code === hash) {
      comment(scan);
      column = 0;
      if (scan.at >= text.length) return;
    } else break;
  }
  if (scan.at >= text.length) return;
  if (column > (scan.indents.at(-1) ?? 0)) {
    scan.indents.push(column);
    push(scan, 'indent', scan.at, scan.at);
  } else dedent(scan, column);
}

function dedent(scan: Scan, column: number): void {
  const { indents, at } = scan;
  while (column < (indents.at(-1) ?? 0)) {
    indents.pop();
    push(scan, 'dedent', at, at);
  }
  if (column !== indents.at(-1)) throw new NotPython(at);
}
