// A column is dropped while the running application may still name it.
import {
  advice,
  alteredTable,
  blockingLocks,
  columnDrop,
  defineRule,
  dropsOf,
  effectsOn,
  indexesLostWithColumns,
  isColumnMade,
  lastName,
  list,
  madeInRun,
  nameOf,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const droppedColumn = defineRule({
  id: 'dropped-column',
  summary: 'A column is dropped: statements of the running application that name it fail, and its data is lost',
  severity: 'error',
  concern: 'compatibility',
  equivalents: { squawk: ['ban-drop-column'], strongMigrations: ['remove_column'], migrationPilot: ['MP017'] },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-COLUMN',
    'https://www.buildkitestatus.com/incidents/vqml6y5bx934',
    'https://buttondown.com/blog/incident-0023',
  ],
  *check(step, run) {
    const made = madeInRun(step, run);
    const drops = dropsOf(step, ['column']).filter((drop) => drop.object.relation && !isColumnMade(step, made, drop));
    const target = alteredTable(step)?.oid;
    const own = drops.find(({ object }) => object.relation?.oid === target) ?? drops[0];
    const table = own?.object.relation;
    if (!table) return;
    const columns = [...new Set(drops.filter(({ object }) => object.relation?.oid === table.oid).map(lastName))];
    const names = list(columns.map((column) => `${nameOf(step, table)}.${quoteIdent(column)}`));
    const data = columns.length > 1 ? 'their data is' : 'its data is';
    yield {
      message: `Statements of the running application that name ${names} fail from here on, and ${data} lost${lostWith(step)}.`,
      instead: advice(...columnDrop(step, run.version, names)),
      effects: effectsOn(step, [table, ...blockingLocks(step).map(({ relation }) => relation)]),
    };
  },
});

/** Indexes and constraints that go along without a word from PostgreSQL; indexes that other columns need have a rule of their own. */
function lostWith(step: Step): string {
  const apart = new Set<number | undefined>(
    indexesLostWithColumns(step).flatMap(({ index }) => [index.oid, index.index.constraint]),
  );
  const drops = dropsOf(step, ['index', 'constraint'], true).filter(({ object }) => !apart.has(object.oid));
  const gone = drops.map((drop) => `${drop.object.kind} ${quoteIdent(lastName(drop))}`);
  return gone.length === 0 ? '' : `; ${list([...new Set(gone)])} ${gone.length > 1 ? 'go' : 'goes'} with it`;
}
