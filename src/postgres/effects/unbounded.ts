// Whether a write reaches every row of its table (no WHERE, or one that holds for every row whatever it contains), or only the few
// that constants for a unique key pick.
import type { Node, NullTest } from '@pgsql/types';
import type { Relation } from '../catalog/objects.ts';
import { columnNamed } from './column-lookup.ts';
import { type Execution, objectAs } from './execution.ts';
import type { Query } from './query.ts';
import { stringsOf } from './query-columns.ts';
import { conjuncts } from './query-conditions.ts';

export function isUnbounded(table: Relation, { node }: Query): boolean {
  if ('UpdateStmt' in node) return isAlwaysTrue(node.UpdateStmt.whereClause, table);
  return 'DeleteStmt' in node && isAlwaysTrue(node.DeleteStmt.whereClause, table);
}

/** `WHERE id = 7`, `WHERE id IN (7, 8)`; of a table that history does not tell, the key is taken to be `id`. */
export function isKeyed(x: Execution, table: Relation, { node }: Query): boolean {
  const where =
    'UpdateStmt' in node ? node.UpdateStmt.whereClause : 'DeleteStmt' in node ? node.DeleteStmt.whereClause : undefined;
  if (!where) return false;
  const fixed = new Set(conjuncts(where).flatMap((part) => fixedColumn(part) ?? []));
  if (!table.known) return fixed.has('id');
  return table.indexes.some((oid) => {
    const index = objectAs(x, oid, 'relation')?.index;
    if (!index?.unique || index.partial || index.hasExpressions) return false;
    return index.keys.every((number) =>
      table.columns.some((column) => column.number === number && fixed.has(column.name)),
    );
  });
}

/** The column that is compared with constants. */
function fixedColumn(node: Node): string | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const equal = (kind === 'AEXPR_OP' || kind === 'AEXPR_IN') && stringsOf(name).at(-1) === '=';
  if (!equal || !lexpr || !('ColumnRef' in lexpr) || !rexpr || !isConstant(rexpr)) return undefined;
  return stringsOf(lexpr.ColumnRef.fields).at(-1);
}

const isConstant = (node: Node): boolean => !/"(?:ColumnRef|SubLink)"/.test(JSON.stringify(node));

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
