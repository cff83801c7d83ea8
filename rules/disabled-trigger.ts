// Triggers or rules that are switched off: what others write meanwhile goes past them.
import {
  actionsOf,
  alteredTable,
  defineRule,
  effectsOn,
  isRefused,
  nameOf,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const disabledTrigger = defineRule({
  id: 'disabled-trigger',
  summary: 'Triggers, rules or foreign key checks are switched off: rows written meanwhile go past them',
  severity: 'warning',
  concern: 'data',
  equivalents: { migrationPilot: ['MP064'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER',
    'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE',
  ],
  *check(step) {
    if (isRefused(step)) return;
    if (setsReplicaRole(step)) {
      yield {
        message:
          'Triggers do not fire and foreign keys are not checked for what this session writes from here on: rows that break them stay, and nothing finds them later.',
      };
      return;
    }
    const table = alteredTable(step);
    const [off] = actionsOf(step).flatMap(({ node }) => switchedOff(node.subtype, node.name));
    if (!off || !table || step.isNew(table)) return;
    const whose = step.transaction
      ? 'for this transaction, and for everybody if it does not switch it on again'
      : 'for everybody until it is switched on again';
    yield {
      message: `${off.what} of ${nameOf(step, table)} ${off.verb} off ${whose}: rows written meanwhile ${off.past}.`,
      effects: effectsOn(step, [table]),
    };
  },
});

interface Off {
  readonly what: string;
  readonly verb: string;
  readonly past: string;
}

function switchedOff(subtype: string | undefined, name = ''): Off[] {
  const past = 'go past it, and nothing makes up for that later';
  switch (subtype) {
    case 'AT_DisableTrig':
      return [{ what: `The trigger ${quoteIdent(name)}`, verb: 'is', past }];
    case 'AT_DisableTrigUser':
      return [{ what: 'Every trigger', verb: 'is', past }];
    case 'AT_DisableTrigAll':
      return [
        {
          what: 'Every trigger, those that check foreign keys too,',
          verb: 'is',
          past: 'may break them, and nothing finds that later',
        },
      ];
    case 'AT_DisableRule':
      return [{ what: `The rule ${quoteIdent(name)}`, verb: 'is', past }];
    default:
      return [];
  }
}

/** `SET session_replication_role = replica` */
function setsReplicaRole({ statement }: Step): boolean {
  if (statement.kind !== 'VariableSetStmt' || !('VariableSetStmt' in statement.node)) return false;
  const { name, args = [] } = statement.node.VariableSetStmt;
  return name === 'session_replication_role' && /"sval":"replica"/i.test(JSON.stringify(args));
}
