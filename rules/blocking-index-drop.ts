// DROP INDEX without CONCURRENTLY: it locks the table against reads, and waits in front of them for open transactions.
import {
  advice,
  blockingLocks,
  defineRule,
  droppedWithoutReplacement,
  effectsOf,
  effectsOn,
  getAs,
  list,
  nameOf,
  outsideTransaction,
  patiently,
  type Relation,
  relationOf,
  type Step,
  unless,
  waiting,
} from '../src/rule.ts';

export const blockingIndexDrop = defineRule({
  id: 'blocking-index-drop',
  summary: 'An index is dropped without CONCURRENTLY: reads and writes of its table wait',
  severity: 'warning',
  concern: 'locks',
  equivalents: {
    squawk: ['require-concurrent-index-deletion'],
    strongMigrations: ['remove_index'],
    migrationPilot: ['MP009'],
  },
  sources: ['https://www.postgresql.org/docs/current/sql-dropindex.html'],
  *check(step) {
    const { node } = step.statement;
    if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX' || node.DropStmt.concurrent) return;
    const indexes = droppedIndexes(step);
    const locks = blockingLocks(step);
    const doubts = effectsOf(step, 'lock').filter(({ relation }) => relation.kind === 'index' && !relation.known);
    // A partitioned index can't be dropped concurrently.
    if (locks.length + doubts.length === 0 || indexes.some((index) => isPartitioned(step, index))) return;
    const dropped = [...indexes, ...doubts.map(({ relation }) => relation)];
    const names = list(dropped.map((index) => nameOf(step, index)));
    const whose =
      locks.length > 0 ? waiting(step, locks) : 'reads and writes of its table (which one, history does not tell)';
    yield {
      message: `Dropping ${names} without CONCURRENTLY makes ${whose} wait until all transactions that use the table have ended and this one has too${unless(doubts)}.`,
      instead: concurrently(step, dropped, node.DropStmt.missing_ok ?? false),
      effects: effectsOn(
        step,
        [...locks, ...doubts].map(({ relation }) => relation),
      ),
    };
  },
});

const droppedIndexes = (step: Step): Relation[] =>
  effectsOf(step, 'drop').flatMap(({ object, cascaded }) => {
    const index = cascaded ? undefined : getAs(step.before, object.oid, 'relation');
    return index?.index ? [index] : [];
  });

const isPartitioned = (step: Step, { index }: Relation): boolean =>
  relationOf(step, index?.table)?.partitionKey !== undefined;

function concurrently(step: Step, indexes: readonly { schema: string; name: string }[], missingOk: boolean): string {
  const note = outsideTransaction(step);
  const drop = missingOk ? 'DROP INDEX CONCURRENTLY IF EXISTS' : 'DROP INDEX CONCURRENTLY';
  const needed = new Set(droppedWithoutReplacement(step).map(({ relation }) => nameOf(step, relation)));
  const statements = indexes.map((index) => {
    const name = nameOf(step, index);
    return `${needed.has(name) ? `-- migration-lint-allow dropped-index: no query needs ${name}\n` : ''}${drop} ${name}`;
  });
  return advice({ ...(note ? { note } : {}), statements: patiently(step, ...statements) });
}
