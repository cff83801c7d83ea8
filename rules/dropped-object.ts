// A function, type, sequence or extension is dropped while the running application may use it.
import {
  advice,
  defineRule,
  dropsOf,
  effectsOf,
  effectsOn,
  getAs,
  isRefused,
  lastName,
  list,
  madeInRun,
  onceUnused,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const droppedObject = defineRule({
  id: 'dropped-object',
  summary: 'A function, type, sequence, extension or publication is dropped: what still uses it fails',
  severity: 'warning',
  concern: 'compatibility',
  equivalents: { migrationPilot: ['MP024'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-dropfunction.html',
    'https://www.postgresql.org/docs/current/sql-dropextension.html',
  ],
  *check(step, run) {
    const made = madeInRun(step, run);
    if (step.statement.kind !== 'DropStmt' || isRefused(step)) return;
    const drops = dropsOf(step, Object.keys(users)).filter(
      ({ object }) => isCalled(step, object.oid) && !made.hasName(object.oid),
    );
    const [first] = drops;
    if (!first || isMadeAnew(step)) return;
    const names = list([...new Set(drops.map((drop) => quoteIdent(lastName(drop))))]);
    const what = `the ${first.object.kind} ${names}`;
    yield {
      message: `${users[first.object.kind]} ${what} fail from here on${/\bif\s+exists\b/i.test(step.statement.sql) ? ', if it is there' : ''}.`,
      instead: advice(onceUnused(step, 'dropped-object', what)),
      effects: effectsOn(
        step,
        effectsOf(step, 'drop').flatMap(({ object }) => object.relation ?? []),
      ),
    };
  },
});

/** Not made by this run, and no trigger's function: those nobody calls by name. */
function isCalled(step: Step, oid: number | undefined): boolean {
  if (oid === undefined) return true;
  return !step.isNew({ oid }) && getAs(step.before, oid, 'function')?.returns?.name !== 'trigger';
}

const statements = 'Statements of the running application, and bodies of functions, that use';
const users: Record<string, string> = {
  function: statements,
  procedure: statements,
  routine: statements,
  aggregate: statements,
  type: statements,
  domain: statements,
  sequence: statements,
  extension: 'Statements of the running application that use functions, types or operators of',
  publication: 'Subscriptions to',
};

/** The same name is made again in the same transaction: `DROP FUNCTION f(int); CREATE FUNCTION f(int, int)`. */
function isMadeAnew(step: Step): boolean {
  if (!step.transaction) return false;
  const { statement } = step;
  const rest = statement.source.text.slice(statement.span.end.offset);
  const words = dropsOf(step, Object.keys(users)).map((drop) => lastName(drop).replaceAll(/[^\w]/g, '.'));
  return words.every((name) =>
    new RegExp(`\\bcreate\\s+(or\\s+replace\\s+)?[a-z]+\\s+([\\w"]+\\.)?"?${name}\\b`, 'i').test(rest),
  );
}
