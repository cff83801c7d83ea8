// A value of an enum is renamed while the running application reads and writes it by its old name.
import {
  advice,
  defineRule,
  effectsOf,
  getAs,
  isRefused,
  madeInRun,
  nameOf,
  namesOf,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const renamedEnumValue = defineRule({
  id: 'renamed-enum-value',
  summary: 'A value of an enum is renamed: statements of the running application that name it fail',
  severity: 'error',
  concern: 'compatibility',
  equivalents: { strongMigrations: ['rename_enum_value'], migrationPilot: ['MP060'] },
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  *check(step, run) {
    const made = madeInRun(step, run);
    if (step.statement.kind !== 'AlterEnumStmt') return;
    const { node } = step.statement;
    const { oldVal, newVal } = 'AlterEnumStmt' in node ? node.AlterEnumStmt : {};
    const altered = effectsOf(step, 'alter').find(({ object }) => object.kind === 'type')?.object;
    if (oldVal === undefined || newVal === undefined || isRefused(step) || made.hasObject(altered?.oid)) return;
    const type = typeOf(step, altered?.oid) ?? written(step);
    const [from, to] = [quoteLiteral(oldVal), quoteLiteral(newVal)];
    yield {
      message: `Statements of the running application that name the value ${from} of ${type} fail from here on, it reads ${to} where it knows ${from}, and ${to} is unknown until then, so no order of deployment is right.`,
      instead: advice(
        { note: 'the new value beside the old one', statements: [`ALTER TYPE ${type} ADD VALUE IF NOT EXISTS ${to}`] },
        {
          note: `then deploy the application that reads both and writes ${to}, change the rows that hold ${from} some at a time, and leave ${from} unused`,
          statements: [],
        },
      ),
    };
  },
});

function typeOf(step: Step, oid: number | undefined): string | undefined {
  const type = getAs(step.before, oid, 'type');
  return type && nameOf(step, type);
}

/** Of a type that history does not tell, as the statement names it. */
function written({ statement: { node } }: Step): string {
  const names = 'AlterEnumStmt' in node ? namesOf(node.AlterEnumStmt.typeName) : [];
  return names.map(quoteIdent).join('.');
}

const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
