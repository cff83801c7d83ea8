// VALIDATE CONSTRAINT lets reads and writes pass, but not while its own statement or transaction holds a stronger lock.
import {
  advice,
  afterCommit,
  alterTableHead,
  blockingLocks,
  defineRule,
  effectsOn,
  heldBlocking,
  list,
  nameOf,
  quoteIdent,
  type RunView,
  relations,
  restOf,
  type Step,
  scansOf,
  unless,
  validatedNames,
  validations,
  waiting,
} from '../src/rule.ts';

export const validateWithLockHeld = defineRule({
  id: 'validate-with-lock-held',
  summary: 'A constraint is validated by the transaction or statement that still holds a blocking lock',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['constraint-missing-not-valid'],
    eugene: ['E4'],
    strongMigrations: ['validate_check_constraint', 'validate_foreign_key'],
  },
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  *check(step, run) {
    const names = validatedNames(step);
    const scans = scansOf(step, 'check', 'not-null', 'foreign-key').filter(({ what = '' }) => names.includes(what));
    if (scans.length === 0) return;
    const own = blockingLocks(step);
    const held = heldBlocking(step).filter(({ relation }) => own.every((lock) => lock.relation.oid !== relation.oid));
    if (own.length + held.length === 0) return;
    const tables = scans.map(({ relation }) => relation);
    const whose = own.length > 0 ? 'that the same ALTER TABLE takes' : 'that the transaction holds';
    yield {
      message: `Validating ${list(names.map(quoteIdent))} checks every row of ${relations(step, tables)} while ${waiting(step, [...own, ...held])} wait for the locks ${whose}${unless(scans)}.`,
      instead: apart(step, run, own.length > 0),
      related: held.map((lock) => ({
        step: lock.step,
        message: `${nameOf(lock.step, lock.relation)} is locked here.`,
      })),
      effects: [...effectsOn(step, [...tables, ...own.map(({ relation }) => relation)]), ...held.flatMap(lockOf)],
    };
  },
});

/** The effect by which an earlier statement took the lock. */
const lockOf = ({ step, relation }: ReturnType<typeof heldBlocking>[number]) =>
  effectsOn(step, [relation]).filter(({ kind }) => kind === 'lock');

function apart(step: Step, run: RunView, sameStatement: boolean): string {
  const rest = sameStatement ? restOf(step, run.version, { actions: validations(step) }) : undefined;
  const statements = validations(step).map(({ text }) => `${alterTableHead(step)} ${text}`);
  return advice(...(rest?.first ?? []), { note: afterCommit(step), statements }, ...(rest?.left ?? []));
}
