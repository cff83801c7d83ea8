// A foreign key whose columns no index serves: whoever deletes a referenced row reads the whole referencing table.
import {
  addedConstraints,
  advice,
  afterCommit,
  briefly,
  briefTimeout,
  type Catalog,
  type Constraint,
  columnsOf,
  defineRule,
  effectsOn,
  getAs,
  heldBlocking,
  isIndexed,
  list,
  lockedReferenced,
  nameOf,
  outsideTransaction,
  patiently,
  quoteIdent,
  type Relation,
  relationBy,
  type Step,
  scansOf,
} from '../src/rule.ts';

export const unindexedForeignKey = defineRule({
  id: 'unindexed-foreign-key',
  summary: 'No index has the columns of a new foreign key first: deleting a referenced row reads the whole table',
  severity: 'info',
  concern: 'design',
  // The safe ways of adding a key that other rules print would all need an index build besides.
  preset: 'strict',
  equivalents: { eugene: ['E15'], migrationPilot: ['MP016'] },
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  *check(step) {
    for (const key of addedConstraints(step, 'foreign-key')) {
      const table = relationBy(step.after, key.relation);
      const referenced = relationBy(step.after, key.references);
      // Of a table that history does not tell, the indexes are not known either.
      if (!table?.known || !referenced || table.persistence === 'temporary' || isIndexed(step.after, key)) continue;
      const columns = columnsOf(table, key.columns).map(quoteIdent);
      const whole = nameOf(step, table);
      const sql = withIndex(step, table, key);
      yield {
        message: `No index of ${whole} begins with ${list(columns)}: to delete a row of ${nameOf(step, referenced)}, or to change its key, reads all of ${whole} while the row is locked.`,
        ...(sql ? { instead: sql } : {}),
        effects: effectsOn(step, [table, referenced]),
        stands: { atEndOf: 'project', if: isStillUnindexed(key) },
      };
    }
  },
});

const isStillUnindexed =
  (key: Constraint) =>
  (end: Catalog): boolean =>
    getAs(end, key.oid, 'constraint')?.relation === key.relation && !isIndexed(end, key);

/** Of a table in use the index comes first; beside a new one nobody waits for it. */
function withIndex(step: Step, table: Relation, key: Constraint): string | undefined {
  const names = columnsOf(table, key.columns);
  const whole = nameOf(step, table);
  const on = `ON ${whole} (${names.map(quoteIdent).join(', ')})`;
  const others = lockedReferenced(step).length;
  // foreign-key-locks-referenced-table and several-referenced-tables-locked advise on the table then.
  if (step.isNew(table) && (others > 1 || (others > 0 && heldBlocking(step).length > 0))) return undefined;
  if (step.isNew(table)) return advice({ statements: [...briefly(step, step.statement.sql), `CREATE INDEX ${on}`] });
  if (table.partitionKey || scansOf(step, 'foreign-key').length > 0) return undefined;
  const note = outsideTransaction(step);
  const build = { ...(note ? { note } : {}), statements: patiently(step, `CREATE INDEX CONCURRENTLY ${on}`) };
  const own = { statements: [briefTimeout, step.statement.sql], ...(note ? { note: 'then' } : {}) };
  const validate = {
    note: afterCommit(step),
    statements: [`ALTER TABLE ${whole} VALIDATE CONSTRAINT ${quoteIdent(key.name)}`],
  };
  const old = relationBy(step.before, table.oid)?.columns ?? [];
  const isNewColumn = names.some((name) => old.every((column) => column.name !== name));
  const stages = isNewColumn ? [own, build] : [build, own];
  return advice(...stages, ...(key.validated ? [] : [validate]));
}
