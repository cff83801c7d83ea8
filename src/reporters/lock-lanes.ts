// Which relation is locked how over a migration's statements: one lane each, for the pictures of the comment and the page.
import type { Timeline, TimelineStatement } from '../findings/timeline.ts';
import type { RelationRef } from '../postgres/effect.ts';
import { isWeaker, type LockMode, strength } from '../postgres/locks.ts';

/** From the statement that takes the lock to the last that runs under it, both by index in the timeline. */
export interface LockStretch {
  /** The strongest that is held. */
  readonly mode: LockMode;
  readonly from: number;
  readonly to: number;
  /** Taken for a moment only, within one statement. */
  readonly brief: boolean;
}

export interface LockLane {
  readonly relation: RelationRef;
  /** In order, none over another. */
  readonly stretches: readonly LockStretch[];
}

interface Hold {
  readonly relation: RelationRef;
  readonly mode: LockMode;
  readonly brief: boolean;
}

/** A lane for each relation that others use and the migration locks, in the order of their first lock. */
export function lockLanes({ statements }: Timeline): LockLane[] {
  const lanes = new Map<number, { relation: RelationRef; stretches: LockStretch[] }>();
  for (const [at, statement] of statements.entries()) {
    const goesOn =
      at > 0 && statement.transaction !== undefined && statements[at - 1]?.transaction === statement.transaction;
    for (const { relation, mode, brief } of holds(statement).values()) {
      const lane = lanes.get(relation.oid) ?? { relation, stretches: [] };
      lanes.set(relation.oid, lane);
      const last = lane.stretches.at(-1);
      if (goesOn && last?.to === at - 1 && last.mode === mode && last.brief === brief)
        lane.stretches[lane.stretches.length - 1] = { ...last, to: at };
      else lane.stretches.push({ mode, from: at, to: at, brief });
    }
  }
  return [...lanes.values()];
}

/** While the statement runs: what is held from before and what it takes itself, the strongest per relation. */
function holds({ effects, held, isNew }: TimelineStatement): Map<number, Hold> {
  const strongest = new Map<number, Hold>();
  const take = (hold: Hold) => {
    const known = strongest.get(hold.relation.oid);
    if (!known || isWeaker(known.mode, hold.mode)) strongest.set(hold.relation.oid, hold);
  };
  for (const { relation, mode } of held) take({ relation, mode, brief: false });
  for (const effect of effects) {
    if (effect.kind !== 'lock' || isNew(effect.relation)) continue;
    take({ relation: effect.relation, mode: effect.mode, brief: effect.brief ?? false });
  }
  return strongest;
}

/** So many at most, the strongest, in their own order. */
export function strongestLanes(lanes: readonly LockLane[], most: number): readonly LockLane[] {
  const strengthOf = ({ stretches }: LockLane) => Math.max(...stretches.map(({ mode }) => strength(mode)));
  const kept = new Set([...lanes].sort((a, b) => strengthOf(b) - strengthOf(a)).slice(0, most));
  return lanes.filter((lane) => kept.has(lane));
}
