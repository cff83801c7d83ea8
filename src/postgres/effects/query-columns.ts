// Names and types of the columns that a query returns. src/backend/parser/parse_target.c (FigureColname)
import type { A_Const, FuncCall, Node, SubLink, TypeCast } from '@pgsql/types';
import type { TypeRef } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import type { OutputColumn } from './query.ts';
import { resolveType } from './types.ts';

export const stringsOf = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));

const plain = (name: string): TypeRef => ({ name, modifiers: [], array: false, known: true });

const fixedNames: Record<string, string> = {
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  CoalesceExpr: 'coalesce',
  GroupingFunc: 'grouping',
  XmlSerialize: 'xmlserialize',
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array',
  JsonArrayQueryConstructor: 'json_array',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
};

/** The name PostgreSQL gives an expression of the target list that has no AS. */
export const columnNameOf = (node: Node | undefined): string => figureName(node)?.name ?? '?column?';

/** `weak` names give way to those found further down, as a cast's type does to its argument's name. */
function figureName(node: Node | undefined): { name: string; weak?: boolean } | undefined {
  if (!node) return undefined;
  const kind = Object.keys(node)[0] ?? '';
  const fixed = fixedNames[kind];
  if (fixed) return { name: fixed };
  if ('ColumnRef' in node) return lastName(node.ColumnRef.fields);
  if ('A_Indirection' in node) return lastName(node.A_Indirection.indirection) ?? figureName(node.A_Indirection.arg);
  if ('FuncCall' in node) return lastName(node.FuncCall.funcname);
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? { name: 'nullif' } : undefined;
  if ('TypeCast' in node) return castName(node.TypeCast);
  if ('CollateClause' in node) return figureName(node.CollateClause.arg);
  if ('CaseExpr' in node) return strongOr(figureName(node.CaseExpr.defresult), 'case');
  if ('MinMaxExpr' in node) return { name: node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest' };
  if ('SubLink' in node) return sublinkName(node.SubLink);
  if ('SQLValueFunction' in node) return valueFunctionName(node.SQLValueFunction.op ?? '');
  return undefined;
}

const lastName = (nodes: readonly Node[] | undefined): { name: string } | undefined => {
  const name = stringsOf(nodes).at(-1);
  return name === undefined ? undefined : { name };
};

const strongOr = (found: { name: string; weak?: boolean } | undefined, name: string) =>
  found && !found.weak ? found : { name, weak: true };

const castName = (cast: TypeCast) =>
  strongOr(figureName(cast.arg), stringsOf(cast.typeName?.names).at(-1) ?? '?column?');

function sublinkName({ subLinkType, subselect }: SubLink): { name: string } | undefined {
  if (subLinkType === 'EXISTS_SUBLINK') return { name: 'exists' };
  if (subLinkType === 'ARRAY_SUBLINK') return { name: 'array' };
  if (subLinkType !== 'EXPR_SUBLINK' || !subselect || !('SelectStmt' in subselect)) return undefined;
  const first = subselect.SelectStmt.targetList?.[0];
  if (!first || !('ResTarget' in first)) return undefined;
  return { name: first.ResTarget.name ?? columnNameOf(first.ResTarget.val) };
}

const valueFunctionName = (op: string) => ({
  name: op
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase(),
});

const booleanKinds = new Set(['BoolExpr', 'NullTest', 'BooleanTest']);
const countFunctions = new Set(['count', 'row_number', 'rank', 'dense_rank']);

/** The type of an expression where it can be read off the text; `columns` finds what a column reference stands for. */
export function expressionType(
  x: Execution,
  node: Node | undefined,
  find: (fields: readonly Node[]) => OutputColumn | undefined,
): TypeRef | undefined {
  if (!node) return undefined;
  const kind = Object.keys(node)[0] ?? '';
  if (booleanKinds.has(kind)) return plain('bool');
  if ('ColumnRef' in node) return find(node.ColumnRef.fields ?? [])?.type;
  if ('TypeCast' in node) return resolveType(x, node.TypeCast.typeName);
  if ('A_Const' in node) return constantType(node.A_Const);
  if ('A_Expr' in node) return comparison(stringsOf(node.A_Expr.name).at(-1)) ? plain('bool') : undefined;
  if ('FuncCall' in node) return callType(node.FuncCall);
  if ('CollateClause' in node) return expressionType(x, node.CollateClause.arg, find);
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXISTS_SUBLINK') return plain('bool');
  return undefined;
}

const comparison = (operator: string | undefined): boolean =>
  /^(=|<>|!=|<|>|<=|>=|~~\*?|!~~\*?|~|!~)$/.test(operator ?? '');

const callType = (call: FuncCall): TypeRef | undefined =>
  countFunctions.has(stringsOf(call.funcname).at(-1) ?? '') ? plain('int8') : undefined;

/** A bare string in a target list becomes text. */
function constantType(constant: A_Const): TypeRef {
  if (constant.ival) return plain('int4');
  if (constant.boolval) return plain('bool');
  if (constant.fval) return plain(floatType(constant.fval.fval ?? ''));
  return plain('text');
}

const floatType = (digits: string): string => {
  if (!/^\d+$/.test(digits)) return 'numeric';
  return BigInt(digits) <= 9223372036854775807n ? 'int8' : 'numeric';
};
