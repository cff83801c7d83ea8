// The text of a Python file as its parser goes through it: white space, words, numbers and strings.
import type { SyntaxNode } from '../tree-sitter.ts';

/** A node that is being made. */
export type Draft = {
  -readonly [Key in keyof SyntaxNode]: Key extends 'children' ? readonly Draft[] : SyntaxNode[Key];
};

export interface Scanner {
  readonly text: string;
  at: number;
  /** How many brackets are open: within them lines have no ends. */
  brackets: number;
  depth: number;
  /** Whether a comma stood before the bracket that was closed last. */
  hasComma: boolean;
}

/** Thrown at what is left to the grammar: what is rare, and all that may be an error. */
export class LeftToGrammar extends Error {}

const leaving = new LeftToGrammar();

/** Always the same error, as where it is thrown from is told to nobody. */
export function leave(): never {
  throw leaving;
}

const none: readonly Draft[] = [];

export const made = (type: string, start: number, end: number, children: readonly Draft[] = none): Draft => ({
  type,
  field: null,
  named: true,
  start,
  end,
  children,
});

export const tokenOf = (type: string, field: string | null, start: number, end: number): Draft => ({
  type,
  field,
  named: false,
  start,
  end,
  children: none,
});

/** The node as its parent's. */
export function as(field: string, node: Draft): Draft {
  node.field = field;
  return node;
}

const newline = 10;
const hash = 35;
const backslash = 92;

/** To what stands next, over comments and the ends of lines where these mean nothing. */
export function skip(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const code = text.charCodeAt(scanner.at);
    if (code === 32 || code === 9) scanner.at += 1;
    else if (code === backslash) overLineEnd(scanner);
    else if (scanner.brackets > 0 && (code === newline || code === 13)) scanner.at += 1;
    else if (scanner.brackets > 0 && code === hash) overComment(scanner);
    else return;
  }
}

function overLineEnd(scanner: Scanner): void {
  const { text, at } = scanner;
  const length = text.charCodeAt(at + 1) === 13 ? 3 : 2;
  if (text.charCodeAt(at + length - 1) !== newline) leave();
  scanner.at += length;
}

export function overComment(scanner: Scanner): void {
  const end = scanner.text.indexOf('\n', scanner.at);
  scanner.at = end < 0 ? scanner.text.length : end;
}

/** Whether the sign stands next; it is passed. */
export function take(scanner: Scanner, sign: string): boolean {
  skip(scanner);
  if (!scanner.text.startsWith(sign, scanner.at)) return false;
  scanner.at += sign.length;
  return true;
}

export function need(scanner: Scanner, sign: string): void {
  if (!take(scanner, sign)) leave();
}

export const isWordPart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57);

/** The end of the word that begins there; names that are not of ASCII are left. */
export function wordEnd({ text }: Scanner, from: number): number {
  let end = from;
  while (isWordPart(text.charCodeAt(end))) end += 1;
  if (text.charCodeAt(end) > 127) leave();
  return end;
}

/** Whether the keyword stands next. */
export function isNext(scanner: Scanner, word: string): boolean {
  skip(scanner);
  return scanner.text.startsWith(word, scanner.at) && !isWordPart(scanner.text.charCodeAt(scanner.at + word.length));
}

export function takeWord(scanner: Scanner, word: string): boolean {
  if (!isNext(scanner, word)) return false;
  scanner.at += word.length;
  return true;
}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

export function identifier(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start, text } = scanner;
  const end = wordEnd(scanner, start);
  const first = text.charCodeAt(start);
  if (end === start || (first >= 48 && first <= 57) || keywords.has(text.slice(start, end))) leave();
  scanner.at = end;
  return made('identifier', start, end);
}

const numbers = /(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?\d+)?|\d[\d_]*(?:\.|(?:\.?[eE][+-]?\d+))?/y;

/** Decimal ones. */
export function numberAt(scanner: Scanner): Draft {
  const { at: start, text } = scanner;
  numbers.lastIndex = start;
  const [written] = numbers.exec(text) ?? leave();
  scanner.at += written.length;
  const next = text.charCodeAt(scanner.at);
  if (isWordPart(next) || next > 127) leave();
  return made(/^[\d_]+$/.test(written) ? 'integer' : 'float', start, scanner.at);
}

/** `open` is where its prefix ends. */
export function stringAt(scanner: Scanner, open: number, interpolated: () => Draft): Draft {
  const { at: start, text } = scanner;
  const prefix = text.slice(start, open).toLowerCase();
  if (!/^(?:|r|b|u|f|rb|br|rf|fr)$/.test(prefix)) leave();
  const sign = text[open] ?? '';
  const quote = text.startsWith(sign.repeat(3), open) ? sign.repeat(3) : sign;
  scanner.at = open + quote.length;
  const children = [made('string_start', start, scanner.at)];
  const isFormat = prefix.includes('f');
  for (;;) {
    const from = scanner.at;
    const end = contentEnd(text, from, quote, isFormat);
    if (end > from) children.push(made('string_content', from, end));
    scanner.at = end;
    if (text[end] !== '{') break;
    children.push(interpolated());
  }
  scanner.at += quote.length;
  children.push(made('string_end', scanner.at - quote.length, scanner.at));
  return made('string', start, scanner.at, children);
}

/** Where its end is, or in a format the next value. */
function contentEnd(text: string, from: number, quote: string, isFormat: boolean): number {
  const first = quote.charCodeAt(0);
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === first && text.startsWith(quote, at)) return at;
    else if (code === newline && quote.length === 1) leave();
    else if (isFormat && (code === 123 || code === 125)) {
      if (text.charCodeAt(at + 1) === code) at += 1;
      else if (code === 123) return at;
      else leave();
    }
  }
  return leave();
}
