// ADD COLUMN: whether every row has to be written anew, tested, or neither. src/backend/commands/tablecmds.c (ATExecAddColumn)
import type { AlterTableCmd, ColumnDef } from '@pgsql/types';
import type { Relation } from '../../catalog/objects.ts';
import type { RewriteCause, RewriteReason } from '../../effect.ts';
import { type ColumnDefinition, columnDefinition } from '../column-definition.ts';
import { addColumn, changeColumn, columnNamed } from '../columns.ts';
import { addNotNull } from '../constraints.ts';
import { changed, current, type Execution, fails, lock } from '../execution.ts';
import { type ExpressionFacts, expressionFacts } from '../expression.ts';
import { children } from '../tree.ts';
import { constrainedDomain, typeDefault } from '../types.ts';
import { addConstraintNode } from './constraints.ts';
import { type AlterTable, needCheck, needRewrite, schedule } from './work.ts';

const columnName = (relation: Relation, name: string): string => `${relation.schema}.${relation.name}.${name}`;

export function addColumnCommand(at: AlterTable, cmd: AlterTableCmd): void {
  const def = (cmd.def as { ColumnDef?: ColumnDef } | undefined)?.ColumnDef;
  if (def) schedule(at, 'add column', () => addColumnTo(at, at.target, def, cmd.missing_ok ?? false));
}

function addColumnTo(at: AlterTable, relation: Relation, def: ColumnDef, missingOk: boolean): void {
  const { x } = at;
  const definition = columnDefinition(x, def);
  if (columnNamed(current(x, relation), definition.name)) {
    if (!missingOk) {
      const message = `column "${definition.name}" of relation "${relation.name}" already exists`;
      fails(x, message, '42701', { certain: relation.known });
    }
    return;
  }
  const below = children(x, relation);
  if (at.only && below.length > 0) fails(x, 'column must be added to child tables too', '42P16');
  const seen = new Set<number>();
  addColumnHere(at, relation, definition, { local: true, inherited: 0 });
  for (const child of below) addToChild(at, child, definition, seen);
  for (const node of definition.constraints) addConstraintNode(at, node, { newColumn: definition });
}

/** A column that every child gets as inherited; one that a child already has only counts one parent more. */
function addToChild(at: AlterTable, child: Relation, definition: ColumnDefinition, seen: Set<number>): void {
  const { x } = at;
  lock(x, child, at.mode);
  const known = columnNamed(current(x, child), definition.name);
  if (known) {
    changeColumn(x, child, known.number, { inherited: known.inherited + 1 });
    return;
  }
  if (seen.has(child.oid)) return;
  seen.add(child.oid);
  addColumnHere(at, child, definition, { local: false, inherited: 1 });
  for (const grandchild of children(x, child)) addToChild(at, grandchild, definition, seen);
}

function addColumnHere(
  at: AlterTable,
  relation: Relation,
  definition: ColumnDefinition,
  inheritance: { local: boolean; inherited: number },
): void {
  const { x } = at;
  const column = addColumn(x, relation, inheritance.local ? definition : withoutSequence(definition), inheritance);
  changed(x, 'create', { kind: 'column', name: columnName(relation, definition.name) });
  const value = definition.default ?? definition.generated?.expression ?? typeDefault(x, definition.type);
  const facts = expressionFacts(x, value, current(x, relation));
  const rewrites = fillsRows(at, relation, definition, facts);
  if (definition.notNull) {
    addNotNull(x, relation, definition.name, definition.notNullName ? { name: definition.notNullName } : {});
    changeColumn(x, relation, column.number, { notNull: true });
    if (!rewrites) checkNewNotNull(at, relation, definition);
  }
}

const withoutSequence = ({ identity: _, ...definition }: ColumnDefinition): ColumnDefinition => ({
  ...definition,
  serial: false,
});

/** Whether every row has to be written anew because the value differs from row to row, or has to be tested as a domain's. */
function fillsRows(at: AlterTable, relation: Relation, definition: ColumnDefinition, facts: ExpressionFacts): boolean {
  const { x } = at;
  const reason = rewriteReason(x, definition, facts);
  if (!reason) return false;
  const uncertain = facts.volatility === 'volatile' && !facts.certain;
  const unless = 'the default is not volatile';
  needRewrite(at, relation, reason, uncertain ? { certain: false, unless } : {});
  for (const sequence of facts.sequences) lock(x, sequence, 'RowExclusiveLock');
  return true;
}

function rewriteReason(x: Execution, definition: ColumnDefinition, facts: ExpressionFacts): RewriteReason | undefined {
  const { name: column, generated } = definition;
  const reason = (cause: RewriteCause, why: string): RewriteReason => ({ cause, why, column });
  if (definition.serial) return reason('serial', `the new column ${column} is serial: each row gets its own number`);
  if (definition.identity) {
    return reason('identity', `the new column ${column} is an identity column: each row gets its own number`);
  }
  if (generated) {
    return generated.stored ? reason('generated', `the new column ${column} is generated and stored`) : undefined;
  }
  if (constrainedDomain(x, definition.type)) {
    return reason('domain', `the type of the new column ${column} is a domain with constraints`);
  }
  if (facts.volatility !== 'volatile') return undefined;
  return reason('volatile-default', `the default of the new column ${column} is volatile: each row gets its own value`);
}

const isNull = (x: Execution, definition: ColumnDefinition): boolean => {
  const value = (definition.default ?? typeDefault(x, definition.type)) as
    | { A_Const?: { isnull?: boolean }; TypeCast?: { arg?: never } }
    | undefined;
  return !value || Boolean(value.A_Const?.isnull);
};

function checkNewNotNull(at: AlterTable, relation: Relation, definition: ColumnDefinition): void {
  if (definition.generated) {
    needCheck(at, relation, { purpose: 'not-null', what: definition.name });
  } else if (isNull(at.x, definition)) {
    needCheck(at, relation, { purpose: 'not-null', what: definition.name });
    const message = `column "${definition.name}" of relation "${relation.name}" contains null values`;
    const rows = { of: relation, column: definition.name };
    fails(at.x, message, '23502', { when: 'if the table has any row', rows });
  }
}
