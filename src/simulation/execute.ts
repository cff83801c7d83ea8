// One statement against a session: the lock model for its effects, the session's own rules for transactions and settings, and the
// bodies of DO blocks and called functions, whose statements run as part of it.
import type { Effect } from '../postgres/effect.ts';
import type { TransactionBlock } from '../postgres/effects/execution.ts';
import { execute } from '../postgres/effects/index.ts';
import type { Statement } from '../postgres/parse.ts';
import type { Version } from '../postgres/versions.ts';
import type { Gap } from '../source/gap.ts';
import { applyChange, changesOfSelect, changesOfSet, inForce, type SettingChange } from './settings.ts';
import { control, type SessionState } from './transaction.ts';

export interface ExecuteOptions {
  readonly version: Version;
  readonly step: number;
}

export interface Executed {
  readonly effects: readonly Effect[];
  readonly state: SessionState;
  readonly gaps: readonly Gap[];
}

export function executeStatement(statement: Statement, state: SessionState, options: ExecuteOptions): Executed {
  const { node } = statement;
  const settings = inForce(state.settings);
  const { effects, catalog } = execute(statement, state.catalog, {
    version: options.version,
    step: options.step,
    searchPath: settings.searchPath,
    ...(settings.timeZone === undefined ? {} : { timeZone: settings.timeZone }),
    block: blockOf(state),
    ...(state.open ? { transactionStart: state.open.transaction.firstStep } : {}),
  });
  const next = { ...state, catalog };
  if ('TransactionStmt' in node) return { effects, gaps: [], state: control(next, node.TransactionStmt, options.step) };
  return { effects, gaps: [], state: applySettings(next, changesOf(statement)) };
}

const blockOf = (state: SessionState): TransactionBlock => state.open?.transaction.block ?? 'none';

function changesOf({ node }: Statement): SettingChange[] {
  if ('VariableSetStmt' in node) return changesOfSet(node.VariableSetStmt);
  if ('SelectStmt' in node) return changesOfSelect(node.SelectStmt);
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') {
    return [{ name: 'all', values: undefined, local: false }];
  }
  return [];
}

const applySettings = (state: SessionState, changes: readonly SettingChange[]): SessionState => ({
  ...state,
  settings: changes.reduce(
    (settings, change) => applyChange(settings, change, state.open !== undefined),
    state.settings,
  ),
});
