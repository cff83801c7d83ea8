// Statements that steer the session and touch no relation: transactions, settings, notifications. The simulation keeps their state.
import type { Execution } from './execution.ts';
import { fails } from './execution.ts';
import type { Family } from './family.ts';

const nothing = () => undefined;

export const sessionFamily: Family = {
  TransactionStmt: { source: 'sql-begin', run: (x, node) => refusePreparedInBlock(x, node.kind) },
  VariableSetStmt: { source: 'sql-set', run: nothing },
  VariableShowStmt: { source: 'sql-show', run: nothing },
  ConstraintsSetStmt: { source: 'sql-set-constraints', run: nothing },
  // The body's statements are executed one by one by the simulation.
  DoStmt: { source: 'sql-do', run: nothing },
};

function refusePreparedInBlock(x: Execution, kind: string | undefined): void {
  const word =
    kind === 'TRANS_STMT_COMMIT_PREPARED' ? 'COMMIT' : kind === 'TRANS_STMT_ROLLBACK_PREPARED' ? 'ROLLBACK' : '';
  if (word && x.block !== 'none') fails(x, `${word} PREPARED cannot run inside a transaction block`, '25001');
}
