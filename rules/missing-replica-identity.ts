// A published table without a replica identity refuses UPDATE and DELETE.
import { actionsOf, defineRule, effectsOn, isRefused, list, nameOf, type Step, unidentified } from '../src/rule.ts';

export const missingReplicaIdentity = defineRule({
  id: 'missing-replica-identity',
  summary: 'A published table has no replica identity: UPDATE and DELETE on it are refused',
  severity: 'error',
  concern: 'compatibility',
  equivalents: { migrationPilot: ['MP055'] },
  sources: [
    'https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY',
  ],
  *check(step) {
    if (!mayTakeIdentity(step) || isRefused(step) || insertsOnly.test(step.statement.sql)) return;
    const before = new Set(unidentified(step.before).map(({ oid }) => oid));
    const lost = unidentified(step.after).filter((table) => !before.has(table.oid) && !step.isNew(table));
    if (lost.length === 0) return;
    const names = list(lost.slice(0, 8).map((table) => nameOf(step, table)));
    const more = lost.length > 8 ? ` and ${lost.length - 8} more` : '';
    yield {
      message: `UPDATE and DELETE on ${names}${more} are refused from here on: a publication sends ${lost.length > 1 ? 'their' : 'its'} changes, and without a primary key or another replica identity it can't tell which row is meant.`,
      effects: effectsOn(step, lost),
    };
  },
});

/** `publish = 'insert'` sends neither. */
const insertsOnly = /\bpublish\s*=\s*'[^'ud]*'/i;

const actions = new Set(['AT_ReplicaIdentity', 'AT_DropConstraint', 'AT_DropColumn']);

/** Asked first, as the question walks the whole schema. */
function mayTakeIdentity(step: Step): boolean {
  const { kind } = step.statement;
  if (kind === 'CreatePublicationStmt' || kind === 'AlterPublicationStmt') return true;
  return kind === 'AlterTableStmt' && actionsOf(step).some(({ node }) => actions.has(node.subtype ?? ''));
}
