// Constants of queries and partition bounds as comparable values, where PostgreSQL knows them when it plans: a STABLE
// function or a comparison that depends on the time zone is not. src/backend/optimizer/util/clauses.c (eval_const_expressions)
import type { A_Const, Node } from '@pgsql/types';
import type { TypeRef } from '../catalog/objects.ts';
import { stringsOf } from './query-columns.ts';
import type { Value } from './value-set.ts';

type Category = 'number' | 'date' | 'timestamp' | 'timestamptz' | 'text' | 'bool';

const categories: Record<string, Category> = {
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  float4: 'number',
  float8: 'number',
  oid: 'number',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  name: 'text',
  uuid: 'text',
  bool: 'bool',
};

const categoryOf = (type: TypeRef | undefined): Category | undefined =>
  type && !type.array ? (categories[type.name] ?? (type.oid === undefined ? undefined : 'text')) : undefined;

/** Whether values of the type have the order in which `Value`s compare: not so an enum's. */
export const isOrdered = (type: TypeRef | undefined): boolean => type !== undefined && type.name in categories;

/** The value of a constant compared with a column of the type; `null` for NULL, undefined where it is not known when planning. */
export function constantValue(node: Node | undefined, type: TypeRef | undefined): Value | null | undefined {
  const category = categoryOf(type);
  if (!node || !category) return undefined;
  if ('A_Const' in node) return plainValue(node.A_Const, category);
  if ('TypeCast' in node) {
    const cast = categories[stringsOf(node.TypeCast.typeName?.names).at(-1) ?? ''];
    const inner = node.TypeCast.arg;
    if (category === 'text' && cast === undefined) return constantValue(inner, type);
    return cast && comparable(category, cast) && inner && 'A_Const' in inner
      ? plainValue(inner.A_Const, cast)
      : undefined;
  }
  if ('A_Expr' in node && category === 'number') return arithmetic(node, type);
  return undefined;
}

/** Whether comparing a column of one with a constant of the other is IMMUTABLE. */
const comparable = (column: Category, constant: Category): boolean =>
  column === constant ||
  (column === 'date' && constant === 'timestamp') ||
  (column === 'timestamp' && constant === 'date');

function arithmetic(node: Node, type: TypeRef | undefined): number | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  const [left, right] = [lexpr ? constantValue(lexpr, type) : 0, constantValue(rexpr, type)];
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const operator = stringsOf(name).at(-1);
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  return operator === '*' && lexpr ? left * right : undefined;
}

function plainValue(constant: A_Const, category: Category): Value | null | undefined {
  if (constant.isnull) return null;
  if (constant.boolval) return constant.boolval.boolval ? 1 : 0;
  if (constant.ival) return category === 'number' ? (constant.ival.ival ?? 0) : undefined;
  if (constant.fval) return category === 'number' ? Number(constant.fval.fval) : undefined;
  return constant.sval ? textValue(constant.sval.sval ?? '', category) : undefined;
}

/** The value that a literal in quotes stands for. */
function textValue(text: string, category: Category): Value | undefined {
  if (category === 'text') return text;
  if (category === 'number') return /^\s*[-+]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
  if (category === 'bool') return { t: 1, true: 1, f: 0, false: 0 }[text.toLowerCase()];
  return timeValue(text, category);
}

const timePattern =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|[-+]\d{1,2}(?::?\d{2})?|UTC)?\s*$/;

/** Microseconds since 1970, a time without zone being taken for UTC; dates have no time of day. */
function timeValue(text: string, category: Category): number | undefined {
  if (/^\s*-?infinity\s*$/.test(text)) return text.includes('-') ? -Infinity : Infinity;
  const match = timePattern.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day)) * 1000;
  if (category === 'date') return date;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const offset = category === 'timestamptz' ? zoneSeconds(zone) : 0;
  return date + (seconds - offset) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}

function zoneSeconds(zone: string | undefined): number {
  const match = /^([-+])(\d{1,2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60);
}

/** The values of `IN (…)`, `= ANY (ARRAY[…])` and `= ANY ('{…}')`; undefined unless all are known. NULLs match nothing. */
export function constantList(node: Node | undefined, type: TypeRef | undefined): Value[] | undefined {
  const values = listItems(node, type);
  return values?.every((value) => value !== undefined) ? values.flatMap((value) => value ?? []) : undefined;
}

function listItems(node: Node | undefined, type: TypeRef | undefined): (Value | null | undefined)[] | undefined {
  if (!node) return undefined;
  if ('List' in node) return (node.List.items ?? []).map((item) => constantValue(item, type));
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).map((item) => constantValue(item, type));
  if ('TypeCast' in node) return listItems(node.TypeCast.arg, type);
  const text = 'A_Const' in node ? node.A_Const.sval?.sval : undefined;
  const category = categoryOf(type);
  if (text === undefined || !category || !/^\{[^"{}\\]*\}$/.test(text)) return undefined;
  return text
    .slice(1, -1)
    .split(',')
    .map((item) => textValue(item, category));
}
