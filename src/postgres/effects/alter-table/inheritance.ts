// INHERIT and NO INHERIT. src/backend/commands/tablecmds.c (ATExecAddInherit, ATExecDropInherit)
import type { RangeVar } from '@pgsql/types';
import { changeColumn, columnNamed, linkChild, unlinkChild } from '../columns.ts';
import { current, fails, lock, lockAll } from '../execution.ts';
import { rangeRelation } from '../names.ts';
import { descendants } from '../tree.ts';
import { type Subcommand, schedule } from './work.ts';

const parentOf = (cmd: Parameters<Subcommand>[1]): RangeVar | undefined =>
  (cmd.def as { RangeVar?: RangeVar } | undefined)?.RangeVar;

const addInherit: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x, target } = at;
    const parent = rangeRelation(x, parentOf(cmd));
    if (!parent) return;
    if (target.bound) return fails(x, 'cannot change inheritance of a partition', '42809');
    if (target.kind === 'partitioned-table') return fails(x, 'cannot change inheritance of partitioned table', '42809');
    lock(x, parent, 'ShareUpdateExclusiveLock');
    if (parent.kind === 'partitioned-table') {
      return fails(x, `cannot inherit from partitioned table "${parent.name}"`, '42809');
    }
    lockAll(x, descendants(x, target), 'AccessShareLock');
    linkChild(x, parent, target, 'normal');
    for (const column of parent.columns) {
      const own = columnNamed(current(x, target), column.name);
      if (own) changeColumn(x, target, own.number, { inherited: own.inherited + 1 });
    }
  });

const dropInherit: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x, target } = at;
    const parent = rangeRelation(x, parentOf(cmd));
    if (!parent) return;
    if (target.bound) return fails(x, 'cannot change inheritance of a partition', '42809');
    lock(x, parent, 'AccessShareLock');
    unlinkChild(x, parent, target);
    for (const column of parent.columns) {
      const own = columnNamed(current(x, target), column.name);
      if (own) changeColumn(x, target, own.number, { inherited: Math.max(0, own.inherited - 1), local: true });
    }
  });

export const inheritanceCommands = {
  AT_AddInherit: addInherit,
  AT_DropInherit: dropInherit,
} satisfies Record<string, Subcommand>;
