// Work of a statement that takes as long as there are rows, while its transaction holds locks from earlier statements.
import { getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Effect, RelationRef } from '../postgres/effect.ts';
import { blocksWrites, strength } from '../postgres/locks.ts';
import type { HeldLock, Step } from '../simulation/step.ts';
import { nullTested } from './batches.ts';
import { effectsOf, heldBlocking, rewritesFor, scansOf } from './facts.ts';
import { loopWrite } from './loops.ts';
import { validations } from './text.ts';
import { relations } from './words.ts';

export interface SlowWork {
  /** Completes "while …": `every row of orders is updated`. */
  readonly words: string;
  readonly effects: readonly Effect[];
  /** It may concern few rows, which only its WHERE tells. */
  readonly maybeShort: boolean;
}

/** The slow part of the statement, if it has one; the heaviest where it has several. */
export function slowWork(step: Step): SlowWork | undefined {
  const rewrites = rewritesFor(step).map(({ rewrite }) => rewrite);
  if (rewrites.length > 0) return work(step, rewrites, 'is rewritten');
  const builds = effectsOf(step, 'build').filter(({ relation }) => !step.isNew(relation));
  if (builds.length > 0) return work(step, builds, 'is read to build an index');
  const checks = scansOf(step, 'check', 'not-null', 'foreign-key', 'partition-bound', 'default-partition', 'domain');
  if (checks.length > 0) return work(step, checks, 'is checked');
  return writes(step) ?? copies(step) ?? loops(step);
}

const work = (
  step: Step,
  effects: readonly (Effect & { readonly relation: RelationRef })[],
  verb: string,
  rows = 'every row',
): SlowWork => ({
  words: `${rows} of ${relations(
    step,
    effects.map(({ relation }) => relation),
  )} ${verb}`,
  effects,
  maybeShort: rows !== 'every row',
});

const verbs: Record<string, string> = { update: 'updated', delete: 'deleted', merge: 'merged' };

function writes(step: Step): SlowWork | undefined {
  const found = effectsOf(step, 'write').filter(({ command, relation }) => verbs[command] && !step.isNew(relation));
  const first = found.find(({ unbounded }) => unbounded) ?? found.find(({ keyed }) => !keyed);
  if (!first) return undefined;
  const verb = verbs[first.command] as string;
  return first.unbounded || fillsNewColumn(step, first.relation)
    ? work(step, [first], `is ${verb}`)
    : work(step, [first], `are searched for and ${verb}`, 'the rows');
}

/** `WHERE plan IS NULL`, of a column that the same transaction added without a default: every row. */
function fillsNewColumn(step: Step, { oid }: RelationRef): boolean {
  const column = nullTested(step);
  const now = column && relationBy(step.before, oid)?.columns.find(({ name }) => name === column);
  const held = step.held.find(({ relation }) => relation.oid === oid);
  const then = held && relationBy(held.step.before, oid);
  return Boolean(now && then && !now.default && !then.columns.some(({ name }) => name === column));
}

function loops(step: Step): SlowWork | undefined {
  const loop = loopWrite(step);
  const verb = loop && (verbs[loop.write.command] ?? 'added');
  return loop && work(step, [loop.write], `are ${verb} in a loop`, 'the rows');
}

/** INSERT … SELECT and CREATE TABLE AS read as many rows as there are. */
function copies(step: Step): SlowWork | undefined {
  if (step.statement.kind !== 'InsertStmt' && step.statement.kind !== 'CreateTableAsStmt') return undefined;
  const { node } = step.statement;
  const query =
    'InsertStmt' in node
      ? node.InsertStmt.selectStmt
      : 'CreateTableAsStmt' in node && !node.CreateTableAsStmt.into?.skipData
        ? node.CreateTableAsStmt.query
        : undefined;
  const select = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  if (!select?.fromClause || select.limitCount) return undefined;
  const read = effectsOf(step, 'lock').filter(({ relation, mode }) => !blocksWrites(mode) && !step.isNew(relation));
  const sources = read.filter(({ mode, relation }) => mode === 'AccessShareLock' && relation.kind !== 'index');
  return sources.length > 0 ? work(step, sources, 'are copied', 'the rows') : undefined;
}

/** Locks of earlier statements that others wait for during the work, but for those that the statement takes as strongly itself. */
export function locksOverWork(step: Step): HeldLock[] {
  if (!step.transaction || validations(step).length > 0) return [];
  const own = new Map(effectsOf(step, 'lock').map(({ relation, mode }) => [relation.oid, strength(mode)]));
  return heldBlocking(step).filter(({ relation, mode }) => (own.get(relation.oid) ?? -1) < strength(mode));
}

/** The constraint that is checked was added by this transaction, which is another rule's matter. */
export const checksOwnConstraint = (step: Step): boolean =>
  scansOf(step, 'check', 'foreign-key', 'not-null').some(({ relation, what }) => {
    const table = getAs(step.before, relation.oid, 'relation');
    const constraint = (table?.constraints ?? [])
      .flatMap((oid) => getAs(step.before, oid, 'constraint') ?? [])
      .find(({ name }) => name === what);
    return constraint !== undefined && constraint.born >= (step.transaction?.firstStep ?? Number.POSITIVE_INFINITY);
  });
