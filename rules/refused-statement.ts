// A statement that PostgreSQL is certain to refuse, whatever the rows are: the migration stops there.
import { advice, concurrentBuild, defineRule, findTable, refusalOf, type Step } from '../src/rule.ts';

export const refusedStatement = defineRule({
  id: 'refused-statement',
  summary: 'PostgreSQL refuses the statement on this schema and version, and the migration stops there',
  severity: 'error',
  concern: 'deploy',
  equivalents: { migrationPilot: ['MP049', 'MP097'] },
  sources: ['https://www.postgresql.org/docs/current/errcodes-appendix.html'],
  *check(step) {
    const refusal = refusalOf(step);
    // Inside a transaction only, which have rules of their own.
    if (!refusal || ['25001', '55P04'].includes(refusal.code)) return;
    const instead = partByPart(step);
    yield {
      message: `PostgreSQL refuses this: ${refusal.message}.`,
      ...(instead === undefined ? {} : { instead }),
    };
  },
});

/** The one refusal with a way round that is always the same: CREATE INDEX CONCURRENTLY on a partitioned table. */
function partByPart(step: Step): string | undefined {
  const { node } = step.statement;
  if (!('IndexStmt' in node) || !node.IndexStmt.concurrent) return undefined;
  const table = findTable(step, node.IndexStmt.relation);
  const stages = table?.partitionKey ? concurrentBuild(step, table) : undefined;
  return stages && advice(...stages);
}
