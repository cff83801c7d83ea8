// A foreign key is dropped: the referenced table is locked as the referencing one is.
import {
  type Action,
  actionsOf,
  advice,
  afterCommit,
  blockingLocks,
  briefly,
  type Constraint,
  defineRule,
  droppedKeys,
  eachAlone,
  effectsOn,
  hasLockTimeout,
  heldBlocking,
  list,
  nameOf,
  quoteIdent,
  type RunView,
  relationBy,
  relations,
  restOf,
  type Step,
  waiting,
} from '../src/rule.ts';

export const droppedForeignKey = defineRule({
  id: 'dropped-foreign-key',
  summary:
    'A foreign key is dropped without a lock_timeout or beside other locks: the referenced table is locked as well',
  severity: 'warning',
  concern: 'locks',
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html',
    'https://gitlab.com/gitlab-com/gl-infra/production/-/issues/6642',
  ],
  *check(step, run) {
    const keys = droppedKeys(step);
    const tables = new Set(keys.flatMap(({ relation, references }) => [relation, references]));
    const locks = blockingLocks(step).filter(({ relation }) => tables.has(relation.oid));
    if (keys.length === 0 || isSafe(step, tables)) return;
    const names = list(keys.map(({ name }) => quoteIdent(name)));
    yield {
      message: `Dropping the foreign key ${names} makes ${waiting(step, locks)} wait until it has locked both sides and the transaction has ended${deadlock(step, keys)}.`,
      instead: safeWay(step, run, keys),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

/** It locks the referencing side first, where most applications write the other way round. */
function deadlock(step: Step, keys: readonly Constraint[]): string {
  const refs = (side: 'relation' | 'references') => keys.flatMap((key) => relationBy(step.before, key[side]) ?? []);
  return `; a transaction that has used ${relations(step, refs('references'))} and goes on to ${relations(step, refs('relation'))} deadlocks with it`;
}

/** One referenced table, a wait that ends, and no other table held on the way. */
const isSafe = (step: Step, tables: ReadonlySet<number | undefined>): boolean =>
  tables.size === 2 && hasLockTimeout(step) && heldBlocking(step).every(({ relation }) => tables.has(relation.oid));

function safeWay(step: Step, run: RunView, keys: readonly Constraint[]): string {
  const drops = keys.flatMap(({ relation, name }) => {
    const table = relationBy(step.before, relation);
    return table ? `ALTER TABLE ${nameOf(step, table)} DROP CONSTRAINT ${quoteIdent(name)}` : [];
  });
  const alone = drops.length > 1 ? eachAlone(step) : step.held.length > 0 ? afterCommit(step) : undefined;
  const rest = restOf(step, run.version, { actions: actionsOf(step).filter(({ node }) => isDrop(node, keys)) });
  const own = { ...(alone ? { note: alone } : {}), statements: briefly(step, ...drops) };
  return advice(...(rest?.first ?? []), own, ...(rest?.left ?? []));
}

const isDrop = ({ subtype, name }: Action['node'], keys: readonly Constraint[]): boolean =>
  subtype === 'AT_DropConstraint' && keys.some((key) => key.name === name);
