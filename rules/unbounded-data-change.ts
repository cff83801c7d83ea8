// UPDATE or DELETE of every row of a table in one statement.
import {
  advice,
  batchedWrite,
  defineRule,
  effectsOf,
  effectsOn,
  locksOverWork,
  nameOf,
  sentence,
} from '../src/rule.ts';

export const unboundedDataChange = defineRule({
  id: 'unbounded-data-change',
  summary: 'UPDATE or DELETE changes every row in one statement: concurrent writes to the rows wait until it ends',
  severity: 'warning',
  concern: 'locks',
  grows: true,
  equivalents: { migrationPilot: ['MP011', 'MP067'] },
  sources: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS',
    'https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY',
  ],
  *check(step) {
    const write = effectsOf(step, 'write').find(
      ({ command, unbounded, relation }) => unbounded && isRowByRow(command) && !step.isNew(relation),
    );
    if (!write || locksOverWork(step).length > 0) return;
    const batch = batchedWrite(step);
    const table = nameOf(step, write.relation);
    const dead = write.command === 'update' ? 'an old version of every row is left' : 'every row is left dead';
    yield {
      message: sentence(
        `other writes to rows of ${table} wait until all of them are ${write.command}d in one transaction, and ${dead} for VACUUM`,
      ),
      ...(batch ? { instead: advice(batch) } : {}),
      effects: effectsOn(step, [write.relation]),
    };
  },
});

const isRowByRow = (command: string): boolean => command === 'update' || command === 'delete';
