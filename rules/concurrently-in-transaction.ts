// What PostgreSQL refuses inside a transaction: the CONCURRENTLY forms first of all.
import {
  advice,
  concurrentBuild,
  defineRule,
  effectsOn,
  findTable,
  indexDrop,
  indexText,
  outsideTransaction,
  patiently,
  refusalOf,
  type Step,
} from '../src/rule.ts';

const refusedInTransaction = '25001';

export const concurrentlyInTransaction = defineRule({
  id: 'concurrently-in-transaction',
  summary: 'CONCURRENTLY, VACUUM and the like inside a transaction, a multi-statement string or a function: refused',
  severity: 'error',
  concern: 'deploy',
  equivalents: { squawk: ['ban-concurrent-index-creation-in-transaction'], migrationPilot: ['MP025'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT',
  ],
  *check(step, run) {
    const refusal = refusalOf(step);
    if (refusal?.code !== refusedInTransaction) return;
    const note = outsideTransaction(step);
    const begun = step.transaction?.openedBy === 'statement' ? run.earlierInTransaction[0] : undefined;
    yield {
      message: `PostgreSQL refuses this: ${refusal.message}${opener(step)}.`,
      ...(note === undefined ? {} : outside(step, note)),
      ...(begun ? { related: [{ step: begun, message: 'The transaction begins here.' }] } : {}),
      effects: effectsOn(step, []),
    };
  },
});

/** The same outside; CREATE INDEX as one can try it again. What nobody should run is other rules' matter. */
function outside(step: Step, note: string): { instead?: string } {
  const { node, sql } = step.statement;
  if (blocksOutside(step)) return {};
  const table = 'IndexStmt' in node ? findTable(step, node.IndexStmt.relation) : undefined;
  if (!table) return { instead: advice({ note, statements: patiently(step, sql) }) };
  const name = indexText(step)?.name;
  const again = 'IndexStmt' in node && node.IndexStmt.if_not_exists && name !== undefined;
  const stages = concurrentBuild(step, table, again ? { first: [indexDrop(step, name)] } : {});
  return stages ? { instead: advice(...stages) } : {};
}

/** VACUUM FULL and CLUSTER are refused here, and block everybody where they are not. */
const blocksOutside = ({ statement: { kind, sql } }: Step): boolean =>
  kind === 'ClusterStmt' || (kind === 'VacuumStmt' && /^vacuum\s*(?:full|\([^)]*\bfull\b)/i.test(sql));

function opener({ transaction }: Step): string {
  switch (transaction?.openedBy) {
    case 'runner':
      return ', and the migration tool opens one around the file';
    case 'statement':
      return ', and BEGIN has opened one';
    case 'string':
      return ', and several statements in one string are one transaction';
    default:
      return '';
  }
}
