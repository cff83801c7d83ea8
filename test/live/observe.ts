// Runs one statement on a real server and reports what it locked, rewrote and scanned. In a transaction the locks are
// read before it ends; a statement that refuses a transaction is watched from beside, blocked step by step.
import {
  announcedScans,
  type Catalog,
  fileChanges,
  type Observation,
  type ObservedScan,
  readCatalog,
  readForeignKeys,
  readLocks,
  strongestLocks,
} from './observation.ts';
import { observeConcurrently } from './observe-concurrently.ts';
import { type Database, runGiven, type Session } from './server.ts';
import { splitStatements } from './statements.ts';

/** Raised whenever observations of the same statement could come out differently, so that cached ones are dropped. */
export const OBSERVER_VERSION = 2;

/**
 * `given` runs first, statement by statement in autocommit, in the session that then runs `sql`.
 * `transaction: false` runs `sql` outside a transaction block; without it that happens where the server demands it.
 */
export type Question = { given: string; sql: string; transaction?: boolean };

/**
 * Observes `sql`. The database is as before afterwards if `given` is empty and the result's `transaction` is true.
 * @throws Error naming the statement where `given` fails; a failing `sql` is an observation with `error`.
 */
export async function observe(database: Database, question: Question): Promise<Observation> {
  if (question.transaction === false) return observeConcurrently(database, question);
  const session = await database.connect();
  try {
    await runGiven(session, question.given);
    const seen = await observeInTransaction(session, question.sql);
    if (seen.error?.code !== REFUSES_TRANSACTION) return seen;
  } finally {
    await session.end();
  }
  return observeConcurrently(database, question);
}

const REFUSES_TRANSACTION = '25001';

async function observeInTransaction(session: Session, sql: string): Promise<Observation> {
  const before = await readCatalog(session);
  const first = session.messages.length;
  await session.client.query('BEGIN');
  await session.client.query('SET LOCAL client_min_messages = debug1');
  try {
    for (const statement of splitStatements(sql)) await session.client.query(statement.sql);
    const locks = strongestLocks(await readLocks(session, session.pid), before);
    const notices = session.messages.slice(first);
    return { locks, ...(await effectsSince({ session, before, sql, notices })), notices, transaction: true };
  } catch (error) {
    return failed(error, session.messages.slice(first));
  } finally {
    await session.client.query('ROLLBACK');
  }
}

/** The observation of a statement that the server refused: its locks are gone with its transaction. */
export function failed(error: unknown, notices: string[]): Observation {
  const { code, message } = error as { code?: string; message: string };
  if (!code) throw error;
  const nothing = { locks: {}, rewrites: [], truncated: [], reindexed: [], newIndexes: [], scans: [] };
  return { ...nothing, notices, transaction: true, error: { code, message } };
}

/** Changed files and scans since `before`, as seen from `session`. */
export async function effectsSince(run: { session: Session; before: Catalog; sql: string; notices: string[] }) {
  const { session, before, sql, notices } = run;
  const foreignKeys = await readForeignKeys(session);
  const after = await readCatalog(session);
  const announced = announcedScans(notices, before, foreignKeys);
  return {
    ...fileChanges(before, after, sql),
    scans: [...announced, ...silentReads({ after, before, announced, sql })],
  };
}

/** Statements that scan for a check without a word at DEBUG1; any other silent read is the planner's choice. */
const SILENT_CHECK = /^\s*(?:alter\s+domain|create\s+table\b[^(]*\bpartition\s+of)\b/i;

type Reads = { after: Catalog; before: Catalog; announced: ObservedScan[]; sql: string };

/** Tables whose scan counter grew though no message says so. */
function silentReads({ after, before, announced, sql }: Reads): ObservedScan[] {
  const known = new Set(announced.map(({ relation }) => relation));
  const purpose = SILENT_CHECK.test(sql) ? 'check' : 'read';
  return [...before.values()]
    .filter(({ oid, name }) => (after.get(oid)?.reads ?? 0) > 0 && !known.has(name))
    .map(({ name }) => ({ relation: name, purpose }));
}
