// The safe way as runnable SQL: statements grouped into the migrations or transactions that they belong to, with the timeouts they need.
import type { Step } from '../simulation/step.ts';
import { hasLockTimeout } from './facts.ts';

/** Statements that run together; `note` says where, when that is not plain: `second migration, once the first is deployed`. */
export interface Stage {
  readonly note?: string;
  /** Without their semicolons. */
  readonly statements: readonly string[];
}

/** The stages in order, each statement ended with `;`, each note a comment above. */
export const advice = (...stages: readonly Stage[]): string =>
  stages
    .map(({ note, statements }) => [...(note ? [`-- ${note}`] : []), ...statements.map((sql) => `${sql};`)].join('\n'))
    .join('\n');

/** For what follows a statement before which `patiently` has lifted the timeout. */
export const briefTimeout = `SET lock_timeout = '5s'`;

/** `SET lock_timeout` for statements that take a blocking lock for a moment, where none is in force there. */
export function briefly(step: Step, ...statements: string[]): string[] {
  const { lockTimeout } = step.settings;
  // What a transaction's file has set need not hold in the migration that the advice is for.
  const inForce = hasLockTimeout(step) && (lockTimeout?.setBy === 'config' || !step.transaction);
  return inForce ? statements : [briefTimeout, ...statements];
}

/** What a CONCURRENTLY form has to wait for may take longer; below this it is likely to fail and to leave an invalid index. */
const patience = 30_000;

/** Statements that wait for other transactions: a short or inherited lock_timeout is lifted first. */
export function patiently(step: Step, ...statements: string[]): string[] {
  const { lockTimeout } = step.settings;
  const short = lockTimeout && lockTimeout.milliseconds < patience && lockTimeout.setBy !== 'transaction';
  return short ? [`SET lock_timeout = '10min'`, ...statements] : statements;
}

/** How a statement that must be outside a transaction gets there; undefined where it is outside already. */
export function outsideTransaction({ transaction }: Step): string | undefined {
  switch (transaction?.openedBy) {
    case 'runner':
      return 'in a migration of its own, which your tool runs outside a transaction';
    case 'statement':
      return 'outside BEGIN and COMMIT';
    case 'body':
      return 'outside the DO block or function';
    case 'string':
      return 'each sent to the server by itself, not in one string';
    default:
      return undefined;
  }
}

/** The note for what has to wait for the commit of what comes before. */
export const afterCommit = (step: Step): string =>
  step.transaction?.openedBy === 'runner'
    ? 'in the next migration, in a transaction of its own'
    : 'then, in a transaction of its own';
