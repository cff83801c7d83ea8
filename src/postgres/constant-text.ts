// The text that an expression has whatever the data: literals, their concatenation, format() and quote_…() of them.
import type { FuncCall, Node } from '@pgsql/types';
import { parseSql } from './libpg-query.ts';
import { quoteIdentifier, quoteLiteral } from './psql-variables.ts';

/** Values of PL/pgSQL variables that hold the same text throughout, by name. */
export type Constants = ReadonlyMap<string, string>;

/** Undefined where the text depends on anything else. */
export function constantText(expression: string, constants: Constants): string | undefined {
  const answer = parseSql(`SELECT ${expression}`);
  if (!('json' in answer)) return undefined;
  const { stmts } = JSON.parse(answer.json) as { stmts: { stmt: Node }[] };
  const select = stmts[0]?.stmt;
  if (stmts.length !== 1 || !select || !('SelectStmt' in select)) return undefined;
  const { targetList = [], fromClause } = select.SelectStmt;
  const target = targetList[0];
  if (targetList.length !== 1 || fromClause || !target || !('ResTarget' in target)) return undefined;
  return textOf(target.ResTarget.val, constants);
}

function textOf(node: Node | undefined, constants: Constants): string | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return literal(node.A_Const);
  if ('TypeCast' in node) return isText(node.TypeCast.typeName) ? textOf(node.TypeCast.arg, constants) : undefined;
  if ('ColumnRef' in node) return constants.get(nameOf(node.ColumnRef.fields));
  if ('FuncCall' in node) return call(node.FuncCall, constants);
  if (!('A_Expr' in node) || nameOf(node.A_Expr.name) !== '||') return undefined;
  return joined([node.A_Expr.lexpr, node.A_Expr.rexpr].map((side) => textOf(side, constants)));
}

const joined = (parts: (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('');

/** Numbers as written; zero and the empty string lack their value in the tree. */
function literal(constant: Extract<Node, { A_Const: unknown }>['A_Const']): string | undefined {
  if (constant.isnull) return undefined;
  if (constant.sval) return constant.sval.sval ?? '';
  if (constant.ival) return `${constant.ival.ival ?? 0}`;
  return constant.fval?.fval;
}

const textTypes = new Set(['text', 'varchar', 'name', 'regclass']);

const isText = (type: { names?: Node[] } | undefined): boolean => {
  const name = type?.names?.at(-1);
  return name !== undefined && 'String' in name && textTypes.has(name.String.sval ?? '');
};

const nameOf = (parts: Node[] | undefined): string =>
  (parts ?? [])
    .map((part) => ('String' in part ? (part.String.sval ?? '') : '*'))
    .filter((name) => name !== 'pg_catalog')
    .join('.');

function call({ funcname, args = [] }: FuncCall, constants: Constants): string | undefined {
  const values = args.map((argument) => textOf(argument, constants));
  const [first, ...rest] = values;
  if (values.includes(undefined) || first === undefined) return undefined;
  switch (nameOf(funcname)) {
    case 'format':
      return format(first, rest as string[]);
    case 'concat':
      return joined(values);
    case 'quote_ident':
      return quoteIdentifier(first);
    case 'quote_literal':
    case 'quote_nullable':
      return quoteLiteral(first);
    default:
      return undefined;
  }
}

/** https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT, without widths. */
function format(template: string, values: string[]): string | undefined {
  let next = 0;
  let known = true;
  const text = template.replace(/%(?:(\d+)\$)?(.|$)/gs, (_all, position: string | undefined, type: string) => {
    if (type === '%' && position === undefined) return '%';
    if (position !== undefined) next = Number(position) - 1;
    const value = values[next];
    next += 1;
    if (value !== undefined && type === 's') return value;
    if (value !== undefined && type === 'I') return quoteIdentifier(value);
    if (value !== undefined && type === 'L') return quoteLiteral(value);
    known = false;
    return '';
  });
  return known ? text : undefined;
}
