// Transactions as a session sees them: who opened them, what they hold, and what COMMIT, ROLLBACK and savepoints do to that.
// https://www.postgresql.org/docs/current/sql-begin.html and its neighbours; src/backend/access/transam/xact.c
import type { TransactionStmt } from '@pgsql/types';
import type { Catalog } from '../postgres/catalog/catalog.ts';
import type { Oid } from '../postgres/catalog/objects.ts';
import { emptyMap, mapGet, mapSet, type PersistentMap } from '../postgres/catalog/persistent-map.ts';
import type { Effect } from '../postgres/effect.ts';
import { strength } from '../postgres/locks.ts';
import type { Definition } from './definition.ts';
import { endLocal, type SettingsState } from './settings.ts';
import type { HeldLock, Step, Transaction } from './step.ts';

/** What a session carries from statement to statement. */
export interface SessionState {
  readonly catalog: Catalog;
  readonly settings: SettingsState;
  readonly open: OpenTransaction | undefined;
  /** Of each function that the run or its history defined. */
  readonly bodies: PersistentMap<Oid, Definition>;
  /** How many transactions there have been. */
  readonly transactions: number;
}

export interface OpenTransaction {
  readonly transaction: Transaction;
  readonly held: PersistentMap<Oid, HeldLock>;
  /** True of what TRUNCATE emptied, false once rows came again. */
  readonly emptied: PersistentMap<Oid, boolean>;
  /** What ROLLBACK goes back to. */
  readonly start: Snapshot;
  readonly savepoints: readonly (Snapshot & { readonly name: string })[];
}

interface Snapshot {
  readonly catalog: Catalog;
  readonly settings: SettingsState;
  readonly held: PersistentMap<Oid, HeldLock>;
  readonly emptied: PersistentMap<Oid, boolean>;
}

const snapshot = (state: SessionState): Snapshot => ({
  catalog: state.catalog,
  settings: state.settings,
  held: state.open?.held ?? emptyMap(),
  emptied: state.open?.emptied ?? emptyMap(),
});

export function begin(state: SessionState, how: Pick<Transaction, 'block' | 'openedBy'>, step: number): SessionState {
  const transaction: Transaction = { id: state.transactions, firstStep: step, ...how };
  const none = { held: emptyMap<Oid, HeldLock>(), emptied: emptyMap<Oid, boolean>() };
  const open: OpenTransaction = { transaction, ...none, start: snapshot(state), savepoints: [] };
  return { ...state, open, transactions: state.transactions + 1 };
}

export const commit = (state: SessionState): SessionState => ({
  ...state,
  open: undefined,
  settings: endLocal(state.settings),
});

export const rollback = (state: SessionState): SessionState =>
  state.open
    ? { ...state, open: undefined, catalog: state.open.start.catalog, settings: endLocal(state.open.start.settings) }
    : state;

/** What a transaction control statement does to the session. Nothing where PostgreSQL would only warn. */
export function control(state: SessionState, node: TransactionStmt, step: number): SessionState {
  const explicit = { block: 'explicit', openedBy: 'statement' } as const;
  switch (node.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return beginStatement(state, step);
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return chained(state.open ? commit(state) : state, state, node, explicit, step);
    case 'TRANS_STMT_ROLLBACK':
      return chained(rollback(state), state, node, explicit, step);
    case 'TRANS_STMT_SAVEPOINT':
      return withSavepoint(state, node.savepoint_name ?? '');
    case 'TRANS_STMT_ROLLBACK_TO':
      return rollbackTo(state, node.savepoint_name ?? '');
    case 'TRANS_STMT_RELEASE':
      return release(state, node.savepoint_name ?? '');
    default:
      return state;
  }
}

/** BEGIN makes an implicit transaction of a multi-statement string explicit: it then outlives the string. */
function beginStatement(state: SessionState, step: number): SessionState {
  if (!state.open) return begin(state, { block: 'explicit', openedBy: 'statement' }, step);
  if (state.open.transaction.block !== 'implicit') return state;
  const transaction: Transaction = { ...state.open.transaction, block: 'explicit', openedBy: 'statement' };
  return { ...state, open: { ...state.open, transaction } };
}

/** AND CHAIN opens the next transaction at once. */
function chained(
  ended: SessionState,
  before: SessionState,
  node: TransactionStmt,
  how: Pick<Transaction, 'block' | 'openedBy'>,
  step: number,
): SessionState {
  return node.chain && before.open ? begin(ended, how, step + 1) : ended;
}

function withSavepoint(state: SessionState, name: string): SessionState {
  if (!state.open) return state;
  return { ...state, open: { ...state.open, savepoints: [...state.open.savepoints, { name, ...snapshot(state) }] } };
}

/** Locks taken after the savepoint are released, changes after it undone; the savepoint itself stays. */
function rollbackTo(state: SessionState, name: string): SessionState {
  const at = state.open?.savepoints.findLastIndex((savepoint) => savepoint.name === name) ?? -1;
  const savepoint = state.open?.savepoints[at];
  if (!state.open || !savepoint) return state;
  const savepoints = state.open.savepoints.slice(0, at + 1);
  return {
    ...state,
    catalog: savepoint.catalog,
    settings: savepoint.settings,
    open: { ...state.open, held: savepoint.held, emptied: savepoint.emptied, savepoints },
  };
}

function release(state: SessionState, name: string): SessionState {
  const at = state.open?.savepoints.findLastIndex((savepoint) => savepoint.name === name) ?? -1;
  if (!state.open || at < 0) return state;
  return { ...state, open: { ...state.open, savepoints: state.open.savepoints.slice(0, at) } };
}

/** The locks of a step join those that its transaction holds; those on relations that nobody else uses yet do not count. */
export function hold(state: SessionState, step: Step, effects: readonly Effect[]): SessionState {
  const locks = effects.flatMap((effect) => (effect.kind === 'lock' && !step.isNew(effect.relation) ? effect : []));
  if (!state.open || locks.length === 0) return state;
  let { held } = state.open;
  const emptied = emptiedBy(effects, state.open.emptied);
  for (const { relation, mode } of locks) {
    const known = mapGet(held, relation.oid);
    if (!known || strength(mode) > strength(known.mode)) held = mapSet(held, relation.oid, { relation, mode, step });
  }
  return { ...state, open: { ...state.open, held, emptied } };
}

function emptiedBy(effects: readonly Effect[], before: PersistentMap<Oid, boolean>): PersistentMap<Oid, boolean> {
  let emptied = before;
  for (const effect of effects) {
    if (effect.kind !== 'write') continue;
    const { oid } = effect.relation;
    if (effect.command === 'truncate') emptied = mapSet(emptied, oid, effect.certain);
    else if (mapGet(emptied, oid)) emptied = mapSet(emptied, oid, false);
  }
  return emptied;
}
