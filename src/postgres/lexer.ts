// PostgreSQL's lexical rules, enough to tell where tokens end (src/backend/parser/scan.l, src/fe_utils/psqlscan.l).
// It never fails: an unterminated token ends with the text. Beside PostgreSQL's tokens it knows psql's variables and backslashes
// and the placeholders of templates.
import { endOfEscapes, endOfQuoted } from './string-ends.ts';

export type TokenKind =
  | 'space'
  | 'line-comment'
  | 'block-comment'
  | 'string'
  | 'quoted-identifier'
  | 'dollar-string'
  | 'word'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  | 'backslash'
  | 'variable'
  | 'placeholder'
  | 'other';

/** A cursor over the text; `next` moves it on and is false at the end. */
export interface Lexer {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The token lacks its closing quote or comment mark. */
  readonly unterminated: boolean;
  /** How deep comments nest in a block comment; 0 for other tokens. */
  readonly nesting: number;
  next(): boolean;
  moveTo(offset: number): void;
}

interface Scanned {
  kind: TokenKind;
  end: number;
  unterminated: boolean;
  nesting: number;
}

export function lexer(text: string, from = 0): Lexer {
  const token: Scanned & { start: number } = { kind: 'space', start: from, end: from, unterminated: false, nesting: 0 };
  return Object.assign(token, {
    next(): boolean {
      token.start = token.end;
      if (token.start >= text.length) return false;
      token.unterminated = false;
      token.nesting = 0;
      scan(text, token.start, token);
      return true;
    },
    moveTo(offset: number): void {
      token.start = offset;
      token.end = offset;
    },
  });
}

/** Whether a token is neither space nor comment. */
export const isSolid = (kind: TokenKind): boolean =>
  kind !== 'space' && kind !== 'line-comment' && kind !== 'block-comment';

const spaceRun = /[ \t\n\r\f\v]+/y;
const lineRest = /[^\n\r]*/y;
const wordRun = /(?:[A-Za-z_\u0080-\uffff0-9]|\$(?!\{))+/y;
const wordStart = /[A-Za-z_\u0080-\uffff]/;
const numberRun = /(?:\d[\w]*(?:\.(?!\.)\w*)?|\.\d\w*)(?:(?<=[eE])[+-]\d\w*)?/y;
const operatorRun = /[~!@#^&|`?+\-*/%<>=]+/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9]*)?\$/y;
const parameter = /\$\d+/y;
const placeholder = /\$\{[^}\n\r]{1,200}\}|\{\{[^{}\n\r]{1,200}\}\}|\{%[^\n\r]{1,200}?%\}/y;
const variable =
  /:(?:[A-Za-z0-9_\u0080-\uffff]+|'[A-Za-z0-9_\u0080-\uffff]+'|"[A-Za-z0-9_\u0080-\uffff]+"|\{\?[A-Za-z0-9_\u0080-\uffff]+\})/y;

/** End of a sticky match at `at`, or -1. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

type CharacterClass = 'space' | 'word' | 'digit' | 'operator' | 'punctuation' | 'special' | 'other';

/** By character code below 128; all others are letters to PostgreSQL. */
const classes: CharacterClass[] = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (' \t\n\r\f\v'.includes(char)) return 'space';
  if (wordStart.test(char)) return 'word';
  if (/\d/.test(char)) return 'digit';
  if ('~!@#^&|`?+-*/%<>='.includes(char)) return 'operator';
  if (';,()[]'.includes(char)) return 'punctuation';
  return '\'"${:\\.'.includes(char) ? 'special' : 'other';
});

function scan(text: string, at: number, token: Scanned): Scanned {
  const code = text.charCodeAt(at);
  if (at === 0 && code === 0xfeff) return set(token, 'space', 1);
  switch (code < 128 ? classes[code] : 'word') {
    case 'space':
      return set(token, 'space', matchEnd(spaceRun, text, at));
    case 'word':
      return scanWord(text, at, token);
    case 'digit':
      return set(token, 'number', matchEnd(numberRun, text, at));
    case 'operator':
      return scanOperator(text, at, token);
    case 'punctuation':
      return set(token, 'punctuation', at + 1);
    case 'special':
      return scanSpecial(text, at, token);
    default:
      return set(token, 'other', at + 1);
  }
}

function scanSpecial(text: string, at: number, token: Scanned): Scanned {
  switch (text.charAt(at)) {
    case "'":
      return scanString(text, at + 1, token);
    case '"':
      return scanQuoted(text, at + 1, token, 'quoted-identifier');
    case ':':
      return scanColon(text, at, token);
    case '.':
      return scanDot(text, at, token);
    case '\\':
      return set(token, 'backslash', at + 1);
    default:
      return scanDollarOrBrace(text, at, token);
  }
}

function set(token: Scanned, kind: TokenKind, end: number): Scanned {
  token.kind = kind;
  token.end = end;
  return token;
}

function setUnterminated(text: string, token: Scanned, kind: TokenKind): Scanned {
  set(token, kind, text.length);
  token.unterminated = true;
  return token;
}

/** A word, or a string that a letter announces: e'…', b'…', x'…', n'…', u&'…', u&"…". */
function scanWord(text: string, at: number, token: Scanned): Scanned {
  const next = text.charAt(at + 1);
  const letter = text.charAt(at).toLowerCase();
  if (next === "'" && letter === 'e') return scanEscapeString(text, at + 2, token);
  if (next === "'" && 'bxn'.includes(letter)) return scanString(text, at + 2, token);
  if (next === '&' && letter === 'u') {
    if (text.charAt(at + 2) === "'") return scanString(text, at + 3, token);
    if (text.charAt(at + 2) === '"') return scanQuoted(text, at + 3, token, 'quoted-identifier');
  }
  return set(token, 'word', matchEnd(wordRun, text, at));
}

const scanString = (text: string, from: number, token: Scanned): Scanned => scanQuoted(text, from, token, 'string');

function scanQuoted(text: string, from: number, token: Scanned, kind: 'string' | 'quoted-identifier'): Scanned {
  const end = endOfQuoted(text, from, kind === 'string' ? "'" : '"');
  return end < 0 ? setUnterminated(text, token, kind) : set(token, kind, end);
}

function scanEscapeString(text: string, from: number, token: Scanned): Scanned {
  const end = endOfEscapes(text, from);
  return end < 0 ? setUnterminated(text, token, 'string') : set(token, 'string', end);
}

function scanDollarOrBrace(text: string, at: number, token: Scanned): Scanned {
  const template = matchEnd(placeholder, text, at);
  if (template > 0) return set(token, 'placeholder', template);
  const number = matchEnd(parameter, text, at);
  if (number > 0) return set(token, 'parameter', number);
  const tagEnd = matchEnd(dollarTag, text, at);
  if (tagEnd < 0) return set(token, 'other', at + 1);
  const tag = text.slice(at, tagEnd);
  const close = text.indexOf(tag, tagEnd);
  if (close < 0) return setUnterminated(text, token, 'dollar-string');
  return set(token, 'dollar-string', close + tag.length);
}

/** `::` and `:=` come first, so that a cast is never taken for a psql variable. */
function scanColon(text: string, at: number, token: Scanned): Scanned {
  const next = text.charAt(at + 1);
  if (next === ':' || next === '=') return set(token, 'operator', at + 2);
  const end = matchEnd(variable, text, at);
  if (end > 0) return set(token, 'variable', end);
  return set(token, 'punctuation', at + 1);
}

function scanDot(text: string, at: number, token: Scanned): Scanned {
  const number = matchEnd(numberRun, text, at);
  if (number > 0) return set(token, 'number', number);
  return set(token, 'punctuation', text.charAt(at + 1) === '.' ? at + 2 : at + 1);
}

/** An operator ends where a comment begins within it. */
function scanOperator(text: string, at: number, token: Scanned): Scanned {
  if (text.startsWith('--', at)) return set(token, 'line-comment', matchEnd(lineRest, text, at));
  if (text.startsWith('/*', at)) return scanBlockComment(text, at, token);
  const end = matchEnd(operatorRun, text, at);
  const comment = text.slice(at, end).search(/--|\/\*/);
  return set(token, 'operator', comment > 0 ? at + comment : end);
}

const commentMark = /\/\*|\*\//g;

function scanBlockComment(text: string, at: number, token: Scanned): Scanned {
  commentMark.lastIndex = at;
  let depth = 0;
  for (let match = commentMark.exec(text); match; match = commentMark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    token.nesting = Math.max(token.nesting, depth);
    if (depth === 0) return set(token, 'block-comment', match.index + 2);
  }
  return setUnterminated(text, token, 'block-comment');
}
