// DROP COLUMN on a table and on what inherits the column. src/backend/commands/tablecmds.c (ATExecDropColumn)
import type { AlterTableCmd } from '@pgsql/types';
import type { Column, Relation } from '../../catalog/objects.ts';
import { changeColumn, columnNamed } from '../columns.ts';
import { deleteObjects } from '../deletion.ts';
import { current, fails, lockAll } from '../execution.ts';
import { historyIsWhole } from '../names.ts';
import { children } from '../tree.ts';
import { columnOf } from './column-lookup.ts';
import { type AlterTable, schedule } from './work.ts';

type Targets = { oid: number; column: number }[];

/** The columns of parent and children go in one deletion, as what hangs between them does. */
export function dropColumn(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const targets: Targets = [];
    dropColumnOf(at, at.target, cmd, { recursing: false, targets });
    const behavior = cmd.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
    if (!at.x.failed && targets.length > 0) deleteObjects(at.x, targets, behavior);
  });
}

interface Drop {
  readonly recursing: boolean;
  readonly targets: Targets;
}

function dropColumnOf(at: AlterTable, relation: Relation, cmd: AlterTableCmd, how: Drop): void {
  const { x } = at;
  const now = current(x, relation);
  const found = columnNamed(now, cmd.name);
  if (!found && cmd.missing_ok && (now.known || historyIsWhole(x))) return;
  const column = found ?? columnOf(x, now, cmd.name);
  if (!column || x.failed) return;
  if (column.inherited > 0 && !how.recursing) {
    fails(x, `cannot drop inherited column "${column.name}"`, '42P16');
    return;
  }
  if (now.partitionKey?.columns.includes(column.number)) {
    fails(
      x,
      `cannot drop column "${column.name}" because it is part of the partition key of relation "${now.name}"`,
      '42P16',
    );
    return;
  }
  how.targets.unshift({ oid: now.oid, column: column.number });
  dropFromChildren(at, now, column, cmd, how.targets);
}

/** Direct children are locked even under ONLY; those that have the column only from here lose it too. */
function dropFromChildren(
  at: AlterTable,
  relation: Relation,
  column: Column,
  cmd: AlterTableCmd,
  targets: Targets,
): void {
  const { x } = at;
  const below = children(x, relation);
  lockAll(x, below, at.mode);
  if (at.only && relation.kind === 'partitioned-table' && below.length > 0) {
    fails(x, 'cannot drop column from only the partitioned table when partitions exist', '42P16');
    return;
  }
  for (const child of below) {
    const theirs = columnNamed(current(x, child), column.name);
    if (!theirs) continue;
    if (!at.only && theirs.inherited === 1 && !theirs.local) dropColumnOf(at, child, cmd, { recursing: true, targets });
    else
      changeColumn(x, child, theirs.number, { inherited: theirs.inherited - 1, ...(at.only ? { local: true } : {}) });
  }
}
