// A new NOT NULL column without a default: the rows that are there have no value for it.
import {
  actionsOf,
  advice,
  columnConstraints,
  columnParts,
  defineRule,
  eachAlone,
  effectsOf,
  effectsOn,
  here,
  makeNotNull,
  nameOf,
  quoteIdent,
  type RelationRef,
  type RunView,
  restOf,
  type Step,
} from '../src/rule.ts';

export const notNullWithoutDefault = defineRule({
  id: 'not-null-without-default',
  summary: 'A new NOT NULL column has no default, which PostgreSQL refuses as soon as the table has a row',
  severity: 'error',
  concern: 'deploy',
  equivalents: { squawk: ['adding-required-field'], migrationPilot: ['MP084'] },
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN'],
  *check(step, run) {
    const seen = new Set<string>();
    for (const { code, relation, column } of effectsOf(step, 'fails')) {
      if (code !== '23502' || !relation || column === undefined || step.isNew(relation) || seen.has(column)) continue;
      seen.add(column);
      const table = nameOf(step, relation);
      const name = quoteIdent(column);
      yield {
        message: `PostgreSQL refuses the column ${name} if ${table} has any row, as rows would be null; if it has none, inserts of the running application fail, as they give ${name} no value.`,
        instead: safeWay(step, run, relation, column),
        effects: effectsOn(step, [relation]),
      };
    }
  },
});

function safeWay(step: Step, run: RunView, table: RelationRef, column: string): string | undefined {
  for (const action of actionsOf(step)) {
    const parts = columnParts(step, action);
    if (parts?.name !== column) continue;
    const rest = restOf(step, run.version, { actions: [action] });
    if (!rest) continue;
    const others = columnConstraints(step, action, ['CONSTR_NOTNULL', 'CONSTR_NULL']);
    return advice(
      ...rest.first,
      here(step, [`ALTER TABLE ${nameOf(step, table)} ${parts.head}`]),
      {
        note: `when every row has a value and the application always gives one, ${eachAlone(step)}`,
        statements: makeNotNull(step, run.version, table, column),
      },
      ...rest.left,
      ...others,
    );
  }
  return undefined;
}
