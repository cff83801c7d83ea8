// From the parser's answer to statements: their trees, their places in the file, and their nesting.
import type { Node } from '@pgsql/types';
import { type SqlPiece, toFileOffset } from '../source/piece.ts';
import type { EditedText } from './edited-text.ts';
import { isSolid, lexer } from './lexer.ts';
import { type ParserAnswer, parseSql } from './libpg-query.ts';
import type { IncludedFrom, PsqlNode, Statement, UnreadTable } from './statement.ts';

/** What holds for all statements read in one go. */
export interface Circumstances {
  piece: SqlPiece;
  conditional?: boolean;
  sentWithNext?: boolean;
  includedFrom?: IncludedFrom;
}

export interface RawStatement {
  stmt: Node;
  stmt_location?: number;
  stmt_len?: number;
}

/** A text that was parsed, and its statements' trees: kept, or parsed anew when asked for. */
export interface Parse {
  edited: EditedText;
  byteLength: number;
  tree(index: number): Node;
}

/** Levels of objects in a tree: deeper, and code that walks it recursively could overflow its stack. */
const deepestTree = 2_500;
/** A statement of fewer characters is never that deep. */
export const shortestDeep = 1_000;

export const rawStatements = (json: string): RawStatement[] => (JSON.parse(json) as { stmts: RawStatement[] }).stmts;

export function keptParse(edited: EditedText, byteLength: number, statements: readonly RawStatement[]): Parse {
  return { edited, byteLength, tree: (index) => (statements[index] as RawStatement).stmt };
}

/** Holds the trees of one text at a time, so that a large file's are not all in memory; the JSON is kept where there is room for it. */
export function forgetfulParses(keepJson: boolean): (edited: EditedText, answer: ParsedText) => Parse {
  let held: { edited: EditedText; statements: RawStatement[] } | undefined;
  const statementsOf = (edited: EditedText, json: string | undefined): RawStatement[] => {
    if (held?.edited === edited) return held.statements;
    const statements = rawStatements(json ?? parseAgain(edited.text));
    held = { edited, statements };
    return statements;
  };
  return (edited, { json, byteLength }) => {
    const kept = keepJson ? json : undefined;
    return { edited, byteLength, tree: (index) => (statementsOf(edited, kept)[index] as RawStatement).stmt };
  };
}

type ParsedText = Extract<ParserAnswer, { json: string }>;

function parseAgain(text: string): string {
  const answer = parseSql(text);
  if (!('json' in answer)) throw new Error('a text that was parsed before is refused now');
  return answer.json;
}

/** Where a raw statement is in the text that was parsed, without space and comments at its end. */
export function extent({ edited, byteLength }: Parse, raw: RawStatement): { start: number; end: number } {
  const { ofByte } = edited.offsets(byteLength);
  const byteStart = raw.stmt_location ?? 0;
  const start = ofByte(byteStart);
  const end = raw.stmt_len ? ofByte(byteStart + raw.stmt_len) : edited.text.length;
  return { start, end: endOfLastToken(edited.text, start, end) };
}

function endOfLastToken(text: string, start: number, end: number): number {
  const sql = text.slice(start, end);
  if (!sql.includes('--') && !sql.includes('/*')) return start + sql.trimEnd().replace(/;$/, '').trimEnd().length;
  const token = lexer(sql);
  let last = 0;
  while (token.next()) if (isSolid(token.kind) && sql[token.start] !== ';') last = token.end;
  return start + last;
}

/** `at` is the statement's place in the piece's SQL, and its text where that was not parsed as it stands. */
export function makeStatement(
  parse: Parse,
  index: number,
  at: { kind: string; start: number; end: number; text?: string },
  circumstances: Circumstances,
): Statement {
  const { piece, ...rest } = circumstances;
  const { edited, byteLength } = parse;
  const { start, end } = at;
  return {
    ...placed(piece, start, end),
    ...rest,
    kind: at.kind,
    get node() {
      return parse.tree(index);
    },
    get text() {
      return at.text ?? piece.sql.slice(start, end);
    },
    offsetOf(location) {
      if (location === undefined || location < 0) return toFileOffset(piece, start);
      const offset = edited.toScript(edited.offsets(byteLength).ofByte(location));
      return toFileOffset(piece, Math.min(Math.max(offset, start), end));
    },
  };
}

/** A statement for what psql does by itself. */
export function makeMarker(
  node: PsqlNode | UnreadTable,
  start: number,
  end: number,
  { piece, ...rest }: Circumstances,
): Statement {
  const offsetOf = () => toFileOffset(piece, start);
  const text = piece.sql.slice(start, end);
  return { ...placed(piece, start, end), ...rest, kind: Object.keys(node)[0] ?? '', node, text, offsetOf };
}

function placed(piece: SqlPiece, start: number, end: number) {
  const { source } = piece;
  return {
    sql: piece.sql.slice(start, end),
    span: fileSpan(piece, start, end),
    file: source.path,
    source,
    fileOffset: (offset: number) => toFileOffset(piece, start + offset),
  };
}

/** The end is found from the last character, for the next one may stand elsewhere in the file. */
export function fileSpan(piece: SqlPiece, start: number, end: number) {
  const from = toFileOffset(piece, start);
  return piece.source.span(from, end > start ? Math.max(toFileOffset(piece, end - 1) + 1, from) : from);
}

/** Whether a tree is nested deeper than may be walked; only a long statement can be. */
export function isTooDeep(tree: object, length: number): boolean {
  if (length < shortestDeep) return false;
  let level: object[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestTree) return true;
    level = level.flatMap((node) => Object.values(node).filter(isObject));
  }
  return false;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
