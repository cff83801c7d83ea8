// What a rule asks of a step's facts. A statement that PostgreSQL certainly refuses does nothing, so nothing is told of it here.
import type {
  BuildEffect,
  Effect,
  FailsEffect,
  LockEffect,
  RelationRef,
  RewriteCause,
  RewriteEffect,
  RewriteReason,
  ScanEffect,
  ScanPurpose,
} from '../postgres/effect.ts';
import { blocksReads, blocksWrites, type LockMode } from '../postgres/locks.ts';
import type { HeldLock, Step } from '../simulation/step.ts';
import { perStep } from './per-step.ts';

type EffectOf<K extends Effect['kind'], E = Effect> = E extends { readonly kind: unknown }
  ? K extends E['kind']
    ? E
    : never
  : never;

/** The effects of one kind; not the work on relations that have no rows, since the transaction emptied them. */
export function effectsOf<K extends Effect['kind']>(step: Step, kind: K): EffectOf<K>[] {
  if (isRefused(step)) return [];
  const found = ofKind(step.effects, kind);
  return isWork(kind) ? found.filter((effect) => !concernsEmptied(step, effect)) : found;
}

const isWork = (kind: Effect['kind']): boolean => kind === 'scan' || kind === 'build' || kind === 'rewrite';

const concernsEmptied = (step: Step, effect: Effect): boolean =>
  'relation' in effect && effect.relation !== undefined && step.isEmptied(effect.relation);

const ofKind = <K extends Effect['kind']>(effects: readonly Effect[], kind: K): EffectOf<K>[] =>
  effects.filter((effect) => effect.kind === kind) as unknown as EffectOf<K>[];

/** Why PostgreSQL refuses the statement whatever the rows are; undefined where it is not certain to. */
export const refusalOf = perStep(({ effects }): FailsEffect | undefined =>
  ofKind(effects, 'fails').find(({ when, certain }) => when === 'always' && certain),
);

export const isRefused = (step: Step): boolean => refusalOf(step) !== undefined;

/** What users' statements read and write: not indexes and sequences. */
const holdsRows = ({ kind }: RelationRef): boolean =>
  kind !== 'index' && kind !== 'sequence' && kind !== 'composite-type';

/** Nobody writes to a materialized view but REFRESH. */
const isBlocking = (relation: RelationRef, mode: LockMode): boolean =>
  holdsRows(relation) && (relation.kind === 'materialized-view' ? blocksReads(mode) : blocksWrites(mode));

/** Locks that make reads or writes of others wait, on relations that existed before this run; not those taken for a moment only. */
export const blockingLocks = perStep((step): readonly LockEffect[] =>
  effectsOf(step, 'lock').filter(
    ({ relation, mode, brief }) => isBlocking(relation, mode) && !brief && !step.isNew(relation),
  ),
);

/** As `blockingLocks`, for what the transaction holds from its earlier statements. */
export const heldBlocking = (step: Step): HeldLock[] =>
  step.held.filter(({ relation, mode }) => isBlocking(relation, mode) && !step.isNew(relation));

/** Full passes over relations that existed before this run, for one of the purposes. */
export const scansOf = (step: Step, ...purposes: ScanPurpose[]): ScanEffect[] =>
  effectsOf(step, 'scan').filter(
    ({ relation, purpose }) => (purposes.length === 0 || purposes.includes(purpose)) && !step.isNew(relation),
  );

/** Whether waiting for a lock ends by itself: a lock_timeout is in force and not 0. */
export const hasLockTimeout = ({ settings }: Step): boolean => (settings.lockTimeout?.milliseconds ?? 0) > 0;

/** The effects that concern one of the relations: what a finding rests on. */
export function effectsOn(step: Step, relations: readonly { readonly oid: number }[]): Effect[] {
  const oids = new Set(relations.map(({ oid }) => oid));
  return step.effects.filter((effect) => 'relation' in effect && effect.relation && oids.has(effect.relation.oid));
}

/** Why the statement writes existing relations anew: for the causes asked for, or for any. */
export function rewritesFor(
  step: Step,
  ...causes: RewriteCause[]
): { rewrite: RewriteEffect; reason: RewriteReason }[] {
  return effectsOf(step, 'rewrite').flatMap((rewrite) => {
    if (step.isNew(rewrite.relation)) return [];
    return rewrite.reasons.flatMap((reason) =>
      causes.length === 0 || causes.includes(reason.cause) ? { rewrite, reason } : [],
    );
  });
}

/** Builds of indexes that were there before the statement. */
export function rebuildsOf(step: Step): BuildEffect[] {
  const made = new Set(effectsOf(step, 'create').map(({ object }) => object.name));
  return effectsOf(step, 'build').filter(({ index, relation }) => !made.has(index) && !step.isNew(relation));
}

/** It scans, rewrites or builds an index on a relation that existed before this run. */
export const worksLong = (step: Step): boolean =>
  rewritesFor(step).length > 0 ||
  scansOf(step).length > 0 ||
  effectsOf(step, 'build').some(({ relation }) => !step.isNew(relation));
