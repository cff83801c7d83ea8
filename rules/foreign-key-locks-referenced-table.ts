// A foreign key that checks no rows still locks the table that it references: harmless alone and under a lock_timeout, else not.
import {
  actionsOf,
  addsKey,
  advice,
  afterCommit,
  blockingLocks,
  briefly,
  defineRule,
  effectsOn,
  type HeldLock,
  hasLockTimeout,
  heldBlocking,
  isNamedIn,
  isWeaker,
  type LockedReferenced,
  list,
  lockedReferenced,
  nameOf,
  quoteIdent,
  type RelationRef,
  type RunView,
  relations,
  type Step,
  scansOf,
  waiting,
  withHarmless,
} from '../src/rule.ts';

export const foreignKeyLocksReferencedTable = defineRule({
  id: 'foreign-key-locks-referenced-table',
  summary: 'A foreign key locks the table that it references against writes, even NOT VALID and even from a new table',
  severity: 'warning',
  concern: 'locks',
  equivalents: { migrationPilot: ['MP069'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    'https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES',
    'https://gocardless.com/blog/zero-downtime-postgres-migrations-the-hard-parts/',
    'https://gitlab.com/gitlab-com/gl-infra/production/-/issues/5972',
  ],
  options: {
    hotTables: {
      type: 'string[]',
      default: [],
      description:
        'Tables in heavy use, which are named even where a lock_timeout limits the wait; `*` stands for any characters.',
    },
  },
  *check(step, run) {
    const [referenced, ...others] = lockedReferenced(step);
    // Several at once are several-referenced-tables-locked; a check of rows is validating-foreign-key.
    if (!referenced || others.length > 0 || scansOf(step, 'foreign-key').length > 0) return;
    const held = heldBlocking(step).filter((lock) => lock.relation.oid !== referenced.table.oid && !isReferenced(lock));
    const several = heldBlocking(step).some((lock) => lock.relation.oid !== referenced.table.oid && isReferenced(lock));
    const isBrief = hasLockTimeout(step) && held.length === 0;
    if (several || isHeld(step, referenced.table) || (isBrief && !isNamedIn(run.options.hotTables, referenced.table)))
      return;
    const keys = list(referenced.keys.map(({ name }) => quoteIdent(name)));
    const table = nameOf(step, referenced.table);
    const why =
      held.length > 0
        ? `and so do ${waiting(step, held)}, which the transaction has locked already`
        : isBrief
          ? 'while the lock waits for open transactions, and the lock_timeout only limits how long: it is one of hotTables, so deploy this when few write to it'
          : 'for as long as the lock has to wait for open transactions, since no lock_timeout is in force';
    yield {
      message: `The foreign key ${keys} locks the referenced table ${table} too: writes to ${table} wait${held.length > 0 ? ',' : ''} ${why}${deadlock(step, referenced, held)}.`,
      ...(isBrief ? {} : { instead: alone(step, run) }),
      related: held.map((lock) => ({
        step: lock.step,
        message: `${nameOf(lock.step, lock.relation)} is locked here.`,
      })),
      effects: effectsOn(step, [referenced.table, ...referenced.keys.map(({ relation }) => ({ oid: relation }))]),
    };
  },
});

/** LOCK TABLE or an earlier statement has it already: nothing waits for it any more. */
const isHeld = (step: Step, { oid }: RelationRef): boolean => {
  const wanted = blockingLocks(step).find(({ relation }) => relation.oid === oid);
  return step.held.some(({ relation, mode }) => relation.oid === oid && wanted && !isWeaker(mode, wanted.mode));
};

/** Child first, parent second, where the application writes the parent first. */
function deadlock(step: Step, { table, keys }: LockedReferenced, held: readonly HeldLock[]): string {
  const own = blockingLocks(step).filter(({ relation }) => keys.some((key) => key.relation === relation.oid));
  const first = [...held, ...own].map(({ relation }) => relation);
  return first.length === 0
    ? ''
    : `; a transaction that has written to ${nameOf(step, table)} and goes on to ${relations(step, first)} deadlocks with it`;
}

/** Locked as the referenced table of an earlier key: several-referenced-tables-locked speaks of these. */
const isReferenced = ({ step, relation }: HeldLock): boolean =>
  lockedReferenced(step).some(({ table }) => table.oid === relation.oid);

function alone(step: Step, run: RunView): string {
  const { sql, left } = withHarmless(step, run.version, actionsOf(step).filter(addsKey));
  return advice(
    {
      ...(step.transaction ? { note: afterCommit(step) } : {}),
      statements: briefly(step, sql),
    },
    ...left,
  );
}
