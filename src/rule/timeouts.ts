// What a run did to lock_timeout so far: whether the limit that a statement needs is there, and if not, what became of it.
import type { Node } from '@pgsql/types';
import { changesOfSelect, changesOfSet, parseDuration, type SettingChange } from '../simulation/settings.ts';
import type { Step } from '../simulation/step.ts';
import type { RunView } from './contract.ts';
import { blockingLocks, hasLockTimeout, rewritesFor, scansOf } from './facts.ts';
import { lockedReferenced } from './foreign-keys.ts';
import { droppedKeys } from './removal.ts';

/** A statement that sets or resets lock_timeout. */
export interface TimeoutChange {
  readonly step: Step;
  /** ALTER ROLE and ALTER DATABASE speak of sessions to come. */
  readonly scope: 'session' | 'transaction' | 'later sessions';
  /** As written; undefined for RESET and DEFAULT. */
  readonly value: string | undefined;
  /** 0 is no limit; undefined where it is reset or can't be read. */
  readonly milliseconds: number | undefined;
}

/** Asked first, as the tree of a statement in a large file is made anew. */
const setting = new Set(['VariableSetStmt', 'SelectStmt', 'DiscardStmt', 'AlterRoleSetStmt', 'AlterDatabaseSetStmt']);

/** What the statement itself does to lock_timeout. */
export function timeoutChange(step: Step): TimeoutChange | undefined {
  if (!setting.has(step.statement.kind)) return undefined;
  const { node } = step.statement;
  const found = changesIn(node as Node).find(({ name }) => name === 'lock_timeout' || name === 'all');
  if (!found) return undefined;
  const value = found.values?.[0];
  const milliseconds = value === undefined ? undefined : parseDuration(value);
  const later = 'AlterRoleSetStmt' in node || 'AlterDatabaseSetStmt' in node;
  return { step, scope: later ? 'later sessions' : found.local ? 'transaction' : 'session', value, milliseconds };
}

function changesIn(node: Node): SettingChange[] {
  if ('VariableSetStmt' in node) return changesOfSet(node.VariableSetStmt);
  if ('SelectStmt' in node) return changesOfSelect(node.SelectStmt);
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') {
    return [{ name: 'all', values: undefined, local: false }];
  }
  const later =
    'AlterRoleSetStmt' in node
      ? node.AlterRoleSetStmt.setstmt
      : 'AlterDatabaseSetStmt' in node
        ? node.AlterDatabaseSetStmt.setstmt
        : undefined;
  return later ? changesOfSet(later) : [];
}

/** The last change before this step, in this run. To be called at every step, as the run goes by once. */
export function lastTimeoutChange(step: Step, run: RunView): TimeoutChange | undefined {
  const last = run.memory.get('timeout change') as TimeoutChange | undefined;
  const change = timeoutChange(step);
  if (change) run.memory.set('timeout change', change);
  return last;
}

/**
 * Whether the statement takes a blocking lock for a moment, so that how long it waits for it is what matters. Where it works
 * under the lock, or locks the other side of a foreign key, a rule of its own speaks.
 */
export function needsLockTimeout(step: Step): boolean {
  if (blockingLocks(step).length === 0 || worksUnderLock(step) || locksOtherSide(step)) return false;
  // unlimited-table-lock speaks of these.
  return step.statement.kind !== 'LockStmt';
}

const worksUnderLock = (step: Step): boolean =>
  step.effects.some(({ kind }) => kind === 'rewrite' || kind === 'build' || kind === 'scan') &&
  (rewritesFor(step).length > 0 || scansOf(step).length > 0);

const locksOtherSide = (step: Step): boolean => lockedReferenced(step).length > 0 || droppedKeys(step).length > 0;

/** Why no lock_timeout holds at this step although the run set one, or set it off. */
export type Ineffective = 'outside a transaction' | 'ended' | 'later sessions' | 'zero' | 'reset' | 'undone';

export function whyIneffective(step: Step, last: TimeoutChange | undefined): Ineffective | undefined {
  if (!last || hasLockTimeout(step)) return undefined;
  if (last.scope === 'later sessions') return 'later sessions';
  if (last.scope === 'transaction' && !last.step.transaction) return 'outside a transaction';
  if (last.value === undefined) return 'reset';
  if (last.milliseconds === 0) return 'zero';
  return last.scope === 'transaction' && last.step.transaction?.id !== step.transaction?.id ? 'ended' : 'undone';
}
