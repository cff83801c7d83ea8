// Parses statements that were cut out of a script, one by one or, in a large file, in batches; what fails is a gap.
import type { Gap } from '../source/gap.ts';
import type { SqlPiece } from '../source/piece.ts';
import { applyEdits, type EditedText } from './edited-text.ts';
import { lexer } from './lexer.ts';
import { type ParserAnswer, parseSql } from './libpg-query.ts';
import { parseFilled } from './placeholders.ts';
import { readScript, type Script } from './psql.ts';
import type { Chunk } from './split.ts';
import type { Statement } from './statement.ts';
import {
  type Circumstances,
  extent,
  fileSpan,
  forgetfulParses,
  isTooDeep,
  keptParse,
  makeMarker,
  makeStatement,
  type Parse,
  type RawStatement,
  rawStatements,
  shortestDeep,
} from './trees.ts';
import { unreadTable } from './unread-table.ts';

interface Target {
  statements: Statement[];
  gaps: Gap[];
}

interface CutScript {
  piece: SqlPiece;
  script: Script;
  psql: boolean;
  /** Many statements are parsed in one go, and their trees are not kept. */
  batches: boolean;
}

export interface ChunkReader {
  add(chunk: Chunk, circumstances: Circumstances): void;
  /** Reads what was added and not read yet. */
  flush(): void;
}

const batchLimit = 65_536;
/** A script's trees as JSON are some six times its size. */
const jsonLimit = 16_000_000;
const statementLimit = 8_000_000;
const mostRestarts = 20;

export function chunkReader(target: Target, from: CutScript): ChunkReader {
  const { piece, batches } = from;
  const forgetful = forgetfulParses(piece.sql.length < jsonLimit);
  let batch: Chunk[] = [];
  let shared: Circumstances | undefined;
  let restarts = 0;

  const flush = () => {
    const chunks = batch;
    batch = [];
    if (!shared || chunks.length === 0) return;
    if (chunks.length > 1 && readBatch(chunks, shared)) return;
    for (const chunk of chunks) readOne(chunk, shared);
  };
  const readBatch = (chunks: Chunk[], circumstances: Circumstances): boolean => {
    const start = chunks[0]?.start ?? 0;
    const edited = applyEdits(piece.sql, start, chunks.at(-1)?.end ?? start, []);
    const answer = parseSql(edited.text);
    if (!('json' in answer)) return false;
    const kinds = [...answer.json.matchAll(/\{"stmt":\{"(\w+)"/g)].map(([, kind]) => kind ?? '');
    if (kinds.length !== chunks.length) return false;
    const parse = forgetful(edited, answer);
    chunks.forEach((chunk, index) => {
      const at = { kind: kinds[index] ?? '', start: chunk.start, end: chunk.end };
      target.statements.push(makeStatement(parse, index, at, circumstances));
    });
    return true;
  };
  const readOne = (chunk: Chunk, circumstances: Circumstances) => {
    const failure = readChunk(chunk, circumstances);
    if (!failure) return;
    const restart = restarts < mostRestarts ? restartAfter(chunk, from) : undefined;
    target.gaps.push(restart === undefined ? wholeGap(failure, chunk, from) : openQuoteGap(chunk, from));
    const table = unreadTable(piece.sql.slice(chunk.start, Math.min(chunk.end, chunk.start + 1000)));
    if (table) target.statements.push(makeMarker(table, chunk.start, chunk.end, circumstances));
    if (restart === undefined) return;
    restarts += 1;
    from.script.splitter.restart(restart);
  };
  const readChunk = (chunk: Chunk, circumstances: Circumstances): Gap | undefined => {
    const refused = refusal(chunk, from);
    if (refused) return refused;
    const { edited, answer } = parseChunk(piece.sql, chunk);
    if (!('json' in answer)) return failureGap(chunk, from, edited, answer);
    const raw = rawStatements(answer.json);
    if (raw.some(({ stmt }) => isTooDeep(stmt, edited.text.length))) return nestingGap(chunk, from);
    const large = batches && edited.text.length < statementLimit;
    const parse = large ? forgetful(edited, answer) : keptParse(edited, answer.byteLength, raw);
    raw.forEach(({ stmt }, index) => {
      const at = { kind: Object.keys(stmt)[0] ?? '', ...placeOf(parse, raw, index, chunk) };
      target.statements.push(makeStatement(parse, index, at, circumstances));
    });
    return undefined;
  };

  return {
    flush,
    add(chunk, circumstances) {
      const plain = isPlain(chunk);
      const same = shared?.conditional === circumstances.conditional && !circumstances.sentWithNext;
      const size = chunk.end - (batch[0]?.start ?? chunk.start);
      if (!plain || !same || size > batchLimit) flush();
      shared = circumstances;
      batch.push(chunk);
      if (!plain || !batches || circumstances.sentWithNext) flush();
    },
  };
}

/** Whether a chunk can be parsed together with its neighbours: only space, comments and semicolons between, and not nested deeply. */
const isPlain = (chunk: Chunk): boolean =>
  chunk.ending === 'semicolon' &&
  chunk.end - chunk.start < shortestDeep &&
  chunk.edits.length === 0 &&
  chunk.marks.length === 0 &&
  !chunk.unterminated &&
  !chunk.nesting &&
  !chunk.copiesFromStdin &&
  chunk.suspect === undefined;

/** Statements that came of one variable's value all stand where it is used. */
function placeOf(parse: Parse, raw: readonly RawStatement[], index: number, chunk: Chunk) {
  const place = { start: chunk.start, end: chunk.end };
  if (raw.length > 1) {
    const { start, end } = extent(parse, raw[index] as RawStatement);
    return { ...place, text: parse.edited.text.slice(start, end) };
  }
  const unedited = chunk.edits.length === 0 && chunk.marks.length === 0;
  return unedited ? place : { ...place, text: parse.edited.text };
}

/** First as written: a colon may be an array slice's. */
function parseChunk(script: string, chunk: Chunk): { edited: EditedText; answer: ParserAnswer } {
  const edited = applyEdits(script, chunk.start, chunk.end, chunk.edits);
  const answer = parseSql(edited.text);
  return chunk.marks.length > 0 && 'message' in answer ? parseFilled(script, chunk) : { edited, answer };
}

function refusal(chunk: Chunk, from: CutScript): Gap | undefined {
  if (chunk.nesting) return nestingGap(chunk, from);
  const length = chunk.end - chunk.start;
  if (length <= statementLimit) return undefined;
  const head = from.piece.sql
    .slice(chunk.start, chunk.start + 20)
    .trim()
    .split(/\s/)[0]
    ?.toUpperCase();
  const size = `${(length / 1_000_000).toFixed(0)} MB`;
  const what = head === 'INSERT' ? `This INSERT is ${size} of data` : `This statement is ${size} long`;
  return gapAt(chunk, from, 'size', `${what}, more than the 8 MB that are read of one statement.`);
}

const nestingGap = (chunk: Chunk, from: CutScript): Gap =>
  gapAt(chunk, from, 'nesting', 'This statement is nested too deeply to be read.');

/** At the statement's first word. */
function gapAt(chunk: Chunk, { piece }: CutScript, kind: Gap['kind'], reason: string): Gap {
  const span = fileSpan(piece, chunk.start, endOfToken(piece.sql, chunk.start));
  return { kind, file: piece.source.path, span, reason };
}

function failureGap(
  chunk: Chunk,
  from: CutScript,
  edited: EditedText,
  answer: Exclude<ParserAnswer, { json: string }>,
): Gap {
  if ('exhausted' in answer) return nestingGap(chunk, from);
  if (answer.message.startsWith('memory exhausted')) return nestingGap(chunk, from);
  const { piece } = from;
  const at = edited.toScript(edited.offsets(answer.byteLength).ofCodePoint(answer.cursor));
  const span = fileSpan(piece, at, Math.max(at, Math.min(endOfToken(piece.sql, at), chunk.end)));
  const message = shortened(answer.message);
  const mark = chunk.marks[0];
  if (mark === undefined) {
    const reason = `PostgreSQL cannot read this statement: '${message}'.`;
    return { kind: 'syntax', file: piece.source.path, span, reason };
  }
  const name = piece.sql.slice(mark.start, mark.end);
  const reason = `This statement cannot be read without knowing what ${name} stands for.`;
  return { kind: 'placeholder', file: piece.source.path, span: fileSpan(piece, mark.start, mark.end), reason };
}

/** PostgreSQL quotes all that follows an unterminated quote. */
const shortened = (message: string): string =>
  message.replace(/ at or near "([^\r\n]{0,60})[\s\S]*"$/, (all, near: string) =>
    all.length > near.length + 14 ? ` at or near "${near}…"` : all,
  );

/** The end of the token at an offset, within its line. */
function endOfToken(text: string, at: number): number {
  const token = lexer(text, at);
  if (!token.next()) return at;
  const lineEnd = text.slice(at, Math.min(token.end, at + 200)).search(/[\r\n]/);
  return lineEnd >= 0 ? at + lineEnd : Math.min(token.end, at + 200);
}

function openQuoteGap(chunk: Chunk, { piece }: CutScript): Gap {
  const start = chunk.suspect?.start ?? chunk.start;
  const reason = 'PostgreSQL cannot read this statement: the quote that opens here seems not to be closed.';
  const span = fileSpan(piece, start, endOfToken(piece.sql, start));
  return { kind: 'syntax', file: piece.source.path, span, reason };
}

/** Where an open quote or BEGIN ATOMIC swallowed the rest of the script, the gap says so. */
function wholeGap(failure: Gap, chunk: Chunk, { piece }: CutScript): Gap {
  if (chunk.ending !== 'end' || !/;[ \t]*[\r\n]/.test(piece.sql.slice(chunk.start, chunk.end))) return failure;
  return { ...failure, reason: `${failure.reason.replace(/\.$/, '')}; the rest of the file from here is not read.` };
}

/**
 * A failed statement that holds `;` at the end of a line in a quoted string may lack a quote: if what follows that semicolon
 * reads as a statement, reading goes on there.
 */
function restartAfter(chunk: Chunk, from: CutScript): number | undefined {
  if (chunk.suspect === undefined || chunk.end - chunk.start > 1_000_000) return undefined;
  const probe = readScript(from.piece.sql, new Map(), from.psql);
  probe.splitter.restart(chunk.suspect.after);
  const [first] = [...take(probe.items, 1)];
  if (first?.type !== 'statement' || first.chunk.end - first.chunk.start > 100_000) return undefined;
  return 'json' in parseChunk(from.piece.sql, first.chunk).answer ? chunk.suspect.after : undefined;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
    if (left === 0) return;
  }
}
