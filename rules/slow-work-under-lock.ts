// Work that takes as long as there are rows, in a transaction that locked a table in use at an earlier statement.
import {
  advice,
  afterCommit,
  batchedWrite,
  blockingLocks,
  checksOwnConstraint,
  defineRule,
  type Effect,
  effectsOn,
  type HeldLock,
  list,
  lockName,
  locksOverWork,
  nameOf,
  type Step,
  sentence,
  slowWork,
  unless,
  waiting,
} from '../src/rule.ts';

export const slowWorkUnderLock = defineRule({
  id: 'slow-work-under-lock',
  summary: 'A scan, index build, rewrite or mass update runs while the transaction holds a blocking lock from before',
  severity: 'error',
  concern: 'locks',
  equivalents: { eugene: ['E4'] },
  sources: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
    'https://blog.railway.com/p/incident-report-oct-28th-2025',
    'https://status.forestadmin.com/incident/469139',
  ],
  *check(step) {
    if (!step.transaction) return;
    const work = slowWork(step);
    const held = work ? locksOverWork(step) : [];
    if (!work || held.length === 0 || checksOwnConstraint(step)) return;
    const few = work.maybeShort ? ', unless they are few' : '';
    yield {
      message: sentence(
        `${waiting(step, held)} wait while ${work.words}, because the transaction still holds ${locksOf(step, held)}${few}${unless(work.effects)}`,
      ),
      ...(work.maybeShort || blocksThemItself(step, held) ? { severity: 'warning' as const } : {}),
      ...later(step),
      related: [...new Set(held.map((lock) => lock.step))].slice(0, 3).map((other) => ({
        step: other,
        message: `takes the lock on ${list(held.filter((lock) => lock.step === other).map(({ relation }) => nameOf(step, relation)))}`,
      })),
      effects: [...held.flatMap(lockOf), ...effectsOn(step, relationsIn(step.effects))],
    };
  },
});

/** Writes to the same tables wait for this statement anyway, which is another rule's error: here only reads are added. */
function blocksThemItself(step: Step, held: readonly HeldLock[]): boolean {
  const own = new Set(blockingLocks(step).map(({ relation }) => relation.oid));
  return held.every(({ relation }) => own.has(relation.oid));
}

/** The lock as the earlier statement took it. */
const lockOf = ({ relation, mode, step }: HeldLock): Effect[] =>
  step.effects.filter(
    (effect) => effect.kind === 'lock' && effect.relation.oid === relation.oid && effect.mode === mode,
  );

const relationsIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => ('relation' in effect ? (effect.relation ?? []) : []));

/** The held lock as the message names it: its mode, its table and the line that took it. */
function locksOf(step: Step, held: readonly HeldLock[]): string {
  const [first, ...others] = held as [HeldLock, ...HeldLock[]];
  const { statement } = first.step;
  const file = statement.file === step.statement.file ? '' : ` of ${statement.file}`;
  const more = others.length === 0 ? '' : ` and ${others.length === 1 ? 'one more' : `${others.length} more`}`;
  return `the ${lockName(first.mode)} lock on ${nameOf(step, first.relation)} from line ${statement.span.start.line}${file}${more}`;
}

/** After the COMMIT; a statement that also blocks by itself has its own rule's advice. */
function later(step: Step): { instead?: string } {
  const batch = batchedWrite(step);
  if (batch) return { instead: advice(batch) };
  if (blockingLocks(step).length > 0) return {};
  return { instead: advice({ note: afterCommit(step), statements: [step.statement.sql] }) };
}
