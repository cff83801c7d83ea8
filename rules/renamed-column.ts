// A column is renamed while the running application names it as before.
import {
  advice,
  blockingLocks,
  type Catalog,
  defineRule,
  effectsOn,
  fill,
  here,
  isColumnMade,
  keepEqual,
  lastName,
  madeInRun,
  nameOf,
  quoteIdent,
  type RelationRef,
  relationBy,
  relationOf,
  renamesOf,
  type Step,
  typeName,
} from '../src/rule.ts';

export const renamedColumn = defineRule({
  id: 'renamed-column',
  summary: 'A column is renamed: statements of the running application that name it fail',
  severity: 'error',
  concern: 'compatibility',
  equivalents: { squawk: ['renaming-column'], strongMigrations: ['rename_column'], migrationPilot: ['MP010', 'MP071'] },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING-COLUMN',
    'https://www.buildkitestatus.com/incidents/8nd3cm8kqlnn',
  ],
  *check(step, run) {
    const made = madeInRun(step, run);
    const [rename] = renamesOf(step, ['column']);
    const table = rename?.object.relation;
    const to = rename?.object.to;
    if (!rename || !table || to === undefined || table.kind === 'composite-type' || made.hasName(table.oid)) return;
    if (isColumnMade(step, made, rename)) return;
    const [from, next] = [quoteIdent(lastName(rename)), quoteIdent(to)];
    const name = `${nameOf(step, table)}.${from}`;
    const common = {
      instead: safeWay(step, table, lastName(rename), to),
      effects: effectsOn(step, [table, ...blockingLocks(step).map(({ relation }) => relation)]),
    };
    const taken = isTaken(table.oid, lastName(rename));
    yield {
      message: `Statements of the running application that name ${name} fail from here on, and those that name ${next} fail until then, so no order of deployment is right.`,
      ...common,
      stands: { atEndOf: 'run', if: (end) => !taken(end) },
    };
    yield {
      message: `Statements of the running application that name ${name} find another column by that name, and not what was in this one, which is ${next} from here on.`,
      ...common,
      stands: { atEndOf: 'run', if: taken },
    };
  },
});

/** Whether the table has another column by the old name in the end. */
const isTaken =
  (oid: number, old: string) =>
  (end: Catalog): boolean =>
    relationBy(end, oid)?.columns.some(({ name }) => name === old) ?? false;

function safeWay(step: Step, table: RelationRef, from: string, to: string): string | undefined {
  const type = relationOf(step, table.oid)?.columns.find(({ name }) => name === from)?.type;
  if (!type?.known || table.kind === 'view') return undefined;
  return advice(
    here(
      step,
      [
        `ALTER TABLE ${nameOf(step, table)} ADD COLUMN ${quoteIdent(to)} ${typeName(type)}`,
        ...keepEqual(step, table, from, to),
      ],
      'both names for a while: a column of the new name that follows the old one, and the other way round',
    ),
    fill(step, table, to, quoteIdent(from)),
    { note: `then deploy the application that uses ${to}, and drop ${from} when nothing uses it`, statements: [] },
  );
}
