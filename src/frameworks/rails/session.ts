// A migration while it is read in one direction: what it sends, in which order, and what the file itself has made so far.
import type { AssuredSpan } from '../framework.ts';
import type { ParsedFile } from '../ruby/evaluator.ts';
import { addGap, type Machine, sendStatement } from '../ruby/machine.ts';
import type { ClassValue } from '../ruby/value.ts';
import type { Site } from '../text.ts';
import type { Command } from './command.ts';
import type { History } from './history.ts';
import { type Plain, Unreadable } from './options.ts';
import { touchedAll, touchedTable } from './schema.ts';
import type { Version } from './version.ts';

export interface Session {
  /** The migration's. */
  readonly path: string;
  readonly machine: Machine;
  version: Version;
  /** Whether the migration opens a transaction of its own. */
  hasTransaction: boolean;
  readonly assured: AssuredSpan[];
  /** The text of a file, by its path from the migration's folder; undefined where there is none. */
  readonly beside: (path: string) => string | undefined;
  /** What reading other files of the project has come to. */
  readonly memory: Map<string, unknown>;
  /** Files of the project that the code requires, and what each defines. */
  readonly required: Map<ParsedFile, ClassValue>;
  readonly history: History;
  /** How many transactions that the code itself opens enclose what runs. */
  transactions: number;
  /** Commands that run later, or inverted, or together. */
  recording: Command[] | undefined;
  isReverting: boolean;
  /** Whether GitLab's helpers are its methods. */
  isGitlab: boolean;
  readonly execute: (session: Session, command: Command) => void;
}

/** From the migration's folder, the one in which `db` lies. */
export function rootPath({ path }: Session): string {
  const folders = path.split('/').slice(0, -1);
  const at = folders.lastIndexOf('db');
  return Array.from({ length: at < 0 ? 2 : folders.length - at }, () => '..').join('/');
}

/** What cannot be read is a gap at its call. */
export function carryOut(session: Session, command: Command): void {
  try {
    session.execute(session, command);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    unread(session, command.name, command.args[0], command.site, error);
  }
}

export function unread(
  { machine, history }: Session,
  name: string,
  target: Plain,
  site: Site,
  { message }: Error,
): void {
  history.changes.push(typeof target === 'string' ? touchedTable(target) : touchedAll);
  const on = typeof target === 'string' && target.length < 100 ? ` of ${target}` : '';
  addGap(machine, site, `${name}${on} is not read: ${message}.`);
}

export const send = ({ machine }: Session, sql: string, { site }: Pick<Command, 'site'>): void =>
  sendStatement(machine, sql, site);

/** Runs code and then what it asked for, inverted and from its end to its beginning. */
export function reverted(session: Session, work: () => void): void {
  const own: Command[] = [];
  const before = session.recording;
  session.recording = own;
  session.isReverting = !session.isReverting;
  try {
    work();
  } finally {
    session.recording = before;
    session.isReverting = !session.isReverting;
  }
  own.reverse();
  if (before) before.push(...own);
  else for (const command of own) carryOut(session, command);
}

/** Collects what code asks for. */
export function recorded(session: Session, work: () => void): Command[] {
  const own: Command[] = [];
  const before = session.recording;
  session.recording = own;
  try {
    work();
  } finally {
    session.recording = before;
  }
  return own;
}
