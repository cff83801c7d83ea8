// The SQL inside DO blocks and function bodies: static statements, EXECUTE of constant text, and gaps for the rest.
import type { DefElem, Node } from '@pgsql/types';
import type { Gap } from '../source/gap.ts';
import type { SqlPiece } from '../source/piece.ts';
import type { Span } from '../source/source-text.ts';
import { type Constants, constantText } from './constant-text.ts';
import { type Body, bodyOf, maskPlaceholders, pieceOfBody, placeInBody } from './function-body.ts';
import { parsePlpgsqlSource } from './libpg-query.ts';
import { parsePiece } from './parse.ts';
import { constantsOf } from './plpgsql-constants.ts';
import { type Embedded, embeddedSql, type Loop, type PlpgsqlFunction } from './plpgsql-tree.ts';
import type { Statement } from './statement.ts';

/** A statement inside a body. `kind` is `commit` or `rollback` where the body ends the transaction. */
export interface PlStatement extends Statement {
  readonly conditional: boolean;
  /** In a loop. */
  readonly repeated: boolean;
  /** The conditions that EXCEPTION clauses around it catch, such as `duplicate_object` or `others`; absent where there are none. */
  readonly handledBy?: readonly string[];
}

export interface BodyStatements {
  statements: PlStatement[];
  gaps: Gap[];
}

/** Of a DoStmt or CreateFunctionStmt; nothing for other statements and for languages without SQL (C, internal). */
export function bodyStatements(statement: Statement): BodyStatements {
  const found = languageAndBody(statement.node as Node);
  if (!found) return { statements: [], gaps: [] };
  const body = found.body === undefined ? undefined : bodyOf(statement, found.body);
  if (found.language === 'plpgsql') return readPlpgsql(statement, body);
  if (found.language === 'sql') return readSql(statement, body);
  if (['c', 'internal'].includes(found.language)) return { statements: [], gaps: [] };
  const reason = `The body is written in ${found.language}, which is not read.`;
  return { statements: [], gaps: [{ kind: 'dynamic-sql', file: statement.file, span: statement.span, reason }] };
}

function languageAndBody(node: Node): { language: string; body: string | undefined } | undefined {
  if ('DoStmt' in node) {
    const options = definitions(node.DoStmt.args);
    return { language: stringOf(options.get('language')) ?? 'plpgsql', body: stringOf(options.get('as')) };
  }
  if (!('CreateFunctionStmt' in node)) return undefined;
  const options = definitions(node.CreateFunctionStmt.options);
  const as = options.get('as');
  const body = as && 'List' in as ? stringOf(as.List.items?.[0]) : stringOf(as);
  return { language: (stringOf(options.get('language')) ?? 'sql').toLowerCase(), body };
}

const definitions = (list: Node[] | undefined): Map<string, Node | undefined> =>
  new Map(
    (list ?? []).flatMap((node) => {
      const element: DefElem | undefined = 'DefElem' in node ? node.DefElem : undefined;
      return element ? [[element.defname ?? '', element.arg] as const] : [];
    }),
  );

const stringOf = (node: Node | undefined): string | undefined =>
  node && 'String' in node ? (node.String.sval ?? '') : undefined;

function readSql(statement: Statement, body: Body | undefined): BodyStatements {
  const piece = pieceOfBody(statement, body);
  if (!piece) return { statements: [], gaps: [] };
  const { statements, gaps } = parsePiece(piece, { psql: false });
  return { statements: statements.map((inner) => within(inner, { conditional: false, repeated: false })), gaps };
}

function readPlpgsql(statement: Statement, body: Body | undefined): BodyStatements {
  const { answer, unmask } = parseBody(statement.text);
  if (!answer || 'exhausted' in answer) {
    const reason = 'The body is nested too deeply to be read.';
    return { statements: [], gaps: [{ kind: 'nesting', file: statement.file, span: statement.span, reason }] };
  }
  if (!('json' in answer)) {
    const reason = `PostgreSQL cannot read the body of this statement: '${answer.message}'.`;
    return { statements: [], gaps: [{ kind: 'syntax', file: statement.file, span: statement.span, reason }] };
  }
  const { plpgsql_funcs: functions } = JSON.parse(answer.json) as {
    plpgsql_funcs: { PLpgSQL_function: PlpgsqlFunction }[];
  };
  const found: BodyStatements = { statements: [], gaps: [] };
  for (const { PLpgSQL_function: tree } of functions) {
    const constants = constantsOf(tree);
    let from = 0;
    for (const embedded of embeddedSql(tree)) {
      const query = unmask(embedded.query);
      from = readEmbedded({ statement, body, constants, found }, { ...embedded, query }, from);
    }
  }
  return found;
}

/** First as written: a colon may be an array slice's. `answer` is undefined where comments nest too deeply to try. */
function parseBody(text: string) {
  const plain = maskPlaceholders(text, false);
  if (plain.tooDeep) return { answer: undefined, unmask: plain.unmask };
  const answer = parsePlpgsqlSource(plain.text);
  const masked = 'message' in answer && text.includes(':') ? maskPlaceholders(text, true) : plain;
  if (masked.text === plain.text) return { answer, unmask: plain.unmask };
  const second = parsePlpgsqlSource(masked.text);
  return 'json' in second ? { answer: second, unmask: masked.unmask } : { answer, unmask: plain.unmask };
}

interface Reading {
  statement: Statement;
  body: Body | undefined;
  constants: Constants;
  found: BodyStatements;
}

/** `from`: where in the body the last one was; returns where this one is. */
function readEmbedded({ statement, body, constants, found }: Reading, embedded: Embedded, from: number): number {
  const place = placeInBody(statement, body, embedded, from);
  if (embedded.type === 'commit' || embedded.type === 'rollback') {
    found.statements.push(transactionEnd(statement, embedded, place.span));
    return from;
  }
  const sql = sqlOf(embedded, constants);
  if (sql === undefined) {
    const reason = 'This EXECUTE builds its SQL while it runs, so what it does is not known.';
    found.gaps.push({ kind: 'dynamic-sql', file: statement.file, span: place.span, reason });
    return place.at;
  }
  const segments = place.exact ? place.segments(sql) : [];
  const piece: SqlPiece = { sql, source: statement.source, segments };
  const { statements, gaps } = parsePiece(piece, { psql: false });
  for (const inner of statements) found.statements.push(within(inner, embedded, place.exact ? undefined : place.span));
  for (const gap of gaps) found.gaps.push(place.exact ? gap : { ...gap, span: place.span });
  return place.at;
}

function sqlOf({ type, query }: Embedded, constants: Constants): string | undefined {
  if (type === 'dynamic') return constantText(query, constants);
  return type === 'expression' ? `SELECT ${query.replace(/^[\w.[\]"]+\s*:?=\s*/, '')}` : query;
}

type Circumstances = Pick<Embedded, 'conditional' | 'repeated'> & {
  loops?: readonly Loop[];
  handledBy?: readonly string[];
};

function within(
  inner: Statement,
  { conditional, repeated, loops = [], handledBy = [] }: Circumstances,
  span?: Span,
): PlStatement {
  return {
    ...inner,
    conditional: conditional || inner.conditional === true,
    repeated,
    ...(loops.length > 0 ? { loops } : {}),
    ...(handledBy.length > 0 ? { handledBy } : {}),
    ...(span ? { span, offsetOf: () => span.start.offset, fileOffset: () => span.start.offset } : {}),
  };
}

function transactionEnd(outer: Statement, embedded: Embedded, span: Span): PlStatement {
  const { type, conditional, repeated } = embedded;
  return {
    node: { TransactionStmt: { kind: type === 'commit' ? 'TRANS_STMT_COMMIT' : 'TRANS_STMT_ROLLBACK' } },
    kind: type,
    sql: type.toUpperCase(),
    text: type.toUpperCase(),
    span,
    file: outer.file,
    source: outer.source,
    offsetOf: () => span.start.offset,
    fileOffset: () => span.start.offset,
    conditional,
    repeated,
  };
}
