// CREATE RULE changes what others' statements on a table do.
import { defineRule, effectsOn, findTable, isRefused, nameOf, quoteIdent } from '../src/rule.ts';

export const rewriteRule = defineRule({
  id: 'rewrite-rule',
  summary: 'A rule is put on a table: statements of the running application become other statements',
  severity: 'warning',
  concern: 'compatibility',
  sources: [
    'https://www.postgresql.org/docs/current/sql-createrule.html',
    'https://www.postgresql.org/docs/current/rules-triggers.html',
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_rules',
  ],
  *check(step) {
    if (step.statement.kind !== 'RuleStmt' || isRefused(step)) return;
    const { node } = step.statement;
    if (!('RuleStmt' in node)) return;
    const { rulename = '', event, instead, actions = [], whereClause } = node.RuleStmt;
    const table = findTable(step, node.RuleStmt.relation);
    const command = commands[event ?? ''];
    if (!table || !command || table.kind === 'view' || step.isNew(table)) return;
    const what = !instead
      ? 'also run the actions of the rule, whose expressions are evaluated once more'
      : actions.length === 0
        ? 'do nothing and report success'
        : 'do what the rule says instead';
    const some = whereClause ? ' for rows that meet its condition' : '';
    yield {
      message: `${command} statements on ${nameOf(step, table)} ${what}${some} from here on, because of the rule ${quoteIdent(rulename)}; COPY passes it by, and RETURNING may be refused.`,
      effects: effectsOn(step, [table]),
    };
  },
});

const commands: Record<string, string> = { CMD_INSERT: 'INSERT', CMD_UPDATE: 'UPDATE', CMD_DELETE: 'DELETE' };
