// One transaction locks tables one after the other: the first stays blocked while it waits for the next.
import {
  advice,
  afterCommit,
  blockingLocks,
  briefly,
  defineRule,
  droppedKeys,
  effectsOn,
  isWeaker,
  type LockEffect,
  lockedReferenced,
  nameOf,
  type RelationRef,
  type RunView,
  relationBy,
  type Step,
  sentence,
  slowWork,
  takesAway,
  waiting,
} from '../src/rule.ts';

export const severalTablesLocked = defineRule({
  id: 'several-tables-locked',
  summary: 'A transaction takes blocking locks on several tables in use, one statement after the other',
  severity: 'warning',
  concern: 'locks',
  equivalents: { migrationPilot: ['MP008'] },
  sources: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
    'https://docs.gitlab.com/development/migration_style_guide/#retry-mechanism-when-acquiring-database-locks',
  ],
  *check(step, run) {
    if (!step.transaction) return;
    const own = ownTable(step);
    if (!own) return;
    const earlier = earlierTable(step, run, own);
    if (!earlier || slowWork(step)) return;
    const held = waiting(step, [earlier]);
    yield {
      message: sentence(
        `${held} wait for as long as this statement waits for ${nameOf(step, own.relation)}, and a transaction that uses the two the other way round deadlocks with it`,
      ),
      ...(takesAway(step)
        ? {}
        : { instead: advice({ note: afterCommit(step), statements: briefly(step, step.statement.sql) }) }),
      related: [{ step: earlier.step, message: `locks ${nameOf(step, earlier.relation)}` }],
      effects: effectsOn(step, [own.relation]),
    };
  },
});

/** The table that the statement is about: not those that it locks because of foreign keys, which have a rule of their own. */
function ownTable(step: Step): LockEffect | undefined {
  if (step.statement.kind === 'LockStmt') return undefined;
  const others = new Set([
    ...lockedReferenced(step).map(({ table }) => table.oid),
    ...droppedKeys(step).flatMap(({ references }) => references ?? []),
  ]);
  return blockingLocks(step).find(({ relation }) => relation.kind !== 'view' && !others.has(relation.oid));
}

interface Memory {
  readonly transaction: number | undefined;
  readonly first: { readonly relation: RelationRef; readonly mode: LockEffect['mode']; readonly step: Step };
  said: boolean;
}

/** The table that the transaction locked first, where it is another one; once per transaction. */
function earlierTable(step: Step, { memory }: RunView, own: LockEffect): Memory['first'] | undefined {
  const known = memory.get('locked') as Memory | undefined;
  if (known?.transaction !== step.transaction?.id) {
    const first = { relation: own.relation, mode: own.mode, step };
    memory.set('locked', { transaction: step.transaction?.id, first, said: false } satisfies Memory);
    return undefined;
  }
  if (!known || known.said || root(step, known.first.relation) === root(step, own.relation)) return undefined;
  // LOCK TABLE has it already.
  if (step.held.some(({ relation, mode }) => relation.oid === own.relation.oid && !isWeaker(mode, own.mode)))
    return undefined;
  known.said = true;
  return known.first;
}

/** Partitions and children are locked from the top by everybody. */
function root(step: Step, { oid }: { readonly oid: number }): number {
  const parent = relationBy(step.before, oid)?.parents[0];
  return parent === undefined ? oid : root(step, { oid: parent });
}
