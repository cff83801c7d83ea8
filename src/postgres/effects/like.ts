// CREATE TABLE … (LIKE source INCLUDING …): what is copied from the source. src/backend/parser/parse_utilcmd.c (expandTableLikeClause)
import type { Constraint as ConstraintNode, TableLikeClause } from '@pgsql/types';
import type { Column, Relation } from '../catalog/objects.ts';
import { addOwnedSequence, changeColumn, clearDefault, columnNamed } from './columns.ts';
import { addCheck, addNotNull, constraintsOf } from './constraints.ts';
import { change, current, type Execution, lock } from './execution.ts';
import { createIndex } from './index-creation.ts';
import { definitionOfIndex } from './index-definition.ts';
import { rangeRelation } from './names.ts';
import { relationsOf } from './tree.ts';

/** Bits of TableLikeOption. */
const including = { constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const;

type CopyColumn = (x: Execution, table: Relation, column: Column, how: { local: boolean; inherited: number }) => void;

export function copyLike(x: Execution, table: Relation, clause: TableLikeClause, copyColumn: CopyColumn): void {
  const source = rangeRelation(x, clause.relation);
  if (!source) return;
  lock(x, source, 'AccessShareLock');
  if (!source.known) change(x, table.oid, { known: false });
  const wants = (option: keyof typeof including) => ((clause.options ?? 0) & including[option]) !== 0;
  for (const column of source.columns) {
    copyColumn(x, table, column, { local: true, inherited: 0 });
    if (column.notNull) addNotNull(x, table, column.name);
    dropUnwanted(x, table, column, wants);
  }
  if (wants('constraints')) copyChecks(x, source, table);
  if (wants('indexes')) {
    for (const index of relationsOf(x, source.indexes)) createIndex(x, current(x, table), definitionOfIndex(x, index));
  }
}

function dropUnwanted(
  x: Execution,
  table: Relation,
  column: Column,
  wants: (option: keyof typeof including) => boolean,
): void {
  const copy = columnNamed(current(x, table), column.name);
  if (!copy) return;
  if (column.generated ? !wants('generated') : !wants('defaults')) {
    clearDefault(x, table, copy.number);
    changeColumn(x, table, copy.number, { generated: undefined });
  }
  if (column.identity && wants('identity')) {
    changeColumn(x, table, copy.number, { identity: column.identity });
    addOwnedSequence(x, current(x, table), copy, true);
  }
}

function copyChecks(x: Execution, source: Relation, table: Relation): void {
  for (const check of constraintsOf(x, source)) {
    if (check.kind !== 'check') continue;
    const node = { contype: 'CONSTR_CHECK', is_enforced: check.enforced, raw_expr: check.expression } as ConstraintNode;
    addCheck(x, current(x, table), node, { validated: true, name: check.name });
  }
}
