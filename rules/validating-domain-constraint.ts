// A domain's constraint is checked in every table that uses the domain, all of them locked against writes meanwhile.
import {
  advice,
  blockingLocks,
  defineRule,
  effectsOn,
  namesOf,
  quoteIdent,
  relations,
  type Step,
  scansOf,
  unless,
  waiting,
} from '../src/rule.ts';

export const validatingDomainConstraint = defineRule({
  id: 'validating-domain-constraint',
  summary: 'A constraint of a domain is checked in all tables that use it while writes to them wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { squawk: ['ban-alter-domain-with-add-constraint'], migrationPilot: ['MP043'] },
  sources: ['https://www.postgresql.org/docs/current/sql-alterdomain.html'],
  *check(step) {
    const scans = scansOf(step, 'domain');
    const locks = blockingLocks(step);
    if (scans.length === 0 || locks.length === 0) return;
    const tables = scans.map(({ relation }) => relation);
    yield {
      message: `Checking the domain's constraint makes ${waiting(step, locks)} wait while every row of ${relations(step, tables)} is read${unless(scans)}.`,
      instead: leftNotValid(step),
      effects: effectsOn(step, [...locks.map(({ relation }) => relation), ...tables]),
    };
  },
});

/** ADD CONSTRAINT … CHECK has a form that does not look at rows, and can say what SET NOT NULL says; VALIDATE CONSTRAINT has none. */
function leftNotValid({ statement: { node, sql } }: Step): string | undefined {
  const note = 'new values are checked, and no table is locked or read';
  if ('AlterDomainStmt' in node && node.AlterDomainStmt.subtype === 'O') {
    const names = namesOf(node.AlterDomainStmt.typeName);
    const constraint = quoteIdent(`${names.at(-1)}_not_null`.slice(0, 63));
    const check = `CHECK (VALUE IS NOT NULL) NOT VALID`;
    return advice({
      note,
      statements: [`ALTER DOMAIN ${names.map(quoteIdent).join('.')} ADD CONSTRAINT ${constraint} ${check}`],
    });
  }
  const added =
    'AlterDomainStmt' in node && node.AlterDomainStmt.subtype === 'C' ? node.AlterDomainStmt.def : undefined;
  if (!added || !('Constraint' in added) || added.Constraint.contype !== 'CONSTR_CHECK') return undefined;
  return advice({ note, statements: [`${sql} NOT VALID`] });
}
