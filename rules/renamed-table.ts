// A table or view is renamed, or moved to another schema, while the running application uses the old name.
import {
  advice,
  blockingLocks,
  briefly,
  defineRule,
  effectsOn,
  existingIn,
  findRelation,
  getAs,
  named,
  nameOf,
  onceUnused,
  quoteIdent,
  type Relation,
  renamesOf,
  type Step,
} from '../src/rule.ts';

export const renamedTable = defineRule({
  id: 'renamed-table',
  summary: 'A table or view is renamed or moved: statements of the running application that use its old name fail',
  severity: 'error',
  concern: 'compatibility',
  equivalents: {
    squawk: ['renaming-table'],
    strongMigrations: ['rename_table', 'rename_schema'],
    migrationPilot: ['MP028', 'MP098'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING-TABLE',
    'https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS',
  ],
  *check(step) {
    const [rename] = renamesOf(step, ['table', 'view', 'materialized view', 'foreign table', 'schema']);
    if (!rename?.object.to) return;
    if (rename.object.kind === 'schema') {
      yield* renamedSchema(step, rename.object.name, rename.object.to);
      return;
    }
    const relation = getAs(step.before, rename.object.oid, 'relation');
    const now = getAs(step.after, rename.object.oid, 'relation');
    if (!relation || !now || findRelation(step.after, relation.schema, relation.name)) return;
    yield {
      message: `Statements of the running application that use ${nameOf(step, relation)} fail from here on, and those that use ${nameOf(step, now)} fail until then, so no order of deployment is right.`,
      instead: safeWay(step, relation, now),
      effects: effectsOn(step, [relation, ...blockingLocks(step).map((lock) => lock.relation)]),
    };
  },
});

function* renamedSchema(step: Step, from: string, to: string) {
  const [first, ...others] = existingIn(step, from);
  const schema = getAs(step.after, named(step.after, 'schema', '', to)[0], 'schema');
  // A schema that history makes and leaves empty.
  if (!first && schema && schema.born >= 0) return;
  const names = !first
    ? 'its tables'
    : others.length === 0
      ? nameOf(step, first)
      : `${nameOf(step, first)} and ${others.length} more`;
  yield {
    message: `Statements of the running application that use ${names} in the schema ${quoteIdent(from)} fail from here on, and those that look in ${quoteIdent(to)} fail until then, so no order of deployment is right.`,
  };
}

function safeWay(step: Step, relation: Relation, now: Relation): string {
  const view = nameOf(step, now);
  return advice(
    {
      note: 'the new name as a view, which can be read and written, until the application uses it',
      statements: [`CREATE VIEW ${view} AS SELECT * FROM ${nameOf(step, relation)}`],
    },
    {
      note: `once no running version of the application uses ${nameOf(step, relation)}`,
      statements: [
        ...briefly(step, 'BEGIN'),
        `DROP VIEW ${view}`,
        ...onceUnused(step, 'renamed-table', nameOf(step, relation)).statements.slice(-1),
        'COMMIT',
      ],
    },
  );
}
