// A foreign key added with its check of every row: both tables are locked against writes for as long as that takes.
import {
  actionsOf,
  addedConstraints,
  advice,
  afterCommit,
  blockingLocks,
  briefly,
  type Constraint,
  constraintNamed,
  defineRule,
  effectsOn,
  here,
  keyText,
  leavesOf,
  list,
  nameOf,
  quoteIdent,
  type RunView,
  relationOf,
  relations,
  restOf,
  type ScanEffect,
  type Step,
  scansOf,
  since,
  unless,
  validatedNames,
  waiting,
  writingOf,
} from '../src/rule.ts';

export const validatingForeignKey = defineRule({
  id: 'validating-foreign-key',
  summary: 'A foreign key is added and every row checked while writes to both tables wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    eugene: ['E1'],
    strongMigrations: ['add_foreign_key', 'add_reference'],
    migrationPilot: ['MP005'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://status.circle.so/incidents/x0xtllnx947p',
  ],
  *check(step, run) {
    const later = validatedNames(step);
    const scans = scansOf(step, 'foreign-key').filter(({ what = '' }) => !later.includes(what));
    if (scans.length === 0) return;
    const keys = addedConstraints(step, 'foreign-key').filter(({ name }) => scans.some(({ what }) => what === name));
    const locks = blockingLocks(step);
    const enforced = actionsOf(step).some(({ node }) => node.subtype === 'AT_AlterConstraint');
    if ((keys.length === 0 && !enforced) || locks.length === 0) return;
    const tables = scans.map(({ relation }) => relation);
    const named =
      enforced && keys.length === 0 ? scans.flatMap(({ what }) => what ?? []) : keys.map(({ name }) => name);
    const names = [...new Set(named)].map(quoteIdent);
    const instead = keys.length > 0 ? safeWay(step, run, keys) : enforcedAnew(step, scans);
    yield {
      message: `${enforced ? 'Enforcing' : 'Adding'} the foreign key${names.length > 1 ? 's' : ''} ${list(names)} makes ${waiting(step, locks)} wait while every row of ${relations(step, tables)} is checked${unless(scans)}.`,
      ...(instead === undefined ? {} : { instead }),
      effects: effectsOn(step, [...locks.map(({ relation }) => relation), ...tables]),
    };
  },
});

function safeWay(step: Step, run: RunView, keys: readonly Constraint[]): string | undefined {
  const texts = keys.flatMap((key) => writingOf(step, key) ?? []);
  if (texts.length < keys.length) return undefined;
  const rest = restOf(step, run.version, { parts: texts });
  if (!rest) return undefined;
  const each = keys.flatMap((key, index) => stages(step, run, key, texts[index]?.clause ?? ''));
  return advice(...rest.first, ...each, ...rest.left);
}

/** The key that is not enforced makes way for one that is: nothing is lost, and NOT VALID can't be said of ALTER CONSTRAINT. */
function enforcedAnew(step: Step, [scan, ...others]: readonly ScanEffect[]): string | undefined {
  const table = relationOf(step, scan?.relation.oid);
  const key = table && constraintNamed(step, table.oid, scan?.what ?? '');
  const text = key && keyText(step, key);
  if (!text || others.length > 0 || table.partitionKey || actionsOf(step).length > 1) return undefined;
  const [head, name] = [`ALTER TABLE ${nameOf(step, table)}`, quoteIdent(key.name)];
  return advice(here(step, [`${head} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} ${text} NOT VALID`]), {
    note: afterCommit(step),
    statements: [`${head} VALIDATE CONSTRAINT ${name}`],
  });
}

/** Before 18 a partitioned table takes no NOT VALID key: its partitions get theirs first, which it then takes over. */
function stages(step: Step, run: RunView, key: Constraint, clause: string) {
  const table = relationOf(step, key.relation);
  if (!table) return [];
  const constraint = quoteIdent(key.name);
  const each = since(run.version, 18) ? [table] : leavesOf(step, table);
  const parts = each.flatMap((one) => [
    {
      note: step.transaction ? afterCommit(step) : 'in a migration of its own',
      statements: briefly(step, `ALTER TABLE ${nameOf(step, one)} ADD CONSTRAINT ${constraint} ${clause} NOT VALID`),
    },
    { note: afterCommit(step), statements: [`ALTER TABLE ${nameOf(step, one)} VALIDATE CONSTRAINT ${constraint}`] },
  ]);
  if (each[0]?.oid === table.oid) return parts;
  const whole = briefly(step, `ALTER TABLE ${nameOf(step, table)} ADD CONSTRAINT ${constraint} ${clause}`);
  return [...parts, { note: 'takes over the keys of the partitions, which are valid', statements: whole }];
}
