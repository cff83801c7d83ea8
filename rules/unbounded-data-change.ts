// UPDATE, DELETE, MERGE or INSERT … SELECT of any number of rows in one statement.
import {
  advice,
  type BulkWrite,
  batchedWrite,
  bulkWrite,
  defineRule,
  effectsOn,
  type LoopWrite,
  locksOverWork,
  loopWrite,
  nameOf,
  type Problem,
  type RelationRef,
  type Step,
  sentence,
} from '../src/rule.ts';

export const unboundedDataChange = defineRule({
  id: 'unbounded-data-change',
  summary: 'One statement changes or copies any number of rows: concurrent writes to the rows wait until it ends',
  severity: 'warning',
  concern: 'locks',
  grows: true,
  equivalents: { migrationPilot: ['MP011', 'MP067'] },
  sources: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS',
    'https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY',
  ],
  *check(step) {
    const bulk = bulkWrite(step);
    const loop = bulk ? undefined : loopWrite(step);
    if (loop && locksOverWork(step).length === 0) yield looping(step, loop);
    if (!bulk || locksOverWork(step).length > 0) return;
    const { write, source } = bulk;
    const batch = batchedWrite(step);
    yield {
      message: sentence(source ? copying(step, source, write.relation) : changing(step, write)),
      ...(source && step.isNew(write.relation) ? { severity: 'info' as const } : {}),
      ...(batch && !source ? { instead: advice(batch) } : {}),
      effects: effectsOn(step, [write.relation, ...(source ? [source] : [])]),
    };
  },
});

const done: Record<string, string> = { update: 'updated', delete: 'deleted', merge: 'merged' };

function changing(step: Step, { command, relation, unbounded }: BulkWrite['write']): string {
  const rows = unbounded ? 'all of them' : 'all that it finds';
  const left = unbounded ? 'every row' : 'each';
  const dead = command === 'delete' ? `${left} is left dead` : `an old version of ${left} is left`;
  const few = unbounded ? '' : ', unless they are few';
  return `other writes to rows of ${nameOf(step, relation)} wait until ${rows} are ${done[command]} in one transaction, and ${dead} for VACUUM${few}`;
}

/** Row by row or batch by batch, and no COMMIT in between. */
function looping(step: Step, { write, rowsOf }: LoopWrite): Problem {
  const table = nameOf(step, write.relation);
  const own = rowsOf?.oid === write.relation.oid;
  const rows = own ? 'one by one' : rowsOf ? `for each row of ${nameOf(step, rowsOf)}` : 'again and again';
  const isInsert = write.command === 'insert';
  const what = isInsert ? `adds rows to ${table}` : `changes rows of ${table}`;
  const waits = isInsert
    ? 'VACUUM can remove nothing meanwhile, and a failure undoes all of it'
    : 'other writes to them wait until it ends, and a failure undoes all of it';
  return {
    message: sentence(
      `the loop ${what} ${rows} in one transaction, as no COMMIT is in it: ${waits}, unless they are few`,
    ),
    ...(isInsert && step.isNew(write.relation) ? { severity: 'info' } : {}),
    effects: effectsOn(step, [write.relation, ...(rowsOf ? [rowsOf] : [])]),
  };
}

const copying = (step: Step, source: RelationRef, target: RelationRef): string =>
  `rows of ${nameOf(step, source)} are copied to ${nameOf(step, target)} in one transaction, whatever their number: VACUUM can remove nothing meanwhile, and a failure undoes all of it, unless they are few`;
