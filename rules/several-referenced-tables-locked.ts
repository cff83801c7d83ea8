// Foreign keys to several tables in one transaction: it holds the lock on one while it waits for the next.
import {
  actionsOf,
  addsKey,
  advice,
  afterCommit,
  briefly,
  defineRule,
  effectsOn,
  type LockedReferenced,
  lockedReferenced,
  nameOf,
  quoteIdent,
  type RunView,
  relationOf,
  relations,
  restOf,
  type Step,
  scansOf,
  withHarmless,
  writingOf,
} from '../src/rule.ts';

interface Earlier {
  readonly transaction: number | undefined;
  readonly locked: { readonly step: Step; readonly table: LockedReferenced['table'] }[];
}

export const severalReferencedTablesLocked = defineRule({
  id: 'several-referenced-tables-locked',
  summary: 'One transaction adds foreign keys to several tables and locks them all against writes until it ends',
  severity: 'warning',
  concern: 'locks',
  sources: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
    'https://gitlab.com/gitlab-com/gl-infra/production/-/issues/5972',
  ],
  *check(step, run) {
    const now = lockedReferenced(step);
    if (now.length === 0) return;
    const earlier = lockedEarlier(step, run);
    const before = earlier.locked.filter(({ table }) => now.every((one) => one.table.oid !== table.oid));
    const fresh = now.filter(({ table }) => earlier.locked.every((one) => one.table.oid !== table.oid));
    earlier.locked.push(...now.map(({ table }) => ({ step, table })));
    const last = fresh.at(-1)?.table;
    if (!last || before.length + now.length < 2 || scansOf(step, 'foreign-key').length > 0) return;
    const others = [...before.map(({ table }) => table), ...now.slice(0, -1).map(({ table }) => table)];
    yield {
      message: `Writes to ${relations(step, others)} wait while the ${step.transaction ? 'transaction' : 'statement'} waits for its lock on ${nameOf(step, last)}, which its foreign keys reference too.`,
      instead: before.length > 0 && now.length === 1 ? alone(step, run) : oneByOne(step, run, now),
      related: before.map((one) => ({ step: one.step, message: `${nameOf(one.step, one.table)} is locked here.` })),
      effects: effectsOn(
        step,
        now.map(({ table }) => table),
      ),
    };
  },
});

/** What this transaction, or in autocommit nothing, locked before. */
function lockedEarlier(step: Step, { memory }: RunView): Earlier {
  const transaction = step.transaction?.id;
  const known = memory.get('earlier') as Earlier | undefined;
  if (known && transaction !== undefined && known.transaction === transaction) return known;
  const fresh: Earlier = { transaction, locked: [] };
  memory.set('earlier', fresh);
  return fresh;
}

function alone(step: Step, run: RunView): string {
  const { sql, left } = withHarmless(step, run.version, actionsOf(step).filter(addsKey));
  return advice({ note: afterCommit(step), statements: briefly(step, sql) }, ...left);
}

/** The table first, then each key in a transaction of its own. */
function oneByOne(step: Step, run: RunView, locked: readonly LockedReferenced[]): string | undefined {
  const keys = locked.flatMap((one) => one.keys);
  const texts = keys.flatMap((key) => writingOf(step, key) ?? []);
  const [first] = keys;
  const table = relationOf(step, first?.relation);
  if (!table || texts.length < keys.length) return undefined;
  const rest = restOf(step, run.version, { parts: texts });
  if (!rest) return undefined;
  // By then the table has rows.
  const later = step.transaction?.openedBy === 'runner' && step.file.transaction.scope === 'run';
  const stages = keys.flatMap(({ name }, index) => {
    const head = `ALTER TABLE ${nameOf(step, table)}`;
    const note = step.transaction ? afterCommit(step) : 'in a transaction of its own';
    const add = `${head} ADD CONSTRAINT ${quoteIdent(name)} ${texts[index]?.clause}${later ? ' NOT VALID' : ''}`;
    const validate = { note: afterCommit(step), statements: [`${head} VALIDATE CONSTRAINT ${quoteIdent(name)}`] };
    return [{ note, statements: briefly(step, add) }, ...(later ? [validate] : [])];
  });
  return advice(...rest.first, ...stages, ...rest.left);
}
