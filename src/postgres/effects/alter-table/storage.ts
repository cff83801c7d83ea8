// Subcommands that touch no column and no constraint: owner, options, tablespace, persistence, access method, triggers, rules, row security.
// src/backend/commands/tablecmds.c
import type { ReplicaIdentityStmt } from '@pgsql/types';
import { dependentsOf, relationBy } from '../../catalog/catalog.ts';
import type { Relation } from '../../catalog/objects.ts';
import type { LockMode } from '../../locks.ts';
import { markClustered } from '../cluster.ts';
import { change, current, type Execution, fails, lock, lockAll, objectAs, since } from '../execution.ts';
import { findRelationNamed } from '../names.ts';
import { changeOwner } from '../ownership.ts';
import { descendants } from '../tree.ts';
import { type AlterTable, needRewrite, type Subcommand, schedule } from './work.ts';

const onlyTheLock: Subcommand = () => undefined;

const owner: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => changeOwner(at.x, current(at.x, at.target), cmd.newowner));

/** Row triggers of a partitioned table are switched on every partition too. */
const trigger: Subcommand = (at, cmd) => {
  if (at.only || at.target.kind !== 'partitioned-table') return;
  const { triggers } = current(at.x, at.target);
  const rows = triggers.some((oid) => {
    const found = objectAs(at.x, oid, 'trigger');
    return found?.row && (cmd.name === undefined || cmd.name === found.name);
  });
  if (rows) lockAll(at.x, descendants(at.x, at.target), at.mode);
};

const rowSecurity: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const enabled = cmd.subtype === 'AT_EnableRowSecurity';
    const disabled = cmd.subtype === 'AT_DisableRowSecurity';
    if (enabled || disabled) change(at.x, at.target.oid, { rowSecurity: enabled });
  });

const tablespace: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const now = current(at.x, at.target);
    if (now.tablespace === cmd.name || (now.tablespace === undefined && cmd.name === 'pg_default')) return;
    change(at.x, now.oid, { tablespace: cmd.name });
    needRewrite(at, now, { cause: 'tablespace', why: `its files are copied to the tablespace ${cmd.name}` });
  });

const accessMethod: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const { x } = at;
    if (!since(x, 15)) return fails(x, 'syntax error at or near "ACCESS"', '42601');
    const now = current(x, at.target);
    const method = cmd.name ?? 'heap';
    if ((now.accessMethod ?? 'heap') === method) return;
    change(x, now.oid, { accessMethod: method });
    needRewrite(at, now, { cause: 'access-method', why: `its rows are written anew by the access method ${method}` });
  });

const words = { permanent: 'logged', unlogged: 'unlogged' } as const;

/** SET LOGGED and SET UNLOGGED: sequences that the table owns follow from 15 on. */
const persistence =
  (wanted: 'permanent' | 'unlogged'): Subcommand =>
  (at) =>
    schedule(at, 'misc', () => {
      const { x } = at;
      const now = current(x, at.target);
      if (now.persistence === wanted && now.known) return;
      const doubt =
        now.persistence === wanted ? { certain: false, unless: `${now.name} is ${words[wanted]} already` } : {};
      if (now.kind === 'partitioned-table' && since(x, 18)) {
        return fails(
          x,
          `ALTER action SET ${wanted === 'unlogged' ? 'UNLOGGED' : 'LOGGED'} cannot be performed on relation "${now.name}"`,
          '42809',
        );
      }
      change(x, now.oid, { persistence: wanted });
      const why = wanted === 'unlogged' ? 'it leaves the write-ahead log' : 'it is written to the write-ahead log';
      needRewrite(at, now, { cause: 'persistence', why }, doubt);
      if (!since(x, 15)) return;
      for (const sequence of ownedSequences(x, now)) {
        lock(x, sequence, 'AccessExclusiveLock');
        change(x, sequence.oid, { persistence: wanted });
      }
    });

const ownedSequences = (x: Execution, relation: Relation): Relation[] =>
  dependentsOf(x.catalog, relation.oid).flatMap(({ from }) => {
    const sequence = relationBy(x.catalog, from);
    return sequence?.kind === 'sequence' && sequence.ownedBy ? sequence : [];
  });

const clusterOn: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    lockIndex(at, cmd.name, at.mode);
    markClustered(at.x, at.target, findRelationNamed(at.x, { schema: at.target.schema, name: cmd.name ?? '' }));
  });

const dropCluster: Subcommand = (at) => schedule(at, 'misc', () => markClustered(at.x, at.target, undefined));

const replicaIdentity: Subcommand = (at, cmd) =>
  schedule(at, 'misc', () => {
    const node = (cmd.def as { ReplicaIdentityStmt?: ReplicaIdentityStmt } | undefined)?.ReplicaIdentityStmt;
    const kinds = { d: 'default', f: 'full', n: 'nothing', i: 'index' } as const;
    change(at.x, at.target.oid, { replicaIdentity: kinds[(node?.identity_type ?? 'd') as keyof typeof kinds] });
    if (node?.name) lockIndex(at, node.name, 'ShareLock');
  });

function lockIndex(at: AlterTable, name: string | undefined, mode: LockMode): void {
  const index = findRelationNamed(at.x, { schema: at.target.schema, name: name ?? '' });
  if (index) lock(at.x, index, mode);
}

const ofType: Subcommand = (at) => schedule(at, 'misc', () => void change(at.x, at.target.oid, { ofType: undefined }));

export const storageCommands = {
  AT_ChangeOwner: owner,
  AT_ClusterOn: clusterOn,
  AT_DropCluster: dropCluster,
  AT_SetLogged: persistence('permanent'),
  AT_SetUnLogged: persistence('unlogged'),
  AT_DropOids: onlyTheLock,
  AT_SetAccessMethod: accessMethod,
  AT_SetTableSpace: tablespace,
  AT_SetRelOptions: onlyTheLock,
  AT_ResetRelOptions: onlyTheLock,
  AT_ReplaceRelOptions: onlyTheLock,
  AT_EnableTrig: trigger,
  AT_EnableAlwaysTrig: trigger,
  AT_EnableReplicaTrig: trigger,
  AT_DisableTrig: trigger,
  AT_EnableTrigAll: trigger,
  AT_DisableTrigAll: trigger,
  AT_EnableTrigUser: trigger,
  AT_DisableTrigUser: trigger,
  AT_EnableRule: onlyTheLock,
  AT_EnableAlwaysRule: onlyTheLock,
  AT_EnableReplicaRule: onlyTheLock,
  AT_DisableRule: onlyTheLock,
  AT_AddOf: onlyTheLock,
  AT_DropOf: ofType,
  AT_ReplicaIdentity: replicaIdentity,
  AT_EnableRowSecurity: rowSecurity,
  AT_DisableRowSecurity: rowSecurity,
  AT_ForceRowSecurity: rowSecurity,
  AT_NoForceRowSecurity: rowSecurity,
  AT_GenericOptions: onlyTheLock,
} satisfies Record<string, Subcommand>;
