// The safe way as runnable SQL: statements grouped into the migrations or transactions that they belong to, with the timeouts they need.
import type { Step } from '../simulation/step.ts';
import { hasLockTimeout, heldBlocking } from './facts.ts';

/** Statements that run together; `note` says where, when that is not plain: `second migration, once the first is deployed`. */
export interface Stage {
  readonly note?: string;
  /** Without their semicolons. */
  readonly statements: readonly string[];
}

/** The stages in order, each statement ended with `;`, each note a comment above. */
export function advice(...stages: readonly Stage[]): string {
  const lines: string[] = [];
  let set: string | undefined;
  for (const { note, statements } of stages) {
    if (note) lines.push(`-- ${note}`);
    const known = note ? undefined : set;
    let first = true;
    for (const sql of statements) {
      const isSet = /^SET lock_timeout = /.test(sql);
      // In force already, where a stage goes on with the one before.
      if (isSet && first && sql === known) continue;
      first = false;
      if (!isSet && set === briefTimeout && isConcurrent(sql)) {
        set = longTimeout;
        lines.push(`${longTimeout};`);
      }
      if (isSet) set = sql;
      lines.push(`${sql};`);
    }
  }
  return lines.join('\n');
}

/** For what follows a statement before which `patiently` has lifted the timeout. */
export const briefTimeout = `SET lock_timeout = '5s'`;

/** As `briefly`, for a deploy to come: what this one's session has set does not hold there. */
export const brieflyLater = ({ settings }: Step, ...statements: string[]): string[] =>
  settings.lockTimeout?.setBy === 'config' ? statements : [briefTimeout, ...statements];

/** `SET lock_timeout` for statements that take a blocking lock for a moment, where none is in force there. */
export function briefly(step: Step, ...statements: string[]): string[] {
  const { lockTimeout } = step.settings;
  // What a transaction's file has set need not hold in the migration that the advice is for.
  const inForce = hasLockTimeout(step) && (lockTimeout?.setBy === 'config' || !step.transaction);
  return inForce ? statements : [briefTimeout, ...statements];
}

const longTimeout = `SET lock_timeout = '10min'`;

const isConcurrent = (sql: string): boolean => /^(?:create|drop|reindex)\b.*\bconcurrently\b/is.test(sql);

/** What a CONCURRENTLY form has to wait for may take longer; below this it is likely to fail and to leave an invalid index. */
const patience = 30_000;

/** Statements that wait for other transactions: a short or inherited lock_timeout is lifted first. */
export function patiently(step: Step, ...statements: string[]): string[] {
  const { lockTimeout } = step.settings;
  const short = lockTimeout && lockTimeout.milliseconds < patience && lockTimeout.setBy !== 'transaction';
  return short ? [longTimeout, ...statements] : statements;
}

const outsideBlock = 'outside BEGIN and COMMIT';
const outsideBody = 'outside the DO block or function';
const outsideString = 'each sent to the server by itself, not in one string';
const ownMigration = 'in a migration of its own, ';
const ownTransactions = 'each statement in a transaction of its own';

/** How a statement that must be outside a transaction gets there; undefined where it is outside already. */
export function outsideTransaction({ transaction, file }: Step): string | undefined {
  const { wayOut, elsewhere, kind, scope } = file.transaction;
  // What is advised are several statements, where there may have been one.
  const isSentWhole = !transaction && kind === 'implicit' && scope === 'file';
  switch (isSentWhole ? 'string' : transaction?.openedBy) {
    case 'runner':
      return elsewhere ?? `${ownMigration}${wayOut ?? 'which your tool runs outside a transaction'}`;
    case 'statement':
      return outsideBlock;
    case 'body':
      return outsideBody;
    case 'string':
      if (elsewhere && kind === 'implicit') return elsewhere;
      return wayOut ? `${ownMigration}${wayOut}` : outsideString;
    default:
      return undefined;
  }
}

/** The note for statements of which each has to commit before the next. */
export const eachAlone = (step: Step): string => outsideTransaction(step) ?? ownTransactions;

const later = {
  deploy: 'in a migration of a later deploy, as your tool runs all of one deploy in one transaction',
  migration: 'in the next migration, in a transaction of its own',
  block: 'after the COMMIT, in a transaction of its own',
  body: 'after the DO block or function, in a transaction of its own',
  string: 'then, sent to the server by itself',
  other: 'then, in a transaction of its own',
} as const;

/** The note for what has to wait for the commit of what comes before. */
export function afterCommit({ transaction, file }: Step): string {
  switch (transaction?.openedBy) {
    case 'runner':
      return file.transaction.scope === 'run' ? later.deploy : later.migration;
    case 'statement':
      return later.block;
    case 'body':
      return later.body;
    case 'string':
      return later.string;
    default:
      return later.other;
  }
}

/** A first stage: where the statement is, or apart where the transaction holds locks already, for which it would come too late. */
export function here(step: Step, statements: readonly string[], note?: string): Stage {
  const apart = heldBlocking(step).length > 0 ? afterCommit(step) : undefined;
  const notes = [apart, note].filter(Boolean).join(': ');
  return { ...(notes ? { note: notes } : {}), statements: briefly(step, ...statements) };
}

/** Where a stage's statements run, as its note says. */
export interface StagePlace {
  /** In no transaction, or each in one of its own. */
  readonly isOutside: boolean;
  /** Once what comes before has been committed. */
  readonly isLater: boolean;
  /** Again and again. */
  readonly repeats: boolean;
}

export function placeOf(note: string, { elsewhere }: Pick<Step['file']['transaction'], 'elsewhere'>): StagePlace {
  const says = (phrases: readonly (string | undefined)[]) => phrases.some((phrase) => phrase && note.includes(phrase));
  const repeats = /\b(?:again and again|range after range)\b/.test(note);
  return {
    isOutside: repeats || says([outsideBlock, outsideBody, outsideString, ownMigration, ownTransactions, elsewhere]),
    isLater:
      says(Object.values(later)) ||
      /^(?:once no running version|then deploy|when every row has a value|in a (?:transaction|migration) of its own$)/.test(
        note,
      ),
    repeats,
  };
}
