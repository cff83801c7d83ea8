// A foreign key added with its check of every row: both tables are locked against writes for as long as that takes.
import {
  addedConstraints,
  advice,
  afterCommit,
  blockingLocks,
  briefly,
  type Constraint,
  defineRule,
  effectsOn,
  foreignKeyText,
  leavesOf,
  nameOf,
  quoteIdent,
  type RunView,
  relationOf,
  relations,
  type Step,
  scansOf,
  since,
  unless,
  validatedActions,
  waiting,
} from '../src/rule.ts';

export const validatingForeignKey = defineRule({
  id: 'validating-foreign-key',
  summary: 'A foreign key is added and every row checked while writes to both tables wait',
  severity: 'error',
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://status.circle.so/incidents/x0xtllnx947p',
  ],
  *check(step, run) {
    const scans = scansOf(step, 'foreign-key');
    if (scans.length === 0) return;
    const later = validatedActions(step);
    for (const key of addedConstraints(step, 'foreign-key')) {
      const checked = scans.filter(({ what }) => what === key.name);
      if (checked.length === 0 || later.includes(key.name)) continue;
      const locks = blockingLocks(step);
      const tables = relations(
        step,
        checked.map(({ relation }) => relation),
      );
      yield {
        message: `Adding the foreign key ${quoteIdent(key.name)} makes ${waiting(step, locks)} wait while every row of ${tables} is checked${unless(checked)}.`,
        instead: safeWay(step, run, key),
        effects: effectsOn(
          step,
          [...locks, ...checked].map(({ relation }) => relation),
        ),
      };
    }
  },
});

function safeWay(step: Step, run: RunView, key: Constraint): string | undefined {
  const text = foreignKeyText(step, key);
  const table = relationOf(step, key.relation);
  if (!text || !table) return undefined;
  const tables = since(run.version, 18) ? [table] : leavesOf(step, table);
  const name = quoteIdent(key.name);
  const rest = text.rest === undefined ? [] : [{ statements: briefly(step, text.rest) }];
  const parts = tables.flatMap((one) => [
    {
      note: 'a migration of its own',
      statements: briefly(step, `ALTER TABLE ${nameOf(step, one)} ${text.add} NOT VALID`),
    },
    { note: afterCommit(step), statements: [`ALTER TABLE ${nameOf(step, one)} VALIDATE CONSTRAINT ${name}`] },
  ]);
  const whole =
    tables[0] === table
      ? []
      : [
          {
            note: 'takes over the valid keys',
            statements: briefly(step, `ALTER TABLE ${nameOf(step, table)} ${text.add}`),
          },
        ];
  return advice(...rest, ...parts, ...whole);
}
