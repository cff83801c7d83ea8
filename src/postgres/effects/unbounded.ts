// Whether a write reaches every row of its table: no WHERE, or one that holds for every row whatever it contains.
import type { Node, NullTest } from '@pgsql/types';
import type { Relation } from '../catalog/objects.ts';
import { columnNamed } from './column-lookup.ts';
import type { Query } from './query.ts';
import { stringsOf } from './query-columns.ts';
import { conjuncts } from './query-conditions.ts';

export function isUnbounded(table: Relation, { node }: Query): boolean {
  if ('UpdateStmt' in node) return isAlwaysTrue(node.UpdateStmt.whereClause, table);
  return 'DeleteStmt' in node && isAlwaysTrue(node.DeleteStmt.whereClause, table);
}

const isAlwaysTrue = (where: Node | undefined, table: Relation): boolean =>
  where === undefined || conjuncts(where).every((node) => holds(node, table));

function holds(node: Node, table: Relation): boolean {
  if ('A_Const' in node) return node.A_Const.boolval?.boolval === true;
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isTrueText(node.TypeCast.arg);
  if ('NullTest' in node) return isNeverNull(node.NullTest, table);
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'OR_EXPR')
    return (node.BoolExpr.args ?? []).some((arg) => isAlwaysTrue(arg, table));
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || stringsOf(node.A_Expr.name).at(-1) !== '=')
    return false;
  const [left, right] = [node.A_Expr.lexpr, node.A_Expr.rexpr];
  return left !== undefined && right !== undefined && 'A_Const' in left && sameText(left, right);
}

const isTrueText = (node: Node): boolean => 'A_Const' in node && /^t(rue)?$/i.test(node.A_Const.sval?.sval ?? '');

/** `1 = 1`. */
const sameText = (a: Node, b: Node): boolean => withoutPlaces(a) === withoutPlaces(b);

const withoutPlaces = (node: Node): string =>
  JSON.stringify(node, (key, value) => (key === 'location' ? undefined : value));

/** `id IS NOT NULL` of a column that is never null. */
function isNeverNull({ arg, nulltesttype }: NullTest, table: Relation): boolean {
  if (nulltesttype !== 'IS_NOT_NULL' || !arg || !('ColumnRef' in arg)) return false;
  return columnNamed(table, stringsOf(arg.ColumnRef.fields).at(-1))?.notNull ?? false;
}
