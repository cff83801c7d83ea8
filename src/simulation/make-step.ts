// One statement's step: what it does, what is held before it, and what is new to its run.
import { type Catalog, get } from '../postgres/catalog/catalog.ts';
import { mapGet, mapValues } from '../postgres/catalog/persistent-map.ts';
import type { Effect } from '../postgres/effect.ts';
import type { TransactionBlock } from '../postgres/effects/execution.ts';
import type { Statement } from '../postgres/parse.ts';
import type { RunEntry } from './run-entry.ts';
import { inForce } from './settings.ts';
import type { HeldLock, Step, Undone } from './step.ts';
import type { SessionState } from './transaction.ts';

/** Where the simulation is. */
export interface Progress {
  /** The index of the statement at hand, over all files. */
  readonly step: number;
  /** The index that the run began at. */
  readonly runStart: number;
  /** The schemas before migrations that are taken back, by path. */
  readonly undone: ReadonlyMap<string, Undone>;
}

interface StepParts {
  entry: RunEntry;
  statement: Statement;
  effects: readonly Effect[];
  before: SessionState;
  after: SessionState;
}

export function makeStep({ step: index, runStart, undone }: Progress, parts: StepParts): Step {
  const { before, after, effects, statement, entry } = parts;
  const undoes = entry.undoes === undefined ? undefined : undone.get(entry.undoes);
  let held: readonly HeldLock[] | undefined;
  // COMMIT belongs to the transaction that it ends, BEGIN to the one that it opens.
  const transaction = before.open?.transaction ?? after.open?.transaction;
  return {
    index,
    file: entry.file,
    statement,
    effects,
    transaction: transaction && {
      ...transaction,
      block: (after.open ?? before.open)?.transaction.block as TransactionBlock,
    },
    get held(): readonly HeldLock[] {
      held ??= before.open ? [...mapValues(before.open.held)] : [];
      return held;
    },
    settings: inForce(before.settings),
    before: before.catalog,
    after: after.catalog,
    ...(undoes ? { undoes } : {}),
    judged: entry.judged,
    isEmptied: ({ oid }) => before.open !== undefined && mapGet(before.open.emptied, oid) === true,
    isNew: ({ oid }) => isBornSince(after.catalog, oid, runStart) || isBornSince(before.catalog, oid, runStart),
  };
}

/** Whether it is certainly no older than the run that began at `start`. */
export function isBornSince(catalog: Catalog, oid: number, start: number): boolean {
  const object = get(catalog, oid);
  return object !== undefined && object.born >= start && !(object.class === 'relation' && object.maybeOlder);
}
