// Row security is forced on a table's owner, or switched off for everybody.
import { actionsOf, alteredTable, defineRule, effectsOn, isRefused, nameOf, relationBy } from '../src/rule.ts';

export const changedRowSecurity = defineRule({
  id: 'changed-row-security',
  summary: 'Row security is switched off, or forced on the owner: other rows are visible from then on',
  severity: 'warning',
  concern: 'compatibility',
  sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  *check(step) {
    const table = isRefused(step) ? undefined : alteredTable(step);
    if (!table || step.isNew(table)) return;
    const found = actionsOf(step).flatMap(({ node }) => changes[node.subtype ?? ''] ?? []);
    const now = relationBy(step.after, table.oid);
    // Nobody passes where there is no policy, which row-security-without-policy says.
    const [what] = found;
    if (!what || (what === forced && now?.rowSecurity === true && now.policies.length === 0)) return;
    yield { message: what.replace('TABLE', nameOf(step, table)), effects: effectsOn(step, [table]) };
  },
});

const forced =
  'The policies of TABLE hold for its owner too from here on: an application that connects as the owner no longer sees or changes rows that they do not let pass.';

const changes: Record<string, string> = {
  AT_ForceRowSecurity: forced,
  AT_DisableRowSecurity:
    'The policies of TABLE no longer hold from here on: whoever may read or write the table reaches every row of it.',
};
