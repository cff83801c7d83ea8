// Statements that give a partitioned table a partition or take one away.
import type { AlterTableCmd, PartitionCmd, RangeVar } from '@pgsql/types';
import type { Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { findTable } from './catalog.ts';

export interface PartitionChange {
  readonly how: 'create' | 'attach' | 'detach';
  readonly parent: Relation;
  /** As it was before the statement; undefined where the statement makes it. */
  readonly partition: Relation | undefined;
  /** The partition's name as the statement has it. */
  readonly name: string;
  readonly concurrently: boolean;
}

/** Undefined for other statements, and where an ALTER TABLE does more than that. */
export function partitionChange(step: Step): PartitionChange | undefined {
  const { node } = step.statement;
  if ('CreateStmt' in node) {
    const { partbound, inhRelations, relation } = node.CreateStmt;
    const first = inhRelations?.[0];
    const parent = partbound && first && 'RangeVar' in first ? findTable(step, first.RangeVar) : undefined;
    return (
      parent && { how: 'create', parent, partition: undefined, name: relation?.relname ?? '', concurrently: false }
    );
  }
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.cmds?.length !== 1) return undefined;
  const [only] = node.AlterTableStmt.cmds;
  return only && 'AlterTableCmd' in only
    ? ofCommand(step, only.AlterTableCmd, node.AlterTableStmt.relation)
    : undefined;
}

const kinds: Partial<Record<NonNullable<AlterTableCmd['subtype']>, PartitionChange['how']>> = {
  AT_AttachPartition: 'attach',
  AT_DetachPartition: 'detach',
};

function ofCommand(step: Step, cmd: AlterTableCmd, range: RangeVar | undefined): PartitionChange | undefined {
  const how = cmd.subtype && kinds[cmd.subtype];
  const parent = findTable(step, range);
  const command: PartitionCmd | undefined = cmd.def && 'PartitionCmd' in cmd.def ? cmd.def.PartitionCmd : undefined;
  if (!how || !parent || !command) return undefined;
  const name = command.name?.relname ?? '';
  return { how, parent, partition: findTable(step, command.name), name, concurrently: command.concurrent ?? false };
}
