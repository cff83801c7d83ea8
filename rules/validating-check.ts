// A CHECK constraint added with its check of every row, while reads and writes wait.
import {
  addedConstraints,
  advice,
  afterCommit,
  alterTableHead,
  blockingLocks,
  type Constraint,
  defineRule,
  effectsOn,
  here,
  list,
  quoteIdent,
  type RunView,
  relations,
  restOf,
  type Step,
  scansOf,
  unless,
  validatedNames,
  waiting,
  writingOf,
} from '../src/rule.ts';

export const validatingCheck = defineRule({
  id: 'validating-check',
  summary: 'A CHECK constraint is added and every row checked while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['constraint-missing-not-valid'],
    eugene: ['E1'],
    strongMigrations: ['add_check_constraint'],
    migrationPilot: ['MP030'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  *check(step, run) {
    const later = validatedNames(step);
    const scans = scansOf(step, 'check').filter(({ what = '' }) => !later.includes(what));
    const checks = addedConstraints(step, 'check').filter(({ name }) => scans.some(({ what }) => what === name));
    const locks = blockingLocks(step);
    if (checks.length === 0 || locks.length === 0) return;
    const tables = scans.map(({ relation }) => relation);
    const names = list(checks.map(({ name }) => quoteIdent(name)));
    yield {
      message: `Adding the CHECK constraint${checks.length > 1 ? 's' : ''} ${names} makes ${waiting(step, locks)} wait while every row of ${relations(step, tables)} is checked${unless(scans)}.`,
      instead: notValidFirst(step, run, checks),
      effects: effectsOn(step, [...locks.map(({ relation }) => relation), ...tables]),
    };
  },
});

function notValidFirst(step: Step, run: RunView, checks: readonly Constraint[]): string | undefined {
  const texts = checks.flatMap((check) => writingOf(step, check) ?? []);
  if (texts.length < checks.length) return undefined;
  const head = alterTableHead(step);
  const names = checks.map(({ name }) => quoteIdent(name));
  const added = names.map((name, at) => `ADD CONSTRAINT ${name} ${texts[at]?.clause} NOT VALID`);
  const rest = restOf(step, run.version, { parts: texts });
  if (!rest) return undefined;
  return advice(
    ...rest.first,
    here(step, [`${head} ${added.join(', ')}`]),
    { note: afterCommit(step), statements: names.map((name) => `${head} VALIDATE CONSTRAINT ${name}`) },
    ...rest.left,
  );
}
