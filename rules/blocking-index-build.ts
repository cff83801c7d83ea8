// CREATE INDEX without CONCURRENTLY: writes wait until the whole table has been read.
import {
  advice,
  blockingLocks,
  concurrentBuild,
  defineRule,
  effectsOf,
  effectsOn,
  getAs,
  quoteIdent,
  relationOf,
  relations,
  unless,
  waiting,
} from '../src/rule.ts';

export const blockingIndexBuild = defineRule({
  id: 'blocking-index-build',
  summary: 'An index is built without CONCURRENTLY: writes wait until the whole table is read',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['require-concurrent-index-creation'],
    eugene: ['E6'],
    strongMigrations: ['add_index', 'add_reference'],
    migrationPilot: ['MP001', 'MP092'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://blog.railway.com/p/incident-report-oct-28th-2025',
    'https://status.flagsmith.com/incidents/m63zspmq41ph',
  ],
  *check(step) {
    const { node } = step.statement;
    if (!('IndexStmt' in node) || node.IndexStmt.concurrent) return;
    const builds = effectsOf(step, 'build').filter(({ relation }) => !step.isNew(relation));
    const locks = blockingLocks(step);
    if (builds.length === 0 || locks.length === 0) return;
    const made = effectsOf(step, 'create').flatMap(({ object }) => getAs(step.after, object.oid, 'relation') ?? []);
    const name = made.find(({ parents }) => parents.length === 0)?.name ?? node.IndexStmt.idxname ?? '';
    const table = relationOf(step, locks[0]?.relation.oid);
    const stages = table && concurrentBuild(step, table, { chosen: name });
    const tables = builds.map(({ relation }) => relation);
    yield {
      message: `Building the index ${quoteIdent(name)} makes ${waiting(step, locks)} wait while every row of ${relations(step, tables)} is read${unless(builds)}.`,
      ...(stages ? { instead: advice(...stages) } : {}),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});
