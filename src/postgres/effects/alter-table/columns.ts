// Column subcommands that neither add nor drop the column: defaults, identity, generation expressions, statistics and storage.
// src/backend/commands/tablecmds.c
import type { AlterTableCmd } from '@pgsql/types';
import { dependentsOf, undepend } from '../../catalog/catalog.ts';
import type { Column, Relation } from '../../catalog/objects.ts';
import { addOwnedSequence, changeColumn, clearDefault, setDefault } from '../columns.ts';
import { deleteObjects } from '../deletion.ts';
import { change, current, lockAll, since } from '../execution.ts';
import { relationsOf } from '../tree.ts';
import { addColumnCommand } from './add-column.ts';
import { columnOf } from './column-lookup.ts';
import { dropColumn } from './drop-column.ts';
import { dropNotNull, setNotNull } from './not-null.ts';
import { type AlterTable, recurse, type Subcommand, schedule } from './work.ts';

function columnDefault(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, cmd.def ? 'add other constraint' : 'drop', () => {
    for (const relation of recurse(at)) {
      const column = columnOf(at.x, relation, cmd.name);
      if (!column) continue;
      if (cmd.def) setDefault(at.x, relation, column.number, cmd.def);
      else clearDefault(at.x, relation, column.number);
    }
  });
}
function addIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'add other constraint', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column) return;
    if (since(at.x, 17) && at.target.kind === 'partitioned-table') recurse(at);
    changeColumn(at.x, at.target, column.number, { identity: 'by default' });
    addOwnedSequence(at.x, current(at.x, at.target), column, true);
  });
}

/** The sequences that belong to the column: serial's or identity's. */
const sequencesOf = ({ x, target }: AlterTable, column: Column): Relation[] =>
  relationsOf(
    x,
    dependentsOf(x.catalog, target.oid, column.number).map(({ from }) => from),
  ).filter(({ ownedBy }) => ownedBy?.column === column.number);

function setIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'column attributes', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column) return;
    if (since(at.x, 17) && at.target.kind === 'partitioned-table') recurse(at);
    lockAll(at.x, sequencesOf(at, column), 'ShareRowExclusiveLock');
  });
}

function dropIdentity(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    const column = columnOf(at.x, at.target, cmd.name);
    if (!column?.identity) return;
    const relations = since(at.x, 17) && at.target.kind === 'partitioned-table' ? recurse(at) : [at.target];
    for (const relation of relations) changeColumn(at.x, relation, column.number, { identity: undefined });
    for (const sequence of sequencesOf(at, column)) {
      at.x.catalog = undepend(at.x.catalog, at.target.oid, sequence.oid);
      deleteObjects(at.x, [change(at.x, sequence.oid, { ownedBy: undefined })], 'restrict');
    }
  });
}

function dropExpression(at: AlterTable, cmd: AlterTableCmd): void {
  schedule(at, 'drop', () => {
    for (const relation of recurse(at)) {
      const column = columnOf(at.x, relation, cmd.name);
      if (!column) continue;
      clearDefault(at.x, relation, column.number);
      changeColumn(at.x, relation, column.number, { generated: undefined });
    }
  });
}

/** SET STATISTICS and SET STORAGE reach children; SET (…) and SET COMPRESSION do not. */
const onEveryChild: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    columnOf(at.x, at.target, cmd.name);
    recurse(at);
  });

const onTargetOnly: Subcommand = (at, cmd) => schedule(at, 'misc', () => void columnOf(at.x, at.target, cmd.name));
export const columnCommands = {
  AT_AddColumn: addColumnCommand,
  AT_DropColumn: dropColumn,
  AT_ColumnDefault: columnDefault,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_AddIdentity: addIdentity,
  AT_SetIdentity: setIdentity,
  AT_DropIdentity: dropIdentity,
  AT_DropExpression: dropExpression,
  AT_SetStatistics: onEveryChild,
  AT_SetStorage: onEveryChild,
  AT_SetOptions: onTargetOnly,
  AT_ResetOptions: onTargetOnly,
  AT_SetCompression: onTargetOnly,
  AT_AlterColumnGenericOptions: onTargetOnly,
} satisfies Record<string, Subcommand>;
