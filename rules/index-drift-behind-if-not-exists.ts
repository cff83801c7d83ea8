// CREATE INDEX IF NOT EXISTS of a name that another index has: PostgreSQL looks at the name alone.
import {
  columnsOf,
  defineRule,
  findTable,
  isRefused,
  list,
  nameOf,
  quoteIdent,
  type Relation,
  relationBy,
} from '../src/rule.ts';

export const indexDriftBehindIfNotExists = defineRule({
  id: 'index-drift-behind-if-not-exists',
  summary: 'IF NOT EXISTS passes over an index of that name on other columns, which stays as it is',
  severity: 'warning',
  concern: 'deploy',
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html'],
  *check(step) {
    if (step.statement.kind !== 'IndexStmt' || isRefused(step)) return;
    const { node } = step.statement;
    if (!('IndexStmt' in node) || !node.IndexStmt.if_not_exists || !node.IndexStmt.idxname) return;
    const { idxname, relation, indexParams = [], unique = false } = node.IndexStmt;
    const table = findTable(step, relation);
    const index = table && findTable(step, { schemaname: table.schema, relname: idxname });
    if (!table || !index?.index || step.isNew(index)) return;
    const wanted = indexParams.flatMap((one) => ('IndexElem' in one ? (one.IndexElem.name ?? '') : ''));
    const there = relationBy(step.before, index.index.table);
    const difference = differenceOf(index, there, { table: table.oid, columns: wanted, unique });
    if (!there || !difference) return;
    yield {
      message: `${quoteIdent(idxname)} exists already, ${difference} of ${nameOf(step, there)}, so this builds nothing: the index that it describes is not there.`,
    };
  },
});

interface Wanted {
  readonly table: number;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

/** What is there, where it is not what is wanted. Expressions are not compared. */
function differenceOf({ index }: Relation, there: Relation | undefined, wanted: Wanted): string | undefined {
  if (!index || index.hasExpressions || wanted.columns.includes('')) return undefined;
  const columns = columnsOf(
    there,
    index.keys.flatMap((key) => key ?? []),
  );
  const same =
    index.table === wanted.table && columns.join() === wanted.columns.join() && index.unique === wanted.unique;
  return same ? undefined : `${index.unique ? 'a unique index' : 'an index'} on ${list(columns.map(quoteIdent))}`;
}
