// Work on rows by code of the migration itself: what it does is not read, but what its transaction holds meanwhile is known.
import { mapValues } from '../postgres/catalog/persistent-map.ts';
import { blocksWrites, lockName, strength } from '../postgres/locks.ts';
import type { Gap } from '../source/gap.ts';
import { isDataWork } from '../source/gap.ts';
import { isBornSince } from './make-step.ts';
import type { HeldLock } from './step.ts';
import type { SessionState } from './transaction.ts';

/** A file's data work, taken out in order: what is done before as many pieces have been sent. */
export type DataWork = (sent: number) => Gap[];

export function dataWorkIn(gaps: readonly Gap[]): DataWork {
  const waiting = gaps.filter(isDataWork).sort((a, b) => (a.after ?? 0) - (b.after ?? 0));
  return (sent) => {
    const end = waiting.findIndex(({ after = 0 }) => after > sent);
    return waiting.splice(0, end < 0 ? waiting.length : end);
  };
}

/** With a sentence on the locks that others have to wait for until it is done. */
export function withHeld(gap: Gap, { open, catalog }: SessionState, runStart: number): Gap {
  const held = open ? [...mapValues(open.held)] : [];
  const waitedFor = held.filter(
    ({ relation, mode }) =>
      blocksWrites(mode) && /table$/.test(relation.kind) && !isBornSince(catalog, relation.oid, runStart),
  );
  const [first, ...more] = waitedFor.sort((a, b) => strength(b.mode) - strength(a.mode));
  if (!first) return gap;
  const rest = more.length > 0 ? ` and ${more.length === 1 ? 'one more' : `${more.length} more`}` : '';
  return { ...gap, underLocks: true, reason: `${gap.reason} Meanwhile its transaction holds ${shown(first)}${rest}.` };
}

const shown = ({ mode, relation }: HeldLock): string => `the ${lockName(mode)} lock on ${relation.name}`;
