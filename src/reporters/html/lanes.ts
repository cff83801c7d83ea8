// The lock timeline beside the statements: a column per relation, and in it, from the statement that takes a lock to the last that
// runs under it, who waits and what is done meanwhile.
import type { Timeline, TimelineStatement } from '../../findings/timeline.ts';
import type { Effect, RelationRef } from '../../postgres/effect.ts';
import { blocksReads, blocksWrites, type LockMode, lockName, strength } from '../../postgres/locks.ts';
import { type LockLane, type LockStretch, lockLanes } from '../lock-lanes.ts';
import { isPartOfBuild, shownName, whoWaits, workOf } from '../relations.ts';
import { html, type Markup } from './markup.ts';

/** More columns than that are narrow and without words, more than that are not drawn. */
export const mostWide = 4;
const mostLanes = 12;
/** Of relations that stay locked, in words. */
const mostNames = 12;

export interface Lanes {
  readonly lanes: readonly LockLane[];
  /** By lane: those drawn, in order. */
  readonly drawn: readonly LockLane[];
  readonly stretchAt: (lane: LockLane, at: number) => LockStretch | undefined;
}

export function lanesOf(timeline: Timeline | undefined): Lanes {
  const lanes = timeline ? withoutShadows(lockLanes(timeline)) : [];
  const byStatement = new Map(lanes.map((lane) => [lane, stretchesByStatement(lane)]));
  return { lanes, drawn: strongest(lanes), stretchAt: (lane, at) => byStatement.get(lane)?.get(at) };
}

/** Who waits for an index or a sequence waits for its table already, where that is locked as strongly from the same statement on. */
function withoutShadows(lanes: readonly LockLane[]): readonly LockLane[] {
  const isPart = ({ relation: { kind } }: LockLane) => kind === 'index' || kind === 'sequence';
  const tables = new Map<number, number>();
  for (const lane of lanes) {
    if (isPart(lane)) continue;
    for (const { from, mode } of lane.stretches) tables.set(from, Math.max(tables.get(from) ?? 0, strength(mode)));
  }
  const isShadow = ({ from, mode }: LockStretch) => (tables.get(from) ?? -1) >= strength(mode);
  return lanes.filter((lane) => !isPart(lane) || !lane.stretches.every(isShadow));
}

function stretchesByStatement({ stretches }: LockLane): Map<number, LockStretch> {
  const found = new Map<number, LockStretch>();
  for (const stretch of stretches) for (let at = stretch.from; at <= stretch.to; at++) found.set(at, stretch);
  return found;
}

function strongest(lanes: readonly LockLane[]): readonly LockLane[] {
  if (lanes.length <= mostLanes) return lanes;
  const strengthOf = ({ stretches }: LockLane) => Math.max(...stretches.map(({ mode }) => strength(mode)));
  const kept = new Set([...lanes].sort((a, b) => strengthOf(b) - strengthOf(a)).slice(0, mostLanes));
  return lanes.filter((lane) => kept.has(lane));
}

/** Who waits, as the class that has its colour. */
const waiting = (mode: LockMode): string => (blocksReads(mode) ? 'reads' : blocksWrites(mode) ? 'writes' : 'schema');

export const laneHead = ({ relation }: LockLane, size?: string): Markup =>
  html`<th scope="col" class="lane"><span class="name">${shownName(relation)}</span>${size && html`<small>${size}</small>`}</th>`;

/** Of a row with a statement; in the rows between two, a lock that is held over both. */
export function laneCell(
  lane: LockLane,
  lanes: Lanes,
  { at, statement }: { at: number; statement?: TimelineStatement },
): Markup {
  const stretch = lanes.stretchAt(lane, at);
  if (!stretch || (!statement && stretch.from === at)) return html`<td class="lane"></td>`;
  if (!statement) return html`<td class="lane held ${waiting(stretch.mode)}"></td>`;
  const work = workWords(statement, lane.relation, stretch);
  const edges = `${work.length > 0 ? ' works' : ''}${at === stretch.from ? ' first' : ''}${at === stretch.to ? ' last' : ''}`;
  return html`<td class="lane held ${waiting(stretch.mode)}${edges}"><div>${words(stretch, at)}${work}</div></td>`;
}

function words({ mode, from, brief }: LockStretch, at: number): Markup {
  if (at > from) return html`<span class="still">still ${lockName(mode)}</span>`;
  return html`<b>${lockName(mode)}</b> <span class="waits">${whoWaits(mode)} wait${brief && ', for a moment'}</span>`;
}

function workWords({ effects }: TimelineStatement, relation: RelationRef, { mode }: LockStretch): Markup[] {
  const own = effects.filter((effect) => 'relation' in effect && effect.relation?.oid === relation.oid);
  const work = new Set(own.filter(isWork).map(workOf));
  const told = own.filter((effect) => effect.kind !== 'lock' || effect.mode === mode);
  const doubts = new Set(told.flatMap(({ unless }) => (unless === undefined ? [] : [unless])));
  return [
    ...[...work].map((text) => html` <span class="work">${text}</span>`),
    ...[...doubts].map((text) => html` <small>unless ${text}</small>`),
  ];
}

const isWork = (effect: Effect): effect is Exclude<Effect, { kind: 'lock' }> =>
  effect.kind !== 'lock' && !isPartOfBuild(effect);

/** The same in words under the statement, for where there is no room for columns. */
export function lockList(lanes: Lanes, at: number, statement: TimelineStatement): Markup | undefined {
  const held = lanes.lanes.flatMap((lane) => {
    const stretch = lanes.stretchAt(lane, at);
    return stretch ? [{ relation: lane.relation, stretch, work: workWords(statement, lane.relation, stretch) }] : [];
  });
  if (held.length === 0) return undefined;
  const isTold = ({ stretch, work }: (typeof held)[number]) => stretch.from === at || work.length > 0;
  const told = held
    .filter(isTold)
    .map(
      ({ relation, stretch, work }) =>
        html`<li class="${waiting(stretch.mode)}"><code>${shownName(relation)}</code> ${words(stretch, at)}${work}</li>`,
    );
  const still = held.filter((each) => !isTold(each)).map(({ relation }) => shownName(relation));
  const names = [
    ...still.slice(0, mostNames),
    ...(still.length > mostNames ? [`${still.length - mostNames} more`] : []),
  ];
  const rest = still.length > 0 && html`<li>still locked: <code>${names.join(', ')}</code></li>`;
  return html`\n<ul class="locks" aria-label="Locks">${told}${rest}</ul>`;
}
