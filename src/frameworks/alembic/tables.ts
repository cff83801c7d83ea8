// Columns and tables of SQLAlchemy as SQL. sqlalchemy/sql/compiler.py DDLCompiler, dialects/postgresql/base.py PGDDLCompiler
import { type Called, isNone, knownText, type Value, whatOf } from '../python/value.ts';
import { isCall, isTrue } from './arguments.ts';
import { clauseSql, defaultSql } from './clauses.ts';
import { enumOf } from './enums.ts';
import { literal, nameIn, qualified, quote, Unreadable } from './names.ts';
import { serialOf, typeSql } from './types.ts';

export interface Column {
  readonly name: string;
  /** Undefined where the type is that of the column it refers to. */
  readonly type: Value | undefined;
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether it takes its values from a sequence of its own making. */
  readonly hasSequence: boolean;
  readonly keys: readonly Called[];
  readonly generated: Called | undefined;
  readonly checks: readonly Called[];
}

export function columnOf(value: Value | undefined): Column {
  if (!isCall(value, 'Column')) throw new Unreadable(`a column is ${value ? whatOf(value) : 'missing'}`);
  if (value.isOpen) throw new Unreadable('a column has arguments that are known only at run time');
  const [first, ...rest] = value.args;
  const name = knownText(first) ?? nameIn(value.keywords.get('name'), 'the name of a column');
  const others = first?.kind === 'text' ? rest : value.args;
  const isPart = (arg: Value): arg is Called =>
    isCall(arg, 'ForeignKey', 'Identity', 'Computed', 'CheckConstraint', 'Sequence', 'FetchedValue');
  const parts = others.filter(isPart);
  return {
    name,
    type: value.keywords.get('type_') ?? others.find((arg) => !isPart(arg)),
    keywords: value.keywords,
    hasSequence: parts.some((part) => isCall(part, 'Sequence')),
    keys: parts.filter((part) => isCall(part, 'ForeignKey')),
    generated: parts.find((part) => isCall(part, 'Identity', 'Computed')),
    checks: parts.filter((part) => isCall(part, 'CheckConstraint')),
  };
}

/** `name TYPE DEFAULT … NOT NULL`. `isKey`: it is the only column of the primary key, which counts up by itself. */
export function columnSql(column: Column, isKey: boolean): string {
  const { name, keywords, keys, generated } = column;
  const type = typeSql(column.type);
  const isPrimary = isTrue(keywords.get('primary_key'));
  const counts = keywords.get('autoincrement');
  const mayCount = counts === undefined || isTrue(counts) || knownText(counts) === 'auto';
  const serial =
    isKey &&
    mayCount &&
    !keywords.has('server_default') &&
    !generated &&
    !column.hasSequence &&
    (keys.length === 0 || isTrue(counts))
      ? serialOf(type)
      : undefined;
  const parts = [isTrue(keywords.get('quote')) ? `"${name.replace(/"/g, '""')}"` : quote(name), serial ?? type];
  const given = keywords.get('server_default');
  const isObject = given && isCall(given, 'Identity', 'Computed');
  const value = given && !isNone(given) && !isObject ? defaultSql(given) : undefined;
  if (value !== undefined) parts.push(`DEFAULT ${value}`);
  const made = isObject ? given : generated;
  if (made) parts.push(generatedSql(made as Called));
  const required = isRequired(keywords.get('nullable'));
  if (isIdentity(column)) parts.push(...(required === false ? ['NULL'] : []));
  else if (isPrimary || (required ?? isKey)) parts.push('NOT NULL');
  return parts.join(' ');
}

function isRequired(nullable: Value | undefined): boolean | undefined {
  if (nullable === undefined) return undefined;
  if (nullable.kind !== 'constant') throw new Unreadable(`nullable is ${whatOf(nullable)}`);
  return nullable.value !== true;
}

/** What counts up by itself is never null, and does not say so. */
export const isIdentity = ({ generated, keywords }: Column): boolean =>
  isCall(generated, 'Identity') || isCall(keywords.get('server_default'), 'Identity');

export function generatedSql(value: Called): string {
  if (isCall(value, 'Computed')) {
    const persisted = value.keywords.get('persisted');
    return `GENERATED ALWAYS AS (${clauseSql(value.args[0] ?? value)})${persisted && !isTrue(persisted) && !isNone(persisted) ? '' : ' STORED'}`;
  }
  const always = isTrue(value.keywords.get('always') ?? value.args[1]);
  const options = identityOptions.flatMap(([option, sql]) => {
    const number = value.keywords.get(option);
    return number?.kind === 'number' ? [`${sql} ${number.written}`] : [];
  });
  if (isTrue(value.keywords.get('cycle'))) options.push('CYCLE');
  return `GENERATED ${always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options.length > 0 ? ` (${options.join(' ')})` : ''}`;
}

const identityOptions = [
  ['increment', 'INCREMENT BY'],
  ['start', 'START WITH'],
  ['minvalue', 'MINVALUE'],
  ['maxvalue', 'MAXVALUE'],
  ['cache', 'CACHE'],
] as const;

/** What a table of new columns needs before it: types of its Enums that are not yet there. */
export function enumsOf(columns: readonly Column[]): { name: string; create: () => string }[] {
  return columns.flatMap(({ type }) => {
    const own = enumOf(type);
    return own?.isMade ? [own] : [];
  });
}

export const commentSql = (what: string, comment: Value | undefined): string =>
  `COMMENT ON ${what} IS ${comment === undefined || isNone(comment) ? 'NULL' : literal(nameIn(comment, 'a comment'))}`;

export const tableIn = (name: Value | undefined, schema: Value | undefined): string =>
  qualified(nameIn(name, 'the name of a table'), knownText(schema));
