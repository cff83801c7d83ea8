// ALTER INDEX but for renames: options, tablespace, statistics target, ATTACH PARTITION.
// AlterTableGetLockLevel and ATExecAttachPartitionIdx in src/backend/commands/tablecmds.c
import type { AlterTableCmd, AlterTableStmt, DefElem, Node, RangeVar } from '@pgsql/types';
import { relationBy } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import { type LockMode, strongest } from '../locks.ts';
import { change, current, type Execution, fails, lock, since, wait } from './execution.ts';
import { attachIndex, sameIndex, validatePartitionedIndex } from './index-match.ts';
import { rangeRelation } from './names.ts';
import { relationsOf } from './tree.ts';

/** Executes an AlterTableStmt whose objtype is OBJECT_INDEX. */
export function alterIndex(x: Execution, node: AlterTableStmt): void {
  const index = rangeRelation(x, node.relation, 'index', node.missing_ok);
  if (!index) return;
  const commands = (node.cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? cmd.AlterTableCmd : []));
  if (index.kind !== 'index') {
    fails(x, `"${index.name}" is not an index`, '42809');
    return;
  }
  lock(x, index, commands.map(lockLevel).reduce(strongest, 'AccessShareLock'));
  for (const command of commands) if (!x.failed) alter(x, index, command);
}

/** relopts that take ACCESS EXCLUSIVE; the others of indexes take SHARE UPDATE EXCLUSIVE. src/backend/access/common/reloptions.c */
const exclusiveOptions = new Set([
  'fastupdate',
  'gin_pending_list_limit',
  'buffering',
  'pages_per_range',
  'autosummarize',
]);

function lockLevel(command: AlterTableCmd): LockMode {
  switch (command.subtype) {
    case 'AT_SetStatistics':
    case 'AT_AttachPartition':
      return 'ShareUpdateExclusiveLock';
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return optionNames(command.def).some((name) => exclusiveOptions.has(name))
        ? 'AccessExclusiveLock'
        : 'ShareUpdateExclusiveLock';
    default:
      return 'AccessExclusiveLock';
  }
}

const optionNames = (def: Node | undefined): string[] =>
  (def && 'List' in def ? (def.List.items ?? []) : []).map(
    (item) => (item as { DefElem?: DefElem }).DefElem?.defname ?? '',
  );

function alter(x: Execution, index: Relation, command: AlterTableCmd): void {
  if (command.subtype === 'AT_SetTableSpace') setTablespace(x, index, command.name);
  else if (command.subtype === 'AT_AttachPartition') attachPartition(x, index, command);
  else if (command.subtype === 'AT_SetRelOptions' && isPartitioned(x, index)) refuseOptions(x, index);
}

const tableOf = (x: Execution, index: Relation): Relation | undefined => relationBy(x.catalog, index.index?.table);

const isPartitioned = (x: Execution, index: Relation): boolean => tableOf(x, index)?.kind === 'partitioned-table';

function refuseOptions(x: Execution, index: Relation): void {
  const message = since(x, 15)
    ? `ALTER action SET cannot be performed on relation "${index.name}"`
    : `"${index.name}" is not a table, view, materialized view, or index`;
  fails(x, message, '42809');
}

function setTablespace(x: Execution, index: Relation, tablespace: string | undefined): void {
  change(x, index.oid, { tablespace: tablespace === 'pg_default' ? undefined : tablespace });
}

/** RangeVarCallbackForAttachIndex locks the part's table before the part; the parent's table comes with the checks. */
function attachPartition(x: Execution, index: Relation, command: AlterTableCmd): void {
  const range = command.def && 'PartitionCmd' in command.def ? command.def.PartitionCmd.name : undefined;
  const part = rangeRelation(x, range as RangeVar | undefined, 'index');
  if (!part) return;
  const [table, partition] = [tableOf(x, index), tableOf(x, part)];
  if (partition) lock(x, partition, 'AccessShareLock');
  lock(x, part, 'AccessExclusiveLock');
  if (table) lock(x, table, 'AccessShareLock');
  if (part.parents.includes(index.oid)) return;
  refuseAttach(x, index, part);
  if (x.failed) return;
  attachIndex(x, index, part);
  validateUpwards(x, index);
}

function refuseAttach(x: Execution, index: Relation, part: Relation): void {
  const [table, partition] = [tableOf(x, index), tableOf(x, part)];
  if (!table || !partition || !index.index || !part.index) return;
  const taken = relationsOf(x, current(x, index).children).some((other) => other.index?.table === partition.oid);
  const misfit =
    part.parents.length > 0 ||
    taken ||
    !partition.parents.includes(table.oid) ||
    !sameIndex(index.index, table, part.index, partition) ||
    (index.index.constraint !== undefined && part.index.constraint === undefined);
  const certain = table.known && partition.known;
  const message = `cannot attach index "${part.name}" as a partition of index "${index.name}"`;
  if (misfit) fails(x, message, '55000', { certain, ...(certain ? {} : { unless: 'the two indexes match' }) });
}

/**
 * A partitioned index that becomes valid may make its parent valid, which is locked ACCESS EXCLUSIVE with its table, but only
 * while it is looked at: not a lock that the transaction keeps, but a wait for everyone who uses the table.
 */
function validateUpwards(x: Execution, index: Relation): void {
  const wasValid = current(x, index).index?.valid;
  validatePartitionedIndex(x, index);
  const now = current(x, index);
  if (wasValid || !now.index?.valid) return;
  for (const parent of relationsOf(x, now.parents)) {
    const table = tableOf(x, parent);
    if (table) wait(x, 'lockers', table, { source: 'src/backend/commands/tablecmds.c (validatePartitionedIndex)' });
    validateUpwards(x, parent);
  }
}
