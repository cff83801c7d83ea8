// SQL text to statements. What can't be read becomes a gap, and the rest survives: the whole text is parsed at once where it can
// be; a text with a syntax error, psql commands or placeholders, or a large one, is cut into statements first.
import type { Gap } from '../source/gap.ts';
import { type SqlPiece, wholeText } from '../source/piece.ts';
import type { SourceText } from '../source/source-text.ts';
import { commentsOf } from './comments.ts';
import { applyEdits } from './edited-text.ts';
import { parseSql } from './libpg-query.ts';
import type { ScriptItem } from './psql.ts';
import { readScript } from './psql.ts';
import type { Variables } from './psql-variables.ts';
import { chunkReader } from './read-chunk.ts';
import type { Comment, Statement } from './statement.ts';
import {
  type Circumstances,
  extent,
  fileSpan,
  isTooDeep,
  keptParse,
  makeMarker,
  makeStatement,
  rawStatements,
} from './trees.ts';

export { loadParser } from './libpg-query.ts';
export type { Comment, Statement } from './statement.ts';

export interface Parsed {
  /** In the order they run, those of included files where they are included. */
  statements: Statement[];
  gaps: Gap[];
  /** In file order, those of included files last; read when first asked for. */
  comments(): Comment[];
}

export interface ParseOptions {
  /** Backslash commands and variables are psql's (default true). */
  psql?: boolean;
  /** The file that `\i` (from the working directory) or `\ir` (`relative` to `fromFile`) names; undefined where there is none. */
  include?: (path: string, fromFile: string, relative: boolean) => SourceText | undefined;
}

/** What one call shares across included files. */
interface Run {
  options: ParseOptions;
  variables: Variables;
  statements: Statement[];
  gaps: Gap[];
  pieces: { piece: SqlPiece; opaque: { start: number; end: number }[] }[];
  included: number;
}

const wholeLimit = 1_000_000;
const deepestInclude = 50;
const mostIncluded = 1_000;

/** Needs `loadParser` to have been awaited. Never throws for any input. */
export function parsePiece(piece: SqlPiece, options: ParseOptions = {}): Parsed {
  const run: Run = { options, variables: new Map(), statements: [], gaps: [], pieces: [], included: 0 };
  readPiece(run, { piece }, [piece.source.path]);
  let comments: Comment[] | undefined;
  const { statements, gaps, pieces } = run;
  return {
    statements,
    gaps,
    comments() {
      comments ??= pieces.flatMap((read) => commentsOf(read.piece, read.opaque));
      return comments;
    },
  };
}

/** `path` is the files being included, outermost first. */
function readPiece(run: Run, circumstances: Circumstances, path: readonly string[]): void {
  const { piece } = circumstances;
  if (piece.sql.includes('\0')) {
    const reason = 'The SQL holds a NUL character, at which PostgreSQL would stop reading.';
    run.gaps.push({ kind: 'encoding', file: piece.source.path, reason });
    return;
  }
  if (readWhole(run, circumstances)) run.pieces.push({ piece, opaque: [] });
  else readByStatement(run, circumstances, path);
}

/** False where the text has to be cut up: it is large, does not parse, or its COPY is followed by data. */
function readWhole(run: Run, circumstances: Circumstances): boolean {
  const { sql } = circumstances.piece;
  if (sql.length > wholeLimit || /\bfrom\s+stdin\b/i.test(sql) || sql.split('/*').length > 500) return false;
  const edited = applyEdits(sql, sql.startsWith('\ufeff') ? 1 : 0, sql.length, []);
  const answer = parseSql(edited.text);
  if (!('json' in answer)) return false;
  const raw = rawStatements(answer.json);
  const parse = keptParse(edited, answer.byteLength, raw);
  const places = raw.map((statement) => extent(parse, statement));
  if (raw.some(({ stmt }, at) => isTooDeep(stmt, (places[at]?.end ?? 0) - (places[at]?.start ?? 0)))) return false;
  raw.forEach(({ stmt }, index) => {
    const { start, end } = places[index] as { start: number; end: number };
    const at = { kind: Object.keys(stmt)[0] ?? '', start: edited.toScript(start), end: edited.toScript(end) };
    run.statements.push(makeStatement(parse, index, at, circumstances));
  });
  return true;
}

function readByStatement(run: Run, circumstances: Circumstances, path: readonly string[]): void {
  const { piece } = circumstances;
  const psql = run.options.psql ?? true;
  const script = readScript(piece.sql, run.variables, psql);
  const { opaque } = script.splitter;
  run.pieces.push({ piece, opaque });
  const chunks = chunkReader(run, { piece, script, psql, batches: piece.sql.length > wholeLimit });
  for (const item of script.items) {
    if (item.type === 'statement') {
      const { conditional = false, includedFrom } = circumstances;
      chunks.add(item.chunk, {
        piece,
        ...(conditional || item.conditional ? { conditional: true } : {}),
        ...(item.sentWithNext ? { sentWithNext: true } : {}),
        ...(includedFrom ? { includedFrom } : {}),
      });
      continue;
    }
    chunks.flush();
    if (item.type === 'quit') {
      opaque.push({ start: script.splitter.offset, end: piece.sql.length });
      break;
    }
    readItem(run, item, circumstances, path);
  }
  chunks.flush();
}

type OtherItem = Exclude<ScriptItem, { type: 'statement' | 'quit' }>;

function readItem(run: Run, item: OtherItem, circumstances: Circumstances, path: readonly string[]): void {
  const { piece } = circumstances;
  const span = fileSpan(piece, item.start, item.end);
  if (item.type === 'gap') run.gaps.push({ kind: item.kind, file: piece.source.path, span, reason: item.reason });
  else if (item.type === 'include') readIncluded(run, item, circumstances, path);
  else {
    const conditional = item.conditional ? { conditional: true } : {};
    run.statements.push(makeMarker(item.node, item.start, item.end, { ...circumstances, ...conditional }));
  }
}

function readIncluded(
  run: Run,
  item: Extract<ScriptItem, { type: 'include' }>,
  circumstances: Circumstances,
  path: readonly string[],
): void {
  const { source } = circumstances.piece;
  const span = fileSpan(circumstances.piece, item.start, item.end);
  const found = run.options.include?.(item.path, source.path, item.relative);
  run.included += 1;
  if (!found || path.includes(found.path) || path.length > deepestInclude || run.included > mostIncluded) {
    run.gaps.push({ kind: 'include', file: source.path, span, reason: whyNotIncluded(run, item.path, found, path) });
    return;
  }
  const outer = circumstances.includedFrom;
  const inner: Circumstances = {
    piece: wholeText(found),
    includedFrom: { file: source.path, span, ...(outer ? { includedFrom: outer } : {}) },
    ...(item.conditional || circumstances.conditional ? { conditional: true } : {}),
  };
  readPiece(run, inner, [...path, found.path]);
}

function whyNotIncluded(run: Run, name: string, found: SourceText | undefined, path: readonly string[]): string {
  if (!run.options.include) return `${name}, included here, is not read in this context.`;
  if (!found) return `${name}, included here, does not exist or cannot be read.`;
  if (path.includes(found.path)) return `${name} includes itself.`;
  return `${name} is not read: more than ${mostIncluded} files, or ${deepestInclude} deep, are included.`;
}
