// Partitions made by CREATE TABLE … PARTITION OF or taken away by DETACH lock the whole partitioned table; both have a gentler form.
import {
  advice,
  blockingLocks,
  briefly,
  createdApart,
  defineRule,
  effectsOn,
  heldBlocking,
  here,
  nameOf,
  outsideTransaction,
  type PartitionChange,
  partitionChange,
  patiently,
  quoteIdent,
  type RunView,
  relationBy,
  type Step,
  scansOf,
  since,
  waiting,
} from '../src/rule.ts';

export const blockingPartitionChange = defineRule({
  id: 'blocking-partition-change',
  summary: 'A partition is created in place or detached without CONCURRENTLY: reads and writes of the whole table wait',
  severity: 'warning',
  concern: 'locks',
  equivalents: { squawk: ['require-concurrent-partition-detach'], migrationPilot: ['MP046'] },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION',
  ],
  *check(step, run) {
    const change = partitionChange(step);
    const locks = blockingLocks(step);
    if (!change || step.isNew(change.parent) || locks.length === 0) return;
    // What reads rows meanwhile is partition-attach-scan.
    if (scansOf(step, 'default-partition').length > 0) return;
    const instead = gently(step, run, change);
    if (instead === undefined) return;
    const what = change.how === 'create' ? 'Creating' : 'Detaching';
    yield {
      message: `${what} the partition ${quoteIdent(change.name)} makes ${waiting(step, locks)} wait until all transactions that use ${nameOf(step, change.parent)} have ended and this one has too.`,
      instead,
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

function gently(step: Step, run: RunView, change: PartitionChange): string | undefined {
  if (change.how === 'create') {
    const apart = createdApart(step);
    if (!apart) return undefined;
    // Where the transaction holds locks already, both go after it.
    if (heldBlocking(step).length > 0) return advice(here(step, [apart.create, apart.attach]));
    return advice({ statements: [apart.create, ...briefly(step, apart.attach)] });
  }
  const hasDefault = change.parent.children.some((oid) => relationBy(step.before, oid)?.bound?.default);
  if (change.how !== 'detach' || change.concurrently || hasDefault || !since(run.version, 14)) return undefined;
  const note = outsideTransaction(step);
  return advice({ ...(note ? { note } : {}), statements: patiently(step, `${step.statement.sql} CONCURRENTLY`) });
}
