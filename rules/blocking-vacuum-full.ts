// VACUUM FULL writes a table anew under a lock that lets nobody read it.
import {
  advice,
  blockingLocks,
  defineRule,
  effectsOn,
  isRefused,
  nameOf,
  relations,
  rewritesFor,
  type Step,
  sentence,
  waiting,
} from '../src/rule.ts';

export const blockingVacuumFull = defineRule({
  id: 'blocking-vacuum-full',
  summary: 'VACUUM FULL writes the table and its indexes anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { squawk: ['prefer-repack'], migrationPilot: ['MP006'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-vacuum.html',
    'https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY',
    'https://github.com/reorg/pg_repack',
  ],
  *check(step) {
    const these = rewritesFor(step, 'vacuum-full').map(({ rewrite }) => rewrite.relation);
    if (these.length === 0) {
      if (isWhole(step)) yield { message: wholeDatabase };
      return;
    }
    const names = these.slice(0, 10).map((relation) => nameOf(step, relation));
    yield {
      message: sentence(
        `${waiting(step, blockingLocks(step))} wait while VACUUM FULL writes ${relations(step, these)} and all indexes anew`,
      ),
      instead: advice({
        note: 'makes the room of dead rows free for new ones; pg_repack gives it back to the disk with the table in use',
        statements: [`VACUUM (ANALYZE) ${names.join(', ')}`],
      }),
      effects: effectsOn(step, these),
    };
  },
});

const wholeDatabase =
  'Reads and writes of one table after the other wait while VACUUM FULL writes every table of the database, and all indexes, anew.';

/** Without a table, where history knows none. */
function isWhole(step: Step): boolean {
  const { node } = step.statement;
  if (!('VacuumStmt' in node) || !node.VacuumStmt.is_vacuumcmd || isRefused(step)) return false;
  return (
    /^\s*vacuum\s+(full\b|\(\s*([a-z_]+\s*,\s*)*full\s*(on|true|1)?\s*[,)])/i.test(step.statement.sql) &&
    !node.VacuumStmt.rels
  );
}
