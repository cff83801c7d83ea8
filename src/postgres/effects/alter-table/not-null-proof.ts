// Whether a column is known to hold no nulls, so that SET NOT NULL and PRIMARY KEY USING INDEX need no scan.
// src/backend/commands/tablecmds.c (NotNullImpliedByRelConstraints, ConstraintImpliedByRelConstraint)
import type { Node } from '@pgsql/types';
import type { Column, Relation } from '../../catalog/objects.ts';
import { constraintsOf } from '../constraints.ts';
import type { Execution } from '../execution.ts';

/** A validated, enforced CHECK that cannot pass with a null in the column. */
export const provesNotNull = (x: Execution, relation: Relation, column: Column): boolean =>
  constraintsOf(x, relation).some(
    (constraint) =>
      constraint.kind === 'check' &&
      constraint.validated &&
      constraint.enforced &&
      (constraint.columns.includes(column.number) || !relation.known) &&
      implies(constraint.expression, column.name),
  );

/** `c IS NOT NULL`, alone, in a conjunction, or in every arm of a disjunction; a strict operator proves nothing for a CHECK. */
function implies(node: Node | undefined, column: string): boolean {
  if (!node) return false;
  if ('NullTest' in node) return node.NullTest.nulltesttype === 'IS_NOT_NULL' && isColumn(node.NullTest.arg, column);
  if ('BoolExpr' in node) {
    const args = node.BoolExpr.args ?? [];
    if (node.BoolExpr.boolop === 'AND_EXPR') return args.some((arg) => implies(arg, column));
    if (node.BoolExpr.boolop === 'OR_EXPR') return args.length > 0 && args.every((arg) => implies(arg, column));
    return args.some(
      (arg) => 'NullTest' in arg && arg.NullTest.nulltesttype === 'IS_NULL' && isColumn(arg.NullTest.arg, column),
    );
  }
  return false;
}

const isColumn = (node: Node | undefined, column: string): boolean => {
  const last = (node as { ColumnRef?: { fields?: Node[] } } | undefined)?.ColumnRef?.fields?.at(-1);
  return (last as { String?: { sval?: string } } | undefined)?.String?.sval === column;
};
