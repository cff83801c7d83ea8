// A default is dropped: inserts that leave the column out store NULL, or fail where it is NOT NULL.
import {
  advice,
  blockingLocks,
  type ChangedColumn,
  changedColumns,
  defineRule,
  effectsOn,
  getAs,
  madeInRun,
  nameOf,
  onceUnused,
  quoteIdent,
  type relationBy,
} from '../src/rule.ts';

export const droppedDefault = defineRule({
  id: 'dropped-default',
  summary: 'The default of a column is dropped: inserts that leave the column out fail or store NULL',
  severity: 'warning',
  concern: 'compatibility',
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-COLUMN-DEFAULT'],
  *check(step, run) {
    const made = madeInRun(step, run);
    for (const change of changedColumns(step, 'AT_ColumnDefault')) {
      const { action, table, before, after } = change;
      if (action.node.def || hasDefault(after) || (table.known && before.default === undefined)) continue;
      const column = `${nameOf(step, table)}.${quoteIdent(after.name)}`;
      const fresh = made.hasColumn(table, before);
      if (fresh && !after.notNull) continue;
      const fails = fresh
        ? `Inserts of the running application, which does not know ${column} yet, fail from here on: the column is NOT NULL and has no default any more.`
        : `Inserts that leave out ${column} fail from here on: the column is NOT NULL and has no default any more.`;
      const severity = fresh ? ('error' as const) : after.notNull || !table.known ? undefined : ('info' as const);
      const unknown = table.known ? '' : ', or fail if it is NOT NULL';
      yield {
        message: after.notNull ? fails : `Inserts that leave out ${column} store NULL from here on${unknown}.`,
        ...(severity ? { severity } : {}),
        instead: advice(onceUnused(step, 'dropped-default', `the default of ${column}`)),
        effects: effectsOn(step, [table, ...blockingLocks(step).map(({ relation }) => relation)]),
        // Tools that change a type drop the default first and set it again.
        stands: stillWithout(table.oid, after.number),
      };
    }
  },
});

const hasDefault = ({ default: value, identity, generated }: ChangedColumn['after']): boolean =>
  value !== undefined || identity !== undefined || generated !== undefined;

const stillWithout = (oid: number, number: number) => ({
  atEndOf: 'run' as const,
  if: (end: Parameters<typeof relationBy>[0]) => {
    const column = getAs(end, oid, 'relation')?.columns.find((one) => one.number === number);
    return column !== undefined && !hasDefault(column);
  },
});
