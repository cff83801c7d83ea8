// The default of a column in use is changed: the running application may keep the old one in memory.
import {
  advice,
  alteredTable,
  blockingLocks,
  type ChangedColumn,
  changedColumns,
  defineRule,
  effectsOn,
  list,
  madeInRun,
  nameOf,
  onceUnused,
  quoteIdent,
  type RunView,
} from '../src/rule.ts';

export const changedDefault = defineRule({
  id: 'changed-default',
  summary: 'The default of an existing column is changed: the running application may still write the old one itself',
  severity: 'warning',
  concern: 'compatibility',
  equivalents: { strongMigrations: ['change_column_default'] },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-COLUMN-DEFAULT',
    'https://gitlab.com/gitlab-com/gl-infra/production/-/issues/8204',
  ],
  *check(step, run) {
    const made = madeInRun(step, run);
    const changed = changedColumns(step, 'AT_ColumnDefault').filter(
      (change) => !made.hasColumn(change.table, change.before) && isLasting(change, run),
    );
    const table = alteredTable(step);
    if (changed.length === 0 || !table) return;
    const names = list(changed.map(({ after }) => `${nameOf(step, table)}.${quoteIdent(after.name)}`));
    const first = changed.every(isFirst);
    yield {
      message: first
        ? `Rows that leave out ${names} get the new default from here on, and a running version of the application that knows none may write NULL itself.`
        : `A running version of the application that has read the old default of ${names}, as ORMs do when they start, goes on writing it, and one that relies on it gets another value.`,
      ...(first ? { severity: 'info' as const } : {}),
      instead: advice(onceUnused(step, 'changed-default', `the default of ${names}`)),
      effects: effectsOn(step, [table, ...blockingLocks(step).map(({ relation }) => relation)]),
    };
  },
});

/** SET DEFAULT, but not one that follows a DROP DEFAULT of the same run, as for a change of type. */
function isLasting({ action, table, before }: ChangedColumn, { memory }: RunView): boolean {
  const key = `${table.oid}.${before.number}`;
  if (action.node.def) return !memory.has(key);
  memory.set(key, 'dropped');
  return false;
}

/** It had none, as far as history tells. */
const isFirst = ({ table, before }: ChangedColumn): boolean => table.known && before.default === undefined;
