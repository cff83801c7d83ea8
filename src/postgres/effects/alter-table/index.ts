// ALTER TABLE (and ALTER VIEW, MATERIALIZED VIEW, FOREIGN TABLE, SEQUENCE where they share its grammar).
// src/backend/commands/tablecmds.c (AlterTable, ATController)
import type { AlterTableCmd, AlterTableStmt } from '@pgsql/types';
import type { RelationKind } from '../../catalog/objects.ts';
import { alterIndex } from '../alter-index.ts';
import { alterCompositeType } from '../composite-types.ts';
import { current, type Execution, lock, unknown } from '../execution.ts';
import type { Family } from '../family.ts';
import { rangeRelation } from '../names.ts';
import { alterConstraint } from './alter-constraint.ts';
import { alterColumnType, setExpression } from './column-type.ts';
import { columnCommands } from './columns.ts';
import { addConstraintCommand } from './constraints.ts';
import { dropConstraint } from './drop-constraint.ts';
import { inheritanceCommands } from './inheritance.ts';
import { lockLevel } from './lock-level.ts';
import { partitionCommands } from './partitions.ts';
import { storageCommands } from './storage.ts';
import { validateConstraint } from './validate-constraint.ts';
import { type AlterTable, makeQueues, rewriteTables, runPasses, type Subcommand } from './work.ts';

export const alterTableFamily: Family = {
  AlterTableStmt: { source: 'sql-altertable', run: alterTable },
};

const subcommands: { readonly [K in NonNullable<AlterTableCmd['subtype']>]?: Subcommand } = {
  ...columnCommands,
  AT_AlterColumnType: alterColumnType,
  AT_SetExpression: setExpression,
  AT_AddConstraint: addConstraintCommand,
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_AlterConstraint: alterConstraint,
  ...storageCommands,
  ...inheritanceCommands,
  ...partitionCommands,
};

const kinds: Record<string, RelationKind> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FOREIGN_TABLE: 'foreign-table',
  OBJECT_INDEX: 'index',
};

function alterTable(x: Execution, node: AlterTableStmt): void {
  if (node.objtype === 'OBJECT_TYPE') return alterCompositeType(x, node);
  if (node.objtype === 'OBJECT_INDEX') return alterIndex(x, node);
  const commands = (node.cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? cmd.AlterTableCmd : []));
  const target = rangeRelation(x, node.relation, assumedKind(node, commands), node.missing_ok);
  if (!target) return;
  if (target.kind === 'index') return alterIndex(x, node);
  const mode = lockLevel(commands);
  const only = node.relation?.inh !== true;
  const at: AlterTable = { x, target, only, mode, work: new Map(), queues: makeQueues() };
  lock(x, target, mode, target.known ? {} : { certain: !node.missing_ok });
  for (const cmd of commands) {
    const run = cmd.subtype && subcommands[cmd.subtype];
    if (run) run({ ...at, target: current(x, target) }, cmd);
    else unknown(x, `the effects of ${cmd.subtype} are not known to this tool`);
  }
  runPasses(at);
  if (!x.failed) rewriteTables(at);
}

function assumedKind(node: AlterTableStmt, commands: readonly AlterTableCmd[]): RelationKind {
  const partitions = commands.some(({ subtype }) => subtype?.includes('Partition'));
  return partitions ? 'partitioned-table' : (kinds[node.objtype ?? ''] ?? 'table');
}
