// Row security without a policy shows no rows and accepts none.
import {
  actionsOf,
  advice,
  alteredTable,
  briefly,
  defineRule,
  effectsOn,
  isRefused,
  nameOf,
  type Relation,
  relationBy,
  relationOf,
  type Step,
} from '../src/rule.ts';

export const rowSecurityWithoutPolicy = defineRule({
  id: 'row-security-without-policy',
  summary: 'A table is left with row security and no policy: everybody but its owner finds it empty',
  severity: 'warning',
  concern: 'compatibility',
  equivalents: { migrationPilot: ['MP057'] },
  sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  *check(step) {
    const table = isRefused(step) ? undefined : closedTable(step);
    if (!table || step.isNew(table)) return;
    const { oid } = table;
    const doubt = table.known ? '' : ', unless it has policies that history does not tell of';
    yield {
      message: `${nameOf(step, table)} has row security and no policy from here on: to everybody but its owner it looks empty, and their INSERTs are refused${doubt}.`,
      instead: advice({
        note: 'first a policy, here one that lets everything pass; then narrower ones',
        statements: briefly(
          step,
          `CREATE POLICY everybody ON ${nameOf(step, table)} USING (true) WITH CHECK (true)`,
          step.statement.sql,
        ),
      }),
      ...(step.transaction ? { stands: { atEndOf: 'run', if: (end) => isClosed(relationBy(end, oid)) } } : {}),
      effects: effectsOn(step, [table]),
    };
  },
});

const isClosed = (table: Relation | undefined): boolean => table?.rowSecurity === true && table.policies.length === 0;

/** The table that this statement leaves without: by ENABLE ROW LEVEL SECURITY, or by dropping its last policy. */
function closedTable(step: Step): Relation | undefined {
  const enables = actionsOf(step).some(({ node }) => node.subtype === 'AT_EnableRowSecurity');
  const table = enables ? alteredTable(step) : policyTable(step);
  const now = relationBy(step.after, table?.oid);
  if (!isClosed(now) || isClosed(relationBy(step.before, table?.oid))) return undefined;
  return now;
}

function policyTable(step: Step): Relation | undefined {
  const policy = step.effects.find((effect) => effect.kind === 'drop' && effect.object.kind === 'policy');
  return policy?.kind === 'drop' ? relationOf(step, policy.object.relation?.oid) : undefined;
}
