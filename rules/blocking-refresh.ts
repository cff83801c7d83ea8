// REFRESH MATERIALIZED VIEW without CONCURRENTLY: nobody reads the view while its query runs.
import {
  advice,
  blockingLocks,
  defineRule,
  effectsOn,
  getAs,
  nameOf,
  patiently,
  type Relation,
  relationBy,
  rewritesFor,
  type Step,
} from '../src/rule.ts';

export const blockingRefresh = defineRule({
  id: 'blocking-refresh',
  summary: 'A materialized view is refreshed without CONCURRENTLY: reads of it wait while its query runs',
  severity: 'error',
  concern: 'locks',
  equivalents: { migrationPilot: ['MP033'] },
  sources: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],
  *check(step) {
    const [view] = rewritesFor(step, 'refresh').map(({ rewrite }) => rewrite.relation);
    if (!view || blockingLocks(step).every(({ relation }) => relation.oid !== view.oid)) return;
    yield {
      message: `Reads of ${nameOf(step, view)} wait while its query runs and the result is stored.`,
      instead: safeWay(step, relationBy(step.before, view.oid)),
      effects: effectsOn(step, [view]),
    };
  },
});

/** CONCURRENTLY needs a unique index over all rows. */
function safeWay(step: Step, view: Relation | undefined): string | undefined {
  const indexes = (view?.indexes ?? []).flatMap((oid) => getAs(step.before, oid, 'relation')?.index ?? []);
  const usable = indexes.some(
    ({ unique, partial, hasExpressions, valid }) => unique && !partial && !hasExpressions && valid,
  );
  if (!view || !usable) return undefined;
  return advice({ statements: patiently(step, `REFRESH MATERIALIZED VIEW CONCURRENTLY ${nameOf(step, view)}`) });
}
