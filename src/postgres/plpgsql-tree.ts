// Walks the tree that libpg-query gives for a PL/pgSQL body, in source order, and tells what SQL each statement holds.
// Shapes: src/pg_query_json_plpgsql.c of libpg_query.

/** A loop around a statement. */
export interface Loop {
  /** FOR … IN a query; FOR … IN numbers; WHILE; LOOP; any with a FETCH in it; FOREACH. */
  readonly over: 'rows' | 'numbers' | 'condition' | 'nothing' | 'cursor' | 'array';
  /** The query, the numbers as `1..10`, or the condition; none where it is built while it runs. */
  readonly text?: string;
  /** A COMMIT, a ROLLBACK or a CALL, which may do either, is in it. */
  readonly commits: boolean;
}

/** What a PL/pgSQL statement holds. `line` counts from 1 within the body. */
export interface Embedded {
  /** `sql`: a statement; `perform`: one with SELECT in the place of PERFORM; `expression`: to be read as SELECT of it; `dynamic`: an
   *  expression whose text is run; `commit`, `rollback`: the end of the transaction. */
  type: 'sql' | 'perform' | 'expression' | 'dynamic' | 'commit' | 'rollback';
  query: string;
  line: number;
  /** Reached only on a condition: in IF, CASE, a loop, an exception handler, or after a RETURN or EXIT that may come first. */
  conditional: boolean;
  /** In a loop, so it may run many times. */
  repeated: boolean;
  /** Those around it, the outermost first. */
  loops: readonly Loop[];
  /** The conditions of the EXCEPTION clauses around it; an error among them does not end the transaction. */
  handledBy: readonly string[];
}

/** A node's fields, under the only key of the wrapping object. */
type Fields = Record<string, unknown>;

interface Place {
  conditional: boolean;
  repeated: boolean;
  loops: readonly Loop[];
  handledBy: readonly string[];
  line: number;
}

export interface PlpgsqlFunction {
  datums?: Record<string, Fields>[];
  action?: Record<string, Fields>;
}

export function* embeddedSql({ datums = [], action }: PlpgsqlFunction): Generator<Embedded> {
  const start: Place = { conditional: false, repeated: false, loops: [], handledBy: [], line: 1 };
  for (const datum of datums) {
    const [, fields] = unwrap(datum);
    yield* expression(fields.default_val, { ...start, line: lineOf(fields, 1) });
  }
  if (action) yield* statements([action], start, datums);
}

const unwrap = (node: Record<string, Fields>): [string, Fields] => Object.entries(node)[0] ?? ['', {}];
const lineOf = (fields: Fields, otherwise: number): number =>
  typeof fields.lineno === 'number' ? fields.lineno : otherwise;
const listOf = (value: unknown): Record<string, Fields>[] => (Array.isArray(value) ? value : []);
const queryOf = (expr: unknown): string | undefined =>
  (expr as { PLpgSQL_expr?: { query?: string } } | undefined)?.PLpgSQL_expr?.query;

function* embed(type: Embedded['type'], expr: unknown, place: Place): Generator<Embedded> {
  const query = queryOf(expr);
  if (query !== undefined) yield { type, query, ...place };
}

/** Only an expression that calls or selects can do anything. */
function* expression(expr: unknown, place: Place): Generator<Embedded> {
  if (queryOf(expr)?.includes('(')) yield* embed('expression', expr, place);
}

type Datums = readonly Record<string, Fields>[];

function* statements(list: unknown, place: Place, datums: Datums): Generator<Embedded> {
  let { conditional } = place;
  for (const node of listOf(list)) {
    const [kind, fields] = unwrap(node);
    yield* statement(kind, fields, { ...place, conditional, line: lineOf(fields, place.line) }, datums);
    conditional ||= mayLeave(kind, fields);
  }
}

/** Whether a statement may end the body or the loop, so that what follows does not always run. */
function mayLeave(kind: string, fields: Fields): boolean {
  if (kind === 'PLpgSQL_stmt_exit') return fields.cond !== undefined;
  if (kind !== 'PLpgSQL_stmt_if' && kind !== 'PLpgSQL_stmt_case' && kind !== 'PLpgSQL_stmt_block') return false;
  return /"PLpgSQL_stmt_(?:return":\{"lineno"|exit")/.test(JSON.stringify(fields));
}

function* statement(kind: string, fields: Fields, place: Place, datums: Datums): Generator<Embedded> {
  switch (kind.replace('PLpgSQL_stmt_', '')) {
    case 'block':
      return yield* block(fields, place, datums);
    case 'execsql':
      return yield* embed('sql', fields.sqlstmt, place);
    case 'call':
      return yield* embed('sql', fields.expr, place);
    case 'perform':
      return yield* embed('perform', fields.expr, place);
    case 'dynexecute':
      return yield* embed('dynamic', fields.query, place);
    case 'return_query':
      yield* embed('sql', fields.query, place);
      return yield* embed('dynamic', fields.dynquery, place);
    case 'open':
      yield* embed('sql', fields.query ?? cursorQuery(fields, datums), place);
      return yield* embed('dynamic', fields.dynquery, place);
    case 'commit':
      return yield { type: 'commit', query: 'COMMIT', ...place };
    case 'rollback':
      return yield { type: 'rollback', query: 'ROLLBACK', ...place };
    default:
      return yield* control(kind, fields, place, datums);
  }
}

/** The query that a cursor was declared with. */
const cursorQuery = (fields: Fields, datums: Datums): unknown => {
  const cursor = datums[fields.curvar as number];
  return cursor && unwrap(cursor)[1].cursor_explicit_expr;
};

function* control(kind: string, fields: Fields, place: Place, datums: Datums): Generator<Embedded> {
  const branch = { ...place, conditional: true };
  for (const key of ['cond', 't_expr', 'expr', 'lower', 'upper', 'step']) yield* expression(fields[key], place);
  for (const parameter of listOf(fields.params)) yield* expression(parameter, place);
  if (kind.endsWith('_if')) return yield* ifStatement(fields, place, datums);
  for (const node of listOf(fields.case_when_list)) {
    const [, when] = unwrap(node);
    yield* expression(when.expr, branch);
    yield* statements(when.stmts, branch, datums);
  }
  yield* statements(fields.else_stmts, branch, datums);
  if (kind.endsWith('_dynfors')) yield* embed('dynamic', fields.query, place);
  if (kind.endsWith('_fors')) yield* embed('sql', fields.query, place);
  if (kind.endsWith('_forc')) yield* embed('sql', cursorQuery(fields, datums), place);
  const loops = [...place.loops, loopOf(kind, fields, datums)];
  yield* statements(fields.body, { ...branch, repeated: true, loops }, datums);
}

function loopOf(kind: string, fields: Fields, datums: Datums): Loop {
  const body = JSON.stringify(fields.body ?? []);
  const commits = /"PLpgSQL_stmt_(?:commit|rollback)"|"is_call":true/.test(body);
  const text = (expr: unknown) => (queryOf(expr) === undefined ? {} : { text: queryOf(expr) });
  switch (kind.replace('PLpgSQL_stmt_', '')) {
    case 'fors':
      return { over: 'rows', ...text(fields.query), commits };
    case 'forc':
      return { over: 'rows', ...text(cursorQuery(fields, datums)), commits };
    case 'dynfors':
      return { over: 'rows', commits };
    case 'fori':
      return { over: 'numbers', text: `${queryOf(fields.lower)}..${queryOf(fields.upper)}`, commits };
    case 'foreach_a':
      return { over: 'array', commits };
    default: {
      const over = body.includes('"PLpgSQL_stmt_fetch"') ? 'cursor' : kind.endsWith('_while') ? 'condition' : 'nothing';
      return { over, ...text(fields.cond), commits };
    }
  }
}

/** A condition that is plainly TRUE or FALSE decides; any other may hold or not. */
function* ifStatement(fields: Fields, place: Place, datums: Datums): Generator<Embedded> {
  const condition = queryOf(fields.cond)?.trim().toLowerCase();
  const branch = { ...place, conditional: true };
  if (condition !== 'false') {
    yield* statements(fields.then_body, condition === 'true' ? place : branch, datums);
    if (condition === 'true') return;
  }
  for (const node of listOf(fields.elsif_list)) {
    const [, elsif] = unwrap(node);
    yield* expression(elsif.cond, branch);
    yield* statements(elsif.stmts, branch, datums);
  }
  const alone = condition === 'false' && listOf(fields.elsif_list).length === 0;
  yield* statements(fields.else_body, alone ? place : branch, datums);
}

function* block(fields: Fields, place: Place, datums: Datums): Generator<Embedded> {
  const handlers = listOf(
    (fields.exceptions as { PLpgSQL_exception_block?: Fields } | undefined)?.PLpgSQL_exception_block?.exc_list,
  ).map((node) => unwrap(node)[1]);
  const conditions = handlers.flatMap((handler) =>
    listOf(handler.conditions).map((node) => String(unwrap(node)[1].condname ?? '')),
  );
  yield* statements(fields.body, { ...place, handledBy: [...place.handledBy, ...conditions] }, datums);
  for (const handler of handlers) yield* statements(handler.action, { ...place, conditional: true }, datums);
}
