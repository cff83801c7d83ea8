// Which lock each subcommand of ALTER TABLE needs; the statement takes the strongest.
// src/backend/commands/tablecmds.c (AlterTableGetLockLevel), src/backend/access/common/reloptions.c (AlterTableGetRelOptionsLockLevel)
import type { AlterTableCmd } from '@pgsql/types';
import { type LockMode, strongest } from '../../locks.ts';
import { defElems } from '../column-definition.ts';

const shareUpdateExclusive = new Set<AlterTableCmd['subtype']>([
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_ValidateConstraint',
  'AT_AttachPartition',
  'AT_DetachPartitionFinalize',
]);

const shareRowExclusive = new Set<AlterTableCmd['subtype']>([
  'AT_EnableTrig',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
  'AT_EnableTrigAll',
  'AT_EnableTrigUser',
  'AT_DisableTrig',
  'AT_DisableTrigAll',
  'AT_DisableTrigUser',
]);

const relOptions = new Set<AlterTableCmd['subtype']>([
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_ReplaceRelOptions',
]);

/** Storage parameters whose change takes ACCESS EXCLUSIVE; all others take SHARE UPDATE EXCLUSIVE. */
const exclusiveOptions = new Set([
  'user_catalog_table',
  'fastupdate',
  'autosummarize',
  'buffering',
  'pages_per_range',
  'gin_pending_list_limit',
  'security_barrier',
  'security_invoker',
  'check_option',
]);

function optionsLevel(cmd: AlterTableCmd): LockMode {
  const items = (cmd.def as { List?: { items?: never[] } } | undefined)?.List?.items;
  const exclusive = defElems(items).some(({ defname }) => exclusiveOptions.has(defname ?? ''));
  return exclusive ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock';
}

function levelOf(cmd: AlterTableCmd): LockMode {
  const { subtype, def } = cmd;
  if (shareUpdateExclusive.has(subtype)) return 'ShareUpdateExclusiveLock';
  if (shareRowExclusive.has(subtype)) return 'ShareRowExclusiveLock';
  if (relOptions.has(subtype)) return optionsLevel(cmd);
  const foreign = def && 'Constraint' in def && def.Constraint.contype === 'CONSTR_FOREIGN';
  if (subtype === 'AT_AddConstraint' && foreign) return 'ShareRowExclusiveLock';
  const concurrent = def && 'PartitionCmd' in def && def.PartitionCmd.concurrent;
  if (subtype === 'AT_DetachPartition' && concurrent) return 'ShareUpdateExclusiveLock';
  return 'AccessExclusiveLock';
}

export const lockLevel = (commands: readonly AlterTableCmd[]): LockMode =>
  commands.map(levelOf).reduce(strongest, 'AccessShareLock');
