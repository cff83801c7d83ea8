// CREATE TABLE IF NOT EXISTS of a table that is there with other columns: PostgreSQL keeps what is there and says nothing.
import {
  defineRule,
  findTable,
  list,
  nameOf,
  quoteIdent,
  type Relation,
  type Step,
  writtenColumns,
} from '../src/rule.ts';

export const tableDriftBehindIfNotExists = defineRule({
  id: 'table-drift-behind-if-not-exists',
  summary: 'IF NOT EXISTS passes over a table that is there with other columns, which stays as it is',
  severity: 'warning',
  concern: 'deploy',
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html'],
  *check(step) {
    if (step.statement.kind !== 'CreateStmt') return;
    const { node } = step.statement;
    const create = 'CreateStmt' in node ? node.CreateStmt : undefined;
    const table = create?.if_not_exists ? findTable(step, create.relation) : undefined;
    if (!table?.known || create?.relation?.relpersistence === 't') return;
    const difference = differenceOf(step, table);
    if (!difference) return;
    yield {
      message: `${nameOf(step, table)} exists already, so this does nothing: ${difference}.`,
      effects: [],
    };
  },
});

/** What the statement says and the table has not, or has otherwise. */
function differenceOf(step: Step, table: Relation): string | undefined {
  const written = writtenColumns(step);
  const missing = written.filter(({ name }) => table.columns.every((column) => column.name !== name));
  if (missing.length > 0) {
    return `the table does not get the column${missing.length > 1 ? 's' : ''} ${list(missing.map(({ name }) => quoteIdent(name)))}`;
  }
  const other = written.filter(({ name, type }) => {
    const column = table.columns.find((one) => one.name === name);
    return column?.type.known && type !== undefined && column.type.name !== type;
  });
  if (other.length === 0) return undefined;
  return `${list(other.map(({ name }) => quoteIdent(name)))} ${other.length > 1 ? 'keep their types' : 'keeps its type'}`;
}
