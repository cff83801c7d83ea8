// A view is dropped while the running application may read it; one that is replaced in the same transaction is not missed.
import {
  advice,
  blockingLocks,
  type Catalog,
  defineRule,
  dropsOf,
  effectsOn,
  findRelation,
  list,
  nameOf,
  onceUnused,
  type RelationRef,
} from '../src/rule.ts';

export const droppedView = defineRule({
  id: 'dropped-view',
  summary: 'A view is dropped: statements of the running application that use it fail',
  severity: 'error',
  concern: 'compatibility',
  sources: [
    'https://www.postgresql.org/docs/current/sql-dropview.html',
    'https://www.postgresql.org/docs/current/sql-createview.html',
  ],
  *check(step) {
    const views = dropsOf(step, ['view']).flatMap(({ object }) => object.relation ?? []);
    if (views.length === 0) return;
    const names = list(views.map((view) => nameOf(step, view)));
    const missing = views.map(({ schema, name }) => ({ schema, name }));
    const effects = effectsOn(step, [...views, ...blockingLocks(step).map(({ relation }) => relation)]);
    const conditional = /\bif\s+exists\b/i.test(step.statement.sql) && views.some(({ known }) => !known);
    yield {
      message: `Statements of the running application that use ${names} fail from here on${conditional ? ', unless there is no such view' : ''}.`,
      instead: advice(onceUnused(step, 'dropped-view', names)),
      stands: { atEndOf: 'run', if: (end) => !areThere(end, missing) },
      effects,
    };
    // Others see neither the drop nor the new view before the commit.
    if (step.transaction) return;
    yield {
      message: `Statements that use ${names} fail from here until it is made again, which only one transaction for both keeps from them.`,
      severity: 'warning',
      stands: { atEndOf: 'run', if: (end) => areThere(end, missing) },
      effects,
    };
  },
});

const areThere = (end: Catalog, these: readonly Pick<RelationRef, 'schema' | 'name'>[]): boolean =>
  these.every(({ schema, name }) => findRelation(end, schema, name) !== undefined);
