// Django's query expressions (F, Q, Value, database functions) as the SQL that stands in constraints, indexes and column defaults.
import {
  type Called,
  isNone,
  knownText,
  list,
  type Operation,
  pathOf,
  text,
  type Value,
  whatOf,
} from '../python/value.ts';
import { typeOf } from './column-type.ts';
import { literalOf } from './defaults.ts';
import { columnOf, fieldOf, isNullable } from './fields.ts';
import { literal, quote } from './names.ts';
import { columnType, fieldIn, type Model, type State } from './state.ts';
import { Unreadable } from './unreadable.ts';

/** What names in an expression mean; without a model there are none, as in a default. */
export interface Context {
  readonly state: State;
  readonly model?: Model;
}

const operators: Readonly<Record<string, string>> = { exact: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** With %, the value in the pattern. django/db/backends/postgresql/base.py operators, pattern_ops */
const patterns: Readonly<Record<string, readonly [string, string]>> = {
  contains: ['LIKE', '%$%'],
  icontains: ['LIKE UPPER', '%$%'],
  startswith: ['LIKE', '$%'],
  istartswith: ['LIKE UPPER', '$%'],
  endswith: ['LIKE', '%$'],
  iendswith: ['LIKE UPPER', '%$'],
  regex: ['~', '$'],
  iregex: ['~*', '$'],
};

const nameOf = (value: Value): string =>
  (value.kind === 'called' ? (pathOf(value.callee) ?? '') : '').replace(/^.*\./, '');

/** A condition: `Q(…)`, alone or combined with `&`, `|` and `~`, or an expression that is true or false. */
export function conditionSql(value: Value, context: Context, negated = false): string {
  const parts = partsOf(value, context, negated);
  return parts.connector === '' ? parts.sql : `(${parts.sql})`;
}

interface Parts {
  readonly sql: string;
  readonly connector: '' | 'AND' | 'OR';
}

function partsOf(value: Value, context: Context, negated: boolean): Parts {
  if (value.kind === 'operation' && value.left === undefined && value.operator === '~') {
    const inside = partsOf(value.right, context, !negated);
    return {
      sql: `NOT ${inside.connector === '' && !/^\(/.test(inside.sql) ? `(${inside.sql})` : parenthesised(inside)}`,
      connector: '',
    };
  }
  if (value.kind === 'operation' && (value.operator === '&' || value.operator === '|') && value.left) {
    const connector = value.operator === '&' ? 'AND' : 'OR';
    const sides = [value.left, value.right].map((side) => partsOf(side, context, negated));
    return { connector, sql: sides.map((side) => joinable(side, connector)).join(` ${connector} `) };
  }
  if (nameOf(value) === 'Q' && value.kind === 'called') return qParts(value, context, negated);
  return { sql: expressionSql(value, context), connector: '' };
}

const parenthesised = ({ sql, connector }: Parts): string => (connector === '' ? sql : `(${sql})`);
const joinable = (side: Parts, connector: string): string =>
  side.connector === connector ? side.sql : parenthesised(side);

function qParts({ args, keywords, isOpen }: Called, context: Context, negated: boolean): Parts {
  if (isOpen) throw new Unreadable('a condition is known only at run time');
  const isPlain = (name: string): boolean => !name.startsWith('_');
  const lookups = [...keywords].filter(([name]) => isPlain(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const written = args.map((arg) =>
    arg.kind === 'list' && arg.items.length === 2
      ? lookup(knownText(arg.items[0]) ?? whatOf(arg), arg.items[1] ?? arg, context, negated)
      : partsOf(arg, context, negated),
  );
  const all = [...written, ...lookups.map(([name, value]) => lookup(name, value, context, negated))];
  const connector = knownText(keywords.get('_connector')) === 'OR' ? 'OR' : 'AND';
  const [first] = all;
  const isNegated = truthOf(keywords.get('_negated'));
  const parts: Parts =
    all.length === 1 && first
      ? first
      : { connector, sql: all.map((part) => joinable(part, connector)).join(` ${connector} `) };
  return isNegated ? { sql: `NOT (${parts.sql})`, connector: '' } : parts;
}

const truthOf = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

function lookup(name: string, value: Value, context: Context, negated: boolean): Parts {
  const [path = '', ...more] = name.split('__');
  const kind = more.length === 0 ? 'exact' : more.join('__');
  if (!context.model) throw new Unreadable(`a condition on ${path} has no model`);
  const field = fieldIn(
    context.model,
    context.model.fields.has(path) ? path : path === 'pk' ? 'id' : path.replace(/_id$/, ''),
  );
  const column = quote(columnOf(field));
  const sql = compared(column, kind, value, context, columnType(context.state, context.model, field));
  const isOuter =
    negated && isNullable(field) && kind !== 'isnull' && !isNone(value) && !/ IS (?:NOT )?NULL$/.test(sql);
  return isOuter ? { sql: `${sql} AND ${column} IS NOT NULL`, connector: 'AND' } : { sql, connector: '' };
}

function compared(column: string, kind: string, value: Value, context: Context, type: string): string {
  if (kind === 'isnull' && value.kind === 'constant') return `${column} IS ${value.value ? '' : 'NOT '}NULL`;
  if (kind === 'exact' && isNone(value)) return `${column} IS NULL`;
  if (kind === 'exact' && type === 'boolean' && value.kind === 'constant')
    return value.value ? column : `NOT ${column}`;
  const operator = operators[kind];
  if (operator) return `${column} ${operator} ${valueSql(value, context, type)}`;
  const pattern = patterns[kind];
  if (pattern) return matched(column, pattern, value);
  if (kind === 'iexact') return `UPPER(${column}::text) = UPPER(${valueSql(value, context, type)})`;
  if (kind === 'in' && value.kind === 'list' && !value.isOpen) {
    return `${column} IN (${value.items.map((item) => valueSql(item, context, type)).join(', ')})`;
  }
  if (kind === 'range' && value.kind === 'list' && value.items.length === 2) {
    const [from, to] = value.items.map((item) => valueSql(item, context, type));
    return `${column} BETWEEN ${from} AND ${to}`;
  }
  throw new Unreadable(`the lookup ${kind} is not known`);
}

function matched(column: string, [operator, pattern]: readonly [string, string], value: Value): string {
  const known = knownText(value);
  if (known === undefined) throw new Unreadable(`a pattern is ${whatOf(value)}`);
  const escaped = pattern === '$' ? known : known.replace(/[\\%_]/g, '\\$&');
  const right = literal(pattern.replace('$', () => escaped));
  return operator === 'LIKE UPPER'
    ? `UPPER(${column}::text) LIKE UPPER(${right})`
    : `${column}::text ${operator} ${right}`;
}

/** The right side of a lookup. django/db/models/lookups.py process_rhs */
function valueSql(value: Value, context: Context, type: string): string {
  const name = nameOf(value);
  const isExpression = value.kind === 'operation' || (value.kind === 'called' && name !== 'Decimal');
  if (!isExpression) return known(value, type);
  const sql = expressionSql(value, context);
  return name === 'Value' || sql.startsWith('(') ? sql : `(${sql})`;
}

function known(value: Value, type: string): string {
  if (isNone(value)) return 'NULL';
  const sql = literalOf(value, type) ?? literalOf(value, 'text');
  if (sql === undefined) throw new Unreadable(`a value is ${whatOf(value)}, which is known only at run time`);
  return sql;
}

/** Functions whose name in SQL is not theirs in capitals, or which take no arguments. */
const functions: Readonly<Record<string, string>> = {
  Now: 'STATEMENT_TIMESTAMP',
  TransactionNow: 'CURRENT_TIMESTAMP',
  RandomUUID: 'GEN_RANDOM_UUID',
  StrIndex: 'STRPOS',
  Substr: 'SUBSTRING',
  Ceil: 'CEILING',
};

const simple =
  /^(?:Lower|Upper|Length|Trim|LTrim|RTrim|Coalesce|Abs|Floor|Round|MD5|SHA256|Left|Right|Reverse|Replace|Greatest|Least|NullIf|Now|TransactionNow|RandomUUID|StrIndex|Substr|Ceil|Mod|Power|Sqrt|Random|Chr|Ord|Sign|Repeat|LPad|RPad)$/;

/** A value expression: a column, a literal, arithmetic, or a function of them. */
export function expressionSql(value: Value, context: Context): string {
  if (value.kind === 'operation') return arithmetic(value, context);
  if (value.kind !== 'called') return value.kind === 'reference' ? fail(value) : known(value, 'any');
  const name = nameOf(value);
  const made = makers[name];
  if (made) return made(value, context);
  return simple.test(name) ? call(functions[name] ?? name.toUpperCase(), value, context) : fail(value);
}

type Maker = (value: Called, context: Context) => string;

const firstOf = (value: Called): Value => value.args[0] ?? value.keywords.get('expression') ?? fail(value);

const ordered: Maker = (value, context) => {
  const { callee } = value;
  return `${argument(callee.kind === 'member' ? callee.of : value, context)} ${nameOf(value).toUpperCase()}`;
};

const makers: Readonly<Record<string, Maker>> = {
  F: (value, context) => columnSql(knownText(firstOf(value)) ?? fail(value), context),
  Value: (value) => (isNone(value.args[0]) ? 'NULL' : known(value.args[0] ?? fail(value), 'any')),
  ExpressionWrapper: (value, context) => expressionSql(firstOf(value), context),
  Q: (value, context) => conditionSql(value, context),
  Collate: (value, context) =>
    `${argument(firstOf(value), context)} COLLATE ${quote(knownText(value.args[1] ?? value.keywords.get('collation')) ?? fail(value))}`,
  OpClass: (value, context) =>
    `${argument(firstOf(value), context)} ${knownText(value.keywords.get('name') ?? value.args[1]) ?? fail(value)}`,
  OrderBy: (value, context) =>
    argument(firstOf(value), context) + (truthOf(value.keywords.get('descending')) ? ' DESC' : ' ASC'),
  desc: ordered,
  asc: ordered,
  Func: (value, context) => call(knownText(value.keywords.get('function')) ?? fail(value), value, context),
  Concat: ({ args }, context) => concat(args, context),
  Cast: (value, context) => {
    const field = fieldOf('output_field', value.args[1] ?? value.keywords.get('output_field'), context.state.classOf);
    return `(${argument(firstOf(value), context)})::${typeOf(field)}`;
  },
};

const call = (name: string, { args }: Called, context: Context): string =>
  `${name}(${args.map((arg) => argument(arg, context)).join(', ')})`;

/** django/db/models/functions/text.py ConcatPair.as_postgresql */
function concat(args: readonly Value[], context: Context): string {
  const [first, ...rest] = args;
  if (!first) throw new Unreadable('a Concat is empty');
  const left = `COALESCE(${argument(first, context)}, '')`;
  return rest.length === 0 ? left : `(${left} || ${concat(rest, context)})`;
}

/** Strings that stand among arguments are names of columns. */
const argument = (value: Value, context: Context): string => {
  const name = knownText(value);
  return name === undefined ? expressionSql(value, context) : columnSql(name, context);
};

function columnSql(name: string, { model }: Context): string {
  if (!model) throw new Unreadable(`the column ${name} has no model`);
  return quote(columnOf(fieldIn(model, model.fields.has(name) ? name : name.replace(/_id$/, ''))));
}

function arithmetic({ operator, left, right }: Operation, context: Context): string {
  if (operator === '&' || operator === '|' || operator === '~') {
    return conditionSql({ kind: 'operation', operator, left, right, site: { start: 0, end: 0 } }, context);
  }
  if (!left || !/^[-+*/%]$/.test(operator)) throw new Unreadable(`the operator ${operator} is not followed`);
  const side = (value: Value): string => (value.kind === 'text' ? known(value, 'any') : expressionSql(value, context));
  return `(${side(left)} ${operator} ${side(right)})`;
}

function fail(value: Value): never {
  throw new Unreadable(`the expression ${whatOf(value)} is not known`);
}

/** Items of a list of texts, such as `fields=['a', '-b']`. */
export function namesIn(value: Value | undefined, what: string): string[] {
  const items = value === undefined ? [] : value.kind === 'list' && !value.isOpen ? value.items : undefined;
  const names = items?.map(knownText);
  if (!names || names.includes(undefined)) throw new Unreadable(`${what} is ${whatOf(value ?? list([text('')]))}`);
  return names as string[];
}
