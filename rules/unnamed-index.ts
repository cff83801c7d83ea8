// An index without a name gets one from PostgreSQL, which is hard to guess for expressions and partial indexes.
import { defineRule, effectsOf, effectsOn, findTable, isRefused, quoteIdent } from '../src/rule.ts';

export const unnamedIndex = defineRule({
  id: 'unnamed-index',
  summary: 'An index on an expression or on some rows has no name of its own',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  equivalents: { migrationPilot: ['MP042'] },
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html'],
  *check(step) {
    if (step.statement.kind !== 'IndexStmt' || isRefused(step)) return;
    const { node } = step.statement;
    if (!('IndexStmt' in node) || node.IndexStmt.idxname) return;
    const { whereClause, indexParams = [], relation } = node.IndexStmt;
    const isExpression = indexParams.some((param) => 'IndexElem' in param && param.IndexElem.expr);
    if (!whereClause && !isExpression) return;
    const table = findTable(step, relation);
    const chosen = effectsOf(step, 'build')[0]?.index.split('.').at(-1);
    yield {
      message: `The index gets the name ${chosen === undefined ? 'that PostgreSQL chooses' : quoteIdent(chosen)}, which does not say what it is for and depends on which names are taken: no later migration can count on it.`,
      effects: table ? effectsOn(step, [table]) : [],
    };
  },
});
