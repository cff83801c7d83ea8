// What makes a finding worse or better here: how long its locks are held, which timeout bounds the wait, what the history knows.
// Sentences are made in this file only; they stand beside the message and never repeat it.

import type { Catalog } from '../postgres/catalog/catalog.ts';
import { relationBy } from '../postgres/catalog/catalog.ts';
import type { ObjectEffect, RelationRef } from '../postgres/effect.ts';
import { blockingLocks, effectsOf, nameOf, needsLockTimeout, type Rule, type Step } from '../rule.ts';
import type { TimeoutSetting } from '../simulation/settings.ts';
import type { Severity } from './finding.ts';

/** What is kept of the statements that go by: numbers and names, no step, which would keep every schema in memory. */
export interface Watch {
  /** Where each file's statements begin, in order. */
  readonly files: { readonly path: string; readonly firstStep: number }[];
  transaction: WatchedTransaction | undefined;
}

interface WatchedTransaction {
  readonly id: number;
  readonly openedBy: NonNullable<Step['transaction']>['openedBy'];
  readonly scope: Step['file']['transaction']['scope'];
  readonly firstLine: number;
  /** Statements so far that do anything. */
  count: number;
  /** `COMMIT at line 9`. */
  end?: string;
  readonly waiting: { readonly circumstances: string[]; readonly count: number }[];
}

export const newWatch = (): Watch => ({ files: [], transaction: undefined });

/** To be called with each statement before it is judged. */
export function watchStep(watch: Watch, step: Step): void {
  const { transaction, statement, index, file } = step;
  if (watch.files.at(-1)?.path !== file.path) watch.files.push({ path: file.path, firstStep: index });
  if (watch.transaction?.id !== transaction?.id) endTransaction(watch);
  if (!transaction) return;
  watch.transaction ??= {
    id: transaction.id,
    openedBy: transaction.openedBy,
    scope: file.transaction.scope,
    firstLine: statement.span.start.line,
    count: 0,
    waiting: [],
  };
  if (statement.kind === 'TransactionStmt') {
    const word = endWord(step);
    if (word) watch.transaction.end = `${word} at line ${statement.span.start.line}`;
  } else if (statement.kind !== 'VariableSetStmt') watch.transaction.count += 1;
}

function endWord({ statement: { node } }: Step): string | undefined {
  const kind = 'TransactionStmt' in node ? node.TransactionStmt.kind : undefined;
  if (kind === 'TRANS_STMT_COMMIT') return 'COMMIT';
  if (kind === 'TRANS_STMT_PREPARE') return 'PREPARE TRANSACTION';
  return kind === 'TRANS_STMT_ROLLBACK' ? 'ROLLBACK' : undefined;
}

/** To be called where the statements end; until then nobody knows how long a transaction goes on. */
export function endTransaction(watch: Watch): void {
  const ended = watch.transaction;
  watch.transaction = undefined;
  if (!ended) return;
  for (const { circumstances, count } of ended.waiting) {
    const more = ended.count - count;
    if (more > 0) circumstances.unshift(heldSentence(ended, more));
  }
}

function heldSentence({ openedBy, scope, firstLine, end }: WatchedTransaction, more: number): string {
  const held = `its locks are held for ${more === 1 ? 'one more statement' : `${more} more statements`}`;
  if (openedBy === 'statement')
    return `In the transaction that begins at line ${firstLine}, ${held}${end ? `, to the ${end}` : ''}.`;
  if (openedBy === 'string') return `Several statements in one string are one transaction: ${held}.`;
  return `The runner wraps the ${scope === 'run' ? 'whole run' : 'file'} in a transaction: ${held}.`;
}

/** The sentences for a finding of the rule on the step; the one about its transaction is added once that has ended. */
export function circumstancesOf(watch: Watch, step: Step, rule: Rule, message: string): string[] {
  const undone = undoneBy(step);
  if (undone && isAboutLoss(rule)) return [undone];
  if (rule.concern !== 'locks' || blockingLocks(step).length === 0) return [];
  const circumstances = [...timeouts(step, message), ...history(watch, step)];
  const open = watch.transaction;
  if (open && open.id === step.transaction?.id && !/\btransaction\b/.test(message)) {
    open.waiting.push({ circumstances, count: open.count });
  }
  return circumstances;
}

function timeouts(step: Step, message: string): string[] {
  const { lockTimeout, statementTimeout } = step.settings;
  const sentences: string[] = [];
  if (!/lock_timeout/.test(message)) sentences.push(...lockSentence(step, lockTimeout));
  if (statementTimeout && statementTimeout.milliseconds > 0 && worked(step).length > 0) {
    sentences.push(`statement_timeout is ${duration(statementTimeout)}: it is cancelled and undone after that.`);
  }
  return sentences;
}

function lockSentence(step: Step, limit: TimeoutSetting | undefined): string[] {
  if (limit && limit.milliseconds > 0) {
    return [`lock_timeout is ${duration(limit)}: it gives up after that instead of holding up the queue behind it.`];
  }
  // Where the wait for a lock is all that matters, missing-lock-timeout says it once.
  if (needsLockTimeout(step)) return [];
  return ['No lock_timeout: as long as it waits for its locks, everybody else queues behind it.'];
}

const duration = ({ milliseconds, setBy }: TimeoutSetting): string =>
  `${inUnits(milliseconds)}${setBy === 'config' ? ' (config)' : ''}`;

function inUnits(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000} min`;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}

/** The relations that are read, built on or written anew: how large they are is what matters. */
function worked(step: Step): RelationRef[] {
  const work = [...effectsOf(step, 'rewrite'), ...effectsOf(step, 'scan'), ...effectsOf(step, 'build')];
  const relations = work.map(({ relation }) => relation).filter((relation) => !step.isNew(relation));
  return [...new Map(relations.map((relation) => [relation.oid, relation])).values()];
}

/** How old the table is: of an old one nobody knows the size, one of the migration before is likely small. */
function history(watch: Watch, step: Step): string[] {
  const [table] = worked(step);
  const relation = table && relationBy(step.before, table.oid);
  if (!relation) return [];
  const here = watch.files.length - 1;
  const at = watch.files.findLastIndex(({ firstStep }) => firstStep <= relation.born);
  if (relation.born < 0) {
    return here > 0
      ? [`No earlier migration creates ${nameOf(step, table)}: it is taken to exist and to be in use.`]
      : [];
  }
  if (at < 0 || at === here || relation.maybeOlder) return [];
  const ago = here - at === 1 ? ', the migration before' : `, ${here - at} migrations earlier`;
  const origin = beside(watch.files[at]?.path ?? '', step.file.path);
  // Ways back count too.
  return [`${nameOf(step, table)} dates from ${origin}${step.file.direction === 'down' ? '' : ago}.`];
}

/** Without its folder where that is the other's too. */
function beside(path: string, other: string): string {
  const folder = other.slice(0, other.lastIndexOf('/') + 1);
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

const isAboutLoss = ({ concern }: Rule): boolean => concern === 'compatibility' || concern === 'data';

/** The severity of a problem: to take back what the migration itself created loses only what was written since. */
export const severityOf = (step: Step, rule: Rule, severity: Severity): Severity =>
  severity === 'error' && isAboutLoss(rule) && undoneBy(step) ? 'warning' : severity;

function undoneBy(step: Step): string | undefined {
  const { undoes } = step;
  if (!undoes) return undefined;
  const drops = effectsOf(step, 'drop');
  if (drops.length === 0 || !drops.every((drop) => isNewIn(undoes.before, drop, step))) return undefined;
  const what =
    new Set(drops.filter(({ cascaded }) => !cascaded).map(({ object }) => object.name)).size > 1 ? 'them' : 'it';
  const by =
    undoes.file === step.file.path
      ? 'The up part of this file'
      : `${beside(undoes.file, step.file.path)}, taken back here,`;
  return `${by} created ${what}: what has been written since is lost.`;
}

/** Whether the object was not there yet; false where that is not known. */
function isNewIn(before: Catalog, { object }: ObjectEffect, step: Step): boolean {
  const now = relationBy(step.before, object.relation?.oid);
  if (object.kind !== 'column' || !now) {
    return object.oid !== undefined && object.oid >= before.nextOid && now?.known !== false;
  }
  const then = relationBy(before, now.oid);
  if (!then) return now.known;
  const number = now.columns.find(({ name }) => object.name.endsWith(`.${name}`))?.number;
  return then.known && number !== undefined && number >= then.nextColumn;
}
