// SQL that SQLAlchemy is given or makes of its own expressions: text(), literals, functions, conditions that are strings.
import { isNone, knownText, pathOf, type Text, text, type Value, whatOf } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { literal, quote, Unreadable } from './names.ts';

const lastOf = (value: Value): string =>
  (value.kind === 'called' ? (pathOf(value.callee) ?? '') : '').replace(/^.*\./, '');

/** An expression in a default, an index or a condition; a bare string is SQL, as in `CheckConstraint('a > 0')`. */
export function clauseSql(value: Value): string {
  const known = knownText(value);
  if (known !== undefined) return known;
  if (value.kind === 'number') return value.written;
  if (isNone(value)) return 'NULL';
  if (value.kind === 'constant') return String(value.value);
  if (value.kind !== 'called' || value.isOpen) throw new Unreadable(`an expression is ${whatOf(value)}`);
  const path = pathOf(value.callee) ?? '';
  const [first] = value.args;
  if (isCall(value, 'text', 'literal_column') && first) return unescaped(knownText(first) ?? fail(first));
  if (isCall(value, 'true', 'false')) return lastOf(value);
  if (isCall(value, 'null')) return 'NULL';
  if (isCall(value, 'column') && first) return quote(knownText(first) ?? fail(first));
  if (isCall(value, 'inline_literal', 'literal') && first) return literalSql(first);
  if (isCall(value, 'desc', 'asc') && first) return `${clauseSql(first)} ${lastOf(value).toUpperCase()}`;
  if (isCall(value, 'quoted_name') && first) return quote(knownText(first) ?? fail(first));
  const call = /\bfunc\.((?:\w+\.)*\w+)$/.exec(path)?.[1];
  if (call !== undefined) return functionSql(call, value.args);
  return fail(value);
}

/** Strings among the arguments of a function are values. sqlalchemy/sql/functions.py */
function functionSql(name: string, args: readonly Value[]): string {
  if (
    args.length === 0 &&
    /^(?:current_timestamp|current_date|current_time|localtime|localtimestamp|current_user|session_user)$/.test(name)
  ) {
    return name.toUpperCase();
  }
  return `${name}(${args.map((arg) => (arg.kind === 'text' ? literal(knownText(arg) ?? fail(arg)) : clauseSql(arg))).join(', ')})`;
}

function fail(value: Value): never {
  throw new Unreadable(`an expression is ${whatOf(value)}, which is not followed`);
}

export function literalSql(value: Value): string {
  const known = knownText(value);
  if (known !== undefined) return literal(known);
  if (value.kind === 'number') return value.written;
  if (isNone(value)) return 'NULL';
  return value.kind === 'constant' ? String(value.value) : fail(value);
}

/** `server_default=`: a string is a literal, anything else an expression; undefined where the server is said to have one. */
export function defaultSql(value: Value): string | undefined {
  const known = knownText(value);
  if (known !== undefined) return literal(known);
  if (isCall(value, 'FetchedValue')) return undefined;
  if (isCall(value, 'DefaultClause') && value.args[0]) return defaultSql(value.args[0]);
  return clauseSql(value);
}

/** In text(), `\:` is a colon that names no value. */
export const unescaped = (sql: string): string => sql.replace(/\\:/g, ':');

/** The text of `op.execute(…)` and `connection.execute(…)`; undefined where it is built by SQLAlchemy. */
export function statementText(value: Value | undefined, parameters?: Value): Text | undefined {
  if (value?.kind === 'text') return withParameters(value, parameters);
  if (value?.kind !== 'called') return undefined;
  if (isCall(value, 'text', 'DDL') && value.args[0]) return statementText(value.args[0], parameters);
  if (value.callee.kind !== 'member') return undefined;
  const { of, name } = value.callee;
  if (/^(?:bindparams|params)$/.test(name))
    return statementText(of, { kind: 'dict', entries: boundIn(value.args, value.keywords), isOpen: value.isOpen });
  return name === 'execution_options' || name === 'columns' ? statementText(of, parameters) : undefined;
}

function boundIn(args: readonly Value[], keywords: ReadonlyMap<string, Value>): [Value, Value][] {
  const named = args.flatMap((arg): [Value, Value][] => {
    if (arg.kind === 'dict') return arg.entries;
    if (!isCall(arg, 'bindparam') || !arg.args[0]) return [];
    return [[arg.args[0], arg.args[1] ?? arg.keywords.get('value') ?? arg]];
  });
  return [...named, ...[...keywords].map(([name, value]): [Value, Value] => [text(name), value])];
}

/** `:name`, and `%s` of the driver, with their values; what is not known stands as NULL, a value among data. */
function withParameters(sql: Text, parameters: Value | undefined): Text {
  const hasColons = /\\:/.test(sql.text);
  const items = parameters?.kind === 'list' ? parameters.items : [];
  const given = parameters?.kind === 'dict' ? parameters : items[0]?.kind === 'dict' ? items[0] : undefined;
  if (!parameters) return hasColons ? { ...sql, text: unescaped(sql.text), segments: [] } : sql;
  const values = new Map((given?.entries ?? []).map(([name, value]) => [knownText(name) ?? '', value]));
  let next = 0;
  const replaced = sql.text.replace(
    /(\bin\s*)?(?:%(?:\((\w+)\))?s|(?<![:\w\\]):(\w+)(?!:))/gi,
    (_whole, isIn: string | undefined, driver: string | undefined, name: string | undefined) => {
      const key = driver ?? name;
      if (key === undefined) next += 1;
      const value = parameterSql(key === undefined ? items[next - 1] : values.get(key));
      return isIn === undefined ? value : `${isIn}${value.startsWith('(') ? value : `(${value})`}`;
    },
  );
  return { ...sql, text: unescaped(replaced), segments: replaced === sql.text && !hasColons ? sql.segments : [] };
}

function parameterSql(value: Value | undefined): string {
  if (value?.kind === 'list' && !value.isOpen && value.items.length > 0)
    return `(${value.items.map(parameterSql).join(', ')})`;
  return value !== undefined && isLiteral(value) ? literalSql(value) : 'NULL';
}

const isLiteral = (value: Value): boolean =>
  knownText(value) !== undefined || value.kind === 'number' || value.kind === 'constant';
