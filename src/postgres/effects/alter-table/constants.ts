// Constants of partition bounds and CHECK constraints, with the order that numbers, dates and timestamps have.
import type { Node } from '@pgsql/types';

/** A number, or the text of a string constant. */
export type Constant = number | bigint | string;

/** The constant that a node is, under casts and a sign; undefined where it is anything else. */
export function constantOf(node: Node): Constant | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg ? constantOf(node.TypeCast.arg) : undefined;
  if ('A_Expr' in node && !node.A_Expr.lexpr && node.A_Expr.rexpr) {
    const value = constantOf(node.A_Expr.rexpr);
    return typeof value === 'number' ? -value : undefined;
  }
  if (!('A_Const' in node) || node.A_Const.isnull) return undefined;
  const constant = node.A_Const;
  if ('sval' in constant) return constant.sval?.sval ?? '';
  if ('ival' in constant) return constant.ival?.ival ?? 0;
  if ('fval' in constant) return numberOf(constant.fval?.fval ?? '');
  if ('boolval' in constant) return String(constant.boolval?.boolval ?? false);
  return undefined;
}

const numberOf = (text: string): number | bigint => (/^\d+$/.test(text) ? BigInt(text) : Number(text));

const dateLike = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?([+-]\d{2}(:?\d{2})?|Z)?$/;

/**
 * Negative, 0 or positive; undefined where the order is not certain: text sorts by collation, so two texts are only equal or not
 * comparable, but ISO dates and timestamps of one form sort as they read.
 */
export function compareConstants(a: Constant, b: Constant): number | undefined {
  if (typeof a !== 'string' && typeof b !== 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [String(a), String(b)];
  if (left === right) return 0;
  if (isNumeric(left) && isNumeric(right)) return Number(left) - Number(right);
  if (!dateLike.test(left) || !dateLike.test(right)) return undefined;
  const [first, second] = [instant(left), instant(right)];
  return first === second ? 0 : first < second ? -1 : 1;
}

const isNumeric = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/** `2026-01-01` and `2026-01-01 00:00:00` are the same moment. */
function instant(text: string): string {
  const [date = '', time = ''] = text.split(/[ T]/);
  return `${date} ${`${time || '00:00'}:00`.slice(0, 8)}${time.slice(8)}`;
}
