// The transactions that nobody's BEGIN opens: the tool's around a file or a run, and PostgreSQL's for a string of several statements.
import type { TransactionModel } from '../frameworks/framework.ts';
import type { Statement } from '../postgres/parse.ts';
import { begin, commit, type SessionState } from './transaction.ts';

export interface Sending {
  state: SessionState;
  readonly step: number;
  /** Between the first and the last statement of a string that psql's `\;` makes. */
  inString: boolean;
}

/** A migration that opts out of the run's transaction ends it, and what follows begins another. */
export function interruptRun(session: Sending, { scope }: TransactionModel): void {
  if (scope === 'run' || session.state.open?.transaction.openedBy !== 'runner') return;
  session.state = commit(session.state);
}

/** The transaction that the tool puts around the file or the run. */
export function openWrapper(session: Sending, { scope, kind }: TransactionModel, statements: number): void {
  if ((scope !== 'file' && scope !== 'run') || session.state.open || kind === 'implicit' || statements === 0) return;
  session.state = begin(session.state, { block: kind, openedBy: 'runner' }, session.step);
}

export function closeWrapper(session: Sending, { scope }: TransactionModel): void {
  const { open } = session.state;
  if (!open || scope === 'run') return;
  // A BEGIN without COMMIT: the session ends with the file, and PostgreSQL rolls back; a later file still builds on what it wrote.
  session.state = commit(session.state);
}

/** What PostgreSQL makes of a multi-statement string: before its first statement, and anew after a COMMIT in it. */
export function openImplicit(session: Sending): void {
  if (session.state.open) return;
  session.state = begin(session.state, { block: 'implicit', openedBy: 'string' }, session.step);
}

export function closeImplicit(session: Sending): void {
  if (session.state.open?.transaction.block === 'implicit') session.state = commit(session.state);
}

/** psql's `\;` sends several statements as one string. */
export function openString(session: Sending, statement: Statement): void {
  if (session.state.open || !statement.sentWithNext) return;
  openImplicit(session);
  session.inString = true;
}

export function closeString(session: Sending, statement: Statement): void {
  if (!session.inString || statement.sentWithNext) return;
  session.inString = false;
  closeImplicit(session);
}
