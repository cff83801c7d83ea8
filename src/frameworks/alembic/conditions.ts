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

/** One value among data: what is computed stands as NULL. */
export function valueSql(value: Value | undefined): string {
  if (value === undefined) return 'NULL';
  if (value.kind === 'text') return value.hole === undefined ? literalSql(value) : 'NULL';
  const column = columnIn(value);
  if (column !== undefined) return quote(column);
  try {
    return clauseSql(value);
  } catch (error) {
    if (error instanceof Unreadable) return 'NULL';
    throw error;
  }
}

const methods: Readonly<Record<string, (column: string, args: readonly Value[]) => string>> = {
  is_: (column, [value]) => `${column} IS ${valueSql(value)}`,
  is_not: (column, [value]) => `${column} IS NOT ${valueSql(value)}`,
  isnot: (column, [value]) => `${column} IS NOT ${valueSql(value)}`,
  in_: (column, [values]) => `${column} IN (${itemsIn(values)})`,
  not_in: (column, [values]) => `(${column} NOT IN (${itemsIn(values)}))`,
  notin_: (column, [values]) => `(${column} NOT IN (${itemsIn(values)}))`,
  like: (column, [value]) => `${column} LIKE ${valueSql(value)}`,
  ilike: (column, [value]) => `${column} ILIKE ${valueSql(value)}`,
};

const itemsIn = (values: Value | undefined): string =>
  values?.kind === 'list' && !values.isOpen && values.items.length > 0 ? values.items.map(valueSql).join(', ') : 'NULL';

const comparisons: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
};

/** A condition; a string is SQL. */
export function conditionSql(value: Value, depth = 0): string {
  if (depth > 50) throw new Unreadable('a condition is nested too deep');
  const inner = (part: Value): string => conditionSql(part, depth + 1);
  if (isCall(value, 'and_')) return value.args.map(inner).join(' AND ');
  if (isCall(value, 'or_')) return `(${value.args.map(inner).join(' OR ')})`;
  if (isCall(value, 'not_') && value.args[0]) return `NOT (${inner(value.args[0])})`;
  return (value.kind === 'operation' ? operationSql(value, inner) : methodSql(value)) ?? clauseSql(value);
}

function operationSql({ operator, left, right }: Operation, inner: (part: Value) => string): string | undefined {
  if (operator === '~') return `NOT (${inner(right)})`;
  if (!left) return undefined;
  if (operator === '&') return `${inner(left)} AND ${inner(right)}`;
  if (operator === '|') return `(${inner(left)} OR ${inner(right)})`;
  const sign = comparisons[operator];
  if (sign && isNone(right)) return `${columnSql(left)} IS ${operator === '==' ? '' : 'NOT '}NULL`;
  return sign && `${columnSql(left)} ${sign} ${valueSql(right)}`;
}

function methodSql(value: Value): string | undefined {
  if (value.kind !== 'called' || value.callee.kind !== 'member') return undefined;
  const { name, of } = value.callee;
  return Object.hasOwn(methods, name) ? methods[name]?.(columnSql(of), value.args) : undefined;
}

function columnSql(value: Value): string {
  const column = knownText(value) === undefined ? columnIn(value) : undefined;
  if (column !== undefined) return quote(column);
  if (value.kind !== 'called') throw new Unreadable('which rows it is about is not followed');
  return clauseSql(value);
}
