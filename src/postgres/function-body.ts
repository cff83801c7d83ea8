// Where a function's body, and what it holds, stands in the file: PL/pgSQL's tree has line numbers only.
import type { Segment, SqlPiece } from '../source/piece.ts';
import type { Span } from '../source/source-text.ts';
import { lexer } from './lexer.ts';
import type { Embedded } from './plpgsql-tree.ts';
import { quoteIdentifier } from './psql-variables.ts';
import { deepestComment } from './split.ts';
import type { Statement } from './statement.ts';

/** `start` is the offset of the body's first character in the statement's `sql`; `written` as it stands there, `text` without
 *  the escapes of the string that holds it. */
export interface Body {
  start: number;
  written: string;
  text: string;
}

/** The string constant in a statement that holds `text`. */
export function bodyOf(statement: Statement, text: string): Body | undefined {
  const token = lexer(statement.sql);
  while (token.next()) {
    if (token.kind !== 'dollar-string' && token.kind !== 'string') continue;
    const constant = statement.sql.slice(token.start, token.end);
    const quote = token.kind === 'string' ? constant.indexOf("'") + 1 : constant.indexOf('$', 1) + 1;
    const written = constant.slice(quote, token.kind === 'string' ? -1 : -quote);
    const same = token.kind === 'string' ? written.replaceAll("''", "'") === text : written === text;
    if (same || (token.kind === 'string' && /^e/i.test(constant) && written.length >= text.length)) {
      return { start: token.start + quote, written, text };
    }
  }
  return undefined;
}

/** The body of a function in SQL: its string, or what stands between BEGIN ATOMIC and END. */
export function pieceOfBody(statement: Statement, body: Body | undefined): SqlPiece | undefined {
  const found = body ?? atomicBody(statement.sql);
  if (!found) return undefined;
  return { sql: found.text, source: statement.source, segments: bodySegments(statement, found) };
}

/** Between doubled quotes the body stands in the file as it is. */
function bodySegments(statement: Statement, { start, written, text }: Body): Segment[] {
  if (written === text) return [segment(statement, 0, start, text.length)];
  if (written.replaceAll("''", "'") !== text) return [segment(statement, 0, start, 0)];
  const segments: Segment[] = [];
  let sqlStart = 0;
  let at = start;
  for (const part of written.split("''")) {
    segments.push(segment(statement, sqlStart, at, part.length));
    sqlStart += part.length + 1;
    at += part.length + 2;
  }
  return segments;
}

/** RETURN is read as the SELECT that it stands for; both have six letters, so offsets hold. */
function atomicBody(sql: string): Body | undefined {
  const token = lexer(sql);
  let previous = '';
  let start = -1;
  let end = -1;
  while (token.next()) {
    if (token.kind !== 'word') continue;
    const word = sql.slice(token.start, token.end).toLowerCase();
    if (start < 0 && word === 'atomic' && previous === 'begin') start = token.end;
    if (start < 0 && word === 'return') return unescaped(token.start, `SELECT${sql.slice(token.end)}`);
    if (word === 'end') end = token.start;
    previous = word;
  }
  if (start < 0 || end < start) return undefined;
  return unescaped(start, sql.slice(start, end).replace(/(^|;)(\s*)return\b/gi, '$1$2SELECT'));
}

const unescaped = (start: number, text: string): Body => ({ start, written: text, text });

const segment = (statement: Statement, sqlStart: number, at: number, length: number): Segment => ({
  sqlStart,
  fileStart: statement.fileOffset(at),
  length,
});

interface Masked {
  text: string;
  /** Comments nest deeper than PostgreSQL's lexer reads in reasonable time. */
  tooDeep: boolean;
  /** Puts the placeholders back. */
  unmask(sql: string): string;
}

/**
 * Placeholders become quoted identifiers, in the body too, where PL/pgSQL would not read them; lines stay as they are.
 * `variables`: psql's `:name` as well, which psql leaves alone in a body but some migration tools replace.
 */
export function maskPlaceholders(text: string, variables: boolean): Masked {
  let tooDeep = false;
  const placeholders = new Set<string>();
  const mask = (part: string): string => {
    const token = lexer(part);
    let masked = '';
    let brackets = 0;
    while (token.next()) {
      const written = part.slice(token.start, token.end);
      if (written === '[') brackets += 1;
      if (written === ']') brackets -= 1;
      tooDeep ||= token.nesting > deepestComment;
      const isPlaceholder = token.kind === 'placeholder' || (variables && token.kind === 'variable' && brackets === 0);
      if (isPlaceholder) placeholders.add(written);
      if (isPlaceholder) masked += quoteIdentifier(written);
      else masked += token.kind === 'dollar-string' ? maskDollar(written, mask) : written;
    }
    return masked;
  };
  const masked = mask(text);
  const unmask = (sql: string): string => {
    let unmasked = sql;
    for (const placeholder of placeholders) unmasked = unmasked.replaceAll(quoteIdentifier(placeholder), placeholder);
    return unmasked;
  };
  return { text: masked, tooDeep, unmask };
}

function maskDollar(written: string, mask: (part: string) => string): string {
  const quote = written.indexOf('$', 1) + 1;
  if (!/[{:]|\/\*/.test(written)) return written;
  return written.slice(0, quote) + mask(written.slice(quote, -quote)) + written.slice(-quote);
}

export interface PlaceInBody {
  /** Offset in the body from which to look for the next. */
  at: number;
  /** Whether the SQL was found as written; otherwise only its line is known. */
  exact: boolean;
  span: Span;
  segments(sql: string): Segment[];
}

/** `from`: where the one before was. */
export function placeInBody(
  statement: Statement,
  body: Body | undefined,
  embedded: Embedded,
  from: number,
): PlaceInBody {
  if (!body) return { at: from, exact: false, span: statement.span, segments: () => [] };
  const line = lineWithin(body.written, embedded.line);
  const wanted = embedded.type === 'perform' ? embedded.query.replace(/^SELECT\s+/, '') : embedded.query;
  const ends = embedded.type === 'commit' || embedded.type === 'rollback';
  const text = ends ? body.written.toUpperCase() : body.written;
  const at = find(text, wanted, Math.max(line.start, Math.min(from, line.end)));
  const file = (offset: number) => statement.fileOffset(body.start + offset);
  if (at < 0)
    return {
      at: from,
      exact: false,
      span: statement.source.span(file(line.start), file(line.end)),
      segments: () => [],
    };
  const end = at + wanted.length;
  return {
    at: end,
    exact: embedded.type !== 'dynamic',
    span: statement.source.span(file(at), file(end)),
    segments: (sql) => [segment(statement, Math.max(sql.length - wanted.length, 0), body.start + at, wanted.length)],
  };
}

/** A line of the body without its indentation. */
function lineWithin(text: string, line: number): { start: number; end: number } {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    const lineBreak = text.indexOf('\n', start);
    if (lineBreak < 0) break;
    start = lineBreak + 1;
  }
  const next = text.indexOf('\n', start);
  const end = start + text.slice(start, next < 0 ? text.length : next).trimEnd().length;
  const indented = text.slice(start, end);
  return { start: end - indented.trimStart().length, end };
}

/** PL/pgSQL blanks INTO and its targets out of a statement, so a space there matches anything. */
function find(text: string, query: string, from: number): number {
  const first = /^\S+/.exec(query)?.[0];
  if (first === undefined) return -1;
  for (let at = text.indexOf(first, from); at >= 0 && at <= from + 4_000; at = text.indexOf(first, at + 1)) {
    if (matchesAt(text, query, at)) return at;
  }
  return -1;
}

function matchesAt(text: string, query: string, at: number): boolean {
  for (let index = 0; index < query.length; index += 1) {
    if (query[index] !== ' ' && query[index] !== text[at + index]) return false;
  }
  return true;
}
