// A column may hold NULL from now on, which readers may not expect.
import {
  advice,
  blockingLocks,
  changedColumns,
  defineRule,
  effectsOn,
  madeInRun,
  nameOf,
  onceUnused,
  quoteIdent,
} from '../src/rule.ts';

export const droppedNotNull = defineRule({
  id: 'dropped-not-null',
  summary: 'NOT NULL is dropped: readers of the running application may find a NULL that they do not expect',
  severity: 'info',
  concern: 'compatibility',
  equivalents: { squawk: ['ban-drop-not-null'], migrationPilot: ['MP029'] },
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'],
  *check(step, run) {
    const made = madeInRun(step, run);
    for (const { table, before, after } of changedColumns(step, 'AT_DropNotNull')) {
      const had = before.notNull || !table.known;
      if (!had || after.notNull || made.hasColumn(table, before)) continue;
      const column = `${nameOf(step, table)}.${quoteIdent(after.name)}`;
      yield {
        message: `Readers of ${column} in the running application may find NULL from here on.`,
        instead: advice(onceUnused(step, 'dropped-not-null', `${column} without expecting NULL`)),
        effects: effectsOn(step, [table, ...blockingLocks(step).map(({ relation }) => relation)]),
      };
    }
  },
});
