// ALTER TYPE … ADD VALUE and a statement that uses the value, in one transaction: PostgreSQL refuses the second.
import {
  advice,
  afterCommit,
  blocksWrites,
  briefly,
  defineRule,
  type RunView,
  type Step,
  unless,
} from '../src/rule.ts';

export const enumValueUsedInItsTransaction = defineRule({
  id: 'enum-value-used-in-its-transaction',
  summary: 'An enum value is used in the transaction that adds it, which PostgreSQL refuses',
  severity: 'error',
  concern: 'deploy',
  equivalents: { migrationPilot: ['MP054'] },
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  *check(step, run) {
    const refusal = step.effects.find((effect) => effect.kind === 'fails' && effect.code === '55P04');
    if (refusal?.kind !== 'fails') return;
    const value = /"(.*)"/.exec(refusal.message)?.[1] ?? '';
    const added = addedBy(run, value);
    const { sql } = step.statement;
    yield {
      message: `PostgreSQL refuses to use the new enum value '${value}' before the transaction that adds it has committed${unless([refusal])}.`,
      instead: advice({ note: afterCommit(step), statements: locks(step) ? briefly(step, sql) : [sql] }),
      ...(added ? { related: [{ step: added, message: 'adds the value' }] } : {}),
      effects: [],
    };
  },
});

const addedBy = ({ earlierInTransaction }: RunView, value: string): Step | undefined =>
  earlierInTransaction.find(
    ({ statement: { node } }) => 'AlterEnumStmt' in node && node.AlterEnumStmt.newVal === value,
  );

const locks = ({ effects }: Step): boolean =>
  effects.some((effect) => effect.kind === 'lock' && blocksWrites(effect.mode));
