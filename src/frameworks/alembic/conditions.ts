// Conditions that SQLAlchemy is given as Python: `users.c.name == 'x'`, `and_(…)`. sqlalchemy/sql/compiler.py SQLCompiler
import { isNone, knownText, type Operation, type Value } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { clauseSql, literalSql } from './clauses.ts';
import { quote, Unreadable } from './names.ts';

/** `users.c.name`, `column('name')`. */
export function columnIn(value: Value): string | undefined {
  if (value.kind === 'member')
    return value.of.kind === 'member' && /^(?:c|columns)$/.test(value.of.name) ? value.name : undefined;
  return isCall(value, 'column', 'Column', 'mapped_column') ? knownText(value.args[0]) : knownText(value);
}

/** Of what is a table's the name after that table's, which statements on rows have and definitions have not. */
const columnWithin = (value: Value, name: string, table: string | undefined): string =>
  table === undefined || isCall(value, 'column') || value.kind === 'text' ? quote(name) : `${table}.${quote(name)}`;

/** One value among data: what is computed stands as NULL. `table` is that of the statement, as SQL. */
export function valueSql(value: Value | undefined, table?: string): string {
  if (value === undefined) return 'NULL';
  if (value.kind === 'text') return value.hole === undefined ? literalSql(value) : 'NULL';
  const column = columnIn(value);
  if (column !== undefined) return columnWithin(value, column, table);
  try {
    return clauseSql(value);
  } catch (error) {
    if (error instanceof Unreadable) return 'NULL';
    throw error;
  }
}

const methods: Readonly<Record<string, (column: string, args: readonly Value[], table?: string) => string>> = {
  is_: (column, [value], table) => `${column} IS ${valueSql(value, table)}`,
  is_not: (column, [value], table) => `${column} IS NOT ${valueSql(value, table)}`,
  isnot: (column, [value], table) => `${column} IS NOT ${valueSql(value, table)}`,
  in_: (column, [values]) => `${column} IN (${itemsIn(values)})`,
  not_in: (column, [values]) => `(${column} NOT IN (${itemsIn(values)}))`,
  notin_: (column, [values]) => `(${column} NOT IN (${itemsIn(values)}))`,
  like: (column, [value]) => `${column} LIKE ${valueSql(value)}`,
  ilike: (column, [value]) => `${column} ILIKE ${valueSql(value)}`,
};

const itemsIn = (values: Value | undefined): string =>
  values?.kind === 'list' && !values.isOpen && values.items.length > 0
    ? values.items.map((item) => valueSql(item)).join(', ')
    : 'NULL';

const comparisons: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
};

const within = (condition: string, depth: number): string => (depth > 0 ? `(${condition})` : condition);

/** A condition; a string is SQL. `table` is that of a statement on rows, as SQL. */
export function conditionSql(value: Value, table?: string, depth = 0): string {
  if (depth > 50) throw new Unreadable('a condition is nested too deep');
  const inner = (part: Value): string => conditionSql(part, table, depth + 1);
  if (isCall(value, 'and_')) return value.args.map(inner).join(' AND ');
  if (isCall(value, 'or_')) return within(value.args.map(inner).join(' OR '), depth);
  if (isCall(value, 'not_') && value.args[0]) return `NOT (${inner(value.args[0])})`;
  if (value.kind === 'operation' && value.operator === '|' && value.left)
    return within(`${inner(value.left)} OR ${inner(value.right)}`, depth);
  return (value.kind === 'operation' ? operationSql(value, inner, table) : methodSql(value, table)) ?? clauseSql(value);
}

function operationSql(
  { operator, left, right }: Operation,
  inner: (part: Value) => string,
  table: string | undefined,
): string | undefined {
  if (operator === '~') return `NOT (${inner(right)})`;
  if (!left) return undefined;
  if (operator === '&') return `${inner(left)} AND ${inner(right)}`;
  const sign = comparisons[operator];
  if (sign && isNone(right)) return `${columnSql(left, table)} IS ${operator === '==' ? '' : 'NOT '}NULL`;
  return sign && `${columnSql(left, table)} ${sign} ${valueSql(right, table)}`;
}

function methodSql(value: Value, table: string | undefined): string | undefined {
  if (value.kind !== 'called' || value.callee.kind !== 'member') return undefined;
  const { name, of } = value.callee;
  return Object.hasOwn(methods, name) ? methods[name]?.(columnSql(of, table), value.args, table) : undefined;
}

function columnSql(value: Value, table: string | undefined): string {
  const column = knownText(value) === undefined ? columnIn(value) : undefined;
  if (column !== undefined) return columnWithin(value, column, table);
  if (value.kind !== 'called') throw new Unreadable('which rows it is about is not followed');
  return clauseSql(value);
}
