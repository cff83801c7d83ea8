// Watches a statement that runs outside a transaction block and so lets go of its locks before anyone can look. Open
// transactions stand in its way, one per table; wherever it waits its locks are read, then that one transaction ends.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Catalog,
  type HeldLock,
  type Observation,
  type ObservedWait,
  type Relation,
  readCatalog,
  readLocks,
  strongest,
  strongestLocks,
} from './observation.ts';
import { effectsSince, failed, type Question } from './observe.ts';
import { type Database, runGiven, type Session } from './server.ts';
import { splitStatements } from './statements.ts';

/** What the open transactions hold on each table. Each mode stops a stronger class of locks; see BLOCKINGS. */
type Blocking = (typeof BLOCKINGS)[number];

/**
 * A statement often takes a weak lock first and a stronger one later, so one run per class: the first stops at any lock,
 * the second at all but reads, and so on to the last, which stops only at ACCESS EXCLUSIVE.
 */
const BLOCKINGS = ['ACCESS EXCLUSIVE', 'EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'ROW EXCLUSIVE', 'ACCESS SHARE'] as const;

/** One run of the statement: all locks seen, and the tables of the transactions it waited for as transactions. */
type Run = { observation: Observation; waitedFor: string[] };

/** An open transaction in the statement's way; `vxid` is its virtual transaction id. */
type Blocker = { session: Session; vxid: string; relation?: Relation };

const LIMIT = 15_000; // ms for one run; far above what a run takes
/** The run beside which a transaction with an old snapshot is open as well; it holds no table. */
const WITH_SNAPSHOT: Blocking = 'SHARE UPDATE EXCLUSIVE';
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1';

/** Observes `sql` in autocommit: the union of its locks over a run per mode in its way, each on a copy of `database`. */
export async function observeConcurrently(database: Database, question: Question): Promise<Observation> {
  const [strongestMode, ...others] = BLOCKINGS;
  const first = await runAgainst(database, question, { blocking: strongestMode });
  if (first.observation.error) return { ...first.observation, transaction: false };
  const only = Object.keys(first.observation.locks);
  const rest = await Promise.all(others.map((blocking) => runAgainst(database, question, { blocking, only })));
  const refused = rest.find(({ observation }) => observation.error);
  if (refused) return { ...refused.observation, transaction: false };
  const runs = new Map(BLOCKINGS.map((blocking, at) => [blocking, [first, ...rest][at] as Run]));
  const held = [...runs.values()].flatMap(({ observation }) => Object.entries(observation.locks));
  return { ...first.observation, locks: strongest(held), waits: waitsSeen(runs), transaction: false };
}

/** A wait for all lockers meets readers and writers alike, so what meets writers more often waits for writers too. */
function waitsSeen(runs: Map<Blocking, Run>): ObservedWait[] {
  const met = (blocking: Blocking) => runs.get(blocking)?.waitedFor ?? [];
  const count = (names: string[], name: string) => names.filter((other) => other === name).length;
  const [readers, writers] = [met('ACCESS SHARE'), met('ROW EXCLUSIVE')];
  const onlyWriters = [...new Set(writers)].filter((name) => count(writers, name) > count(readers, name));
  return [
    ...onlyWriters.map((relation) => ({ for: 'writers' as const, relation })),
    ...[...new Set(readers)].map((relation) => ({ for: 'lockers' as const, relation })),
    ...(met(WITH_SNAPSHOT).includes('snapshot') ? [{ for: 'snapshots' as const }] : []),
  ];
}

type Obstacle = { blocking: Blocking; only?: string[] };

async function runAgainst(database: Database, question: Question, obstacle: Obstacle): Promise<Run> {
  const copy = await database.fork();
  const session = await copy.connect();
  const watcher = await copy.connect();
  const blockers: Blocker[] = [];
  const { blocking } = obstacle;
  try {
    await runGiven(session, question.given);
    const before = await readCatalog(watcher);
    for (const relation of targets(before, obstacle)) blockers.push(await block({ copy, watcher, blocking }, relation));
    return await watch({ copy, session, watcher, before, blockers, blocking, sql: question.sql });
  } finally {
    for (const { end } of [session, watcher, ...blockers.map((blocker) => blocker.session)]) await end();
    await copy.drop();
  }
}

function targets(before: Catalog, { blocking, only }: Obstacle): (Relation | undefined)[] {
  const chosen = [...before.values()].filter(({ name }) => !only || only.includes(name));
  const blockable = chosen.filter(
    ({ kind }) => kind === 'r' || kind === 'p' || (kind === 'm' && MATVIEW_LOCKS[blocking]),
  );
  return blocking === WITH_SNAPSHOT ? [undefined, ...blockable] : blockable;
}

/** LOCK TABLE refuses materialized views: statements that take the mode instead. */
const MATVIEW_LOCKS: Partial<Record<Blocking, (name: string) => string>> = {
  'ACCESS EXCLUSIVE': (name) => `ALTER MATERIALIZED VIEW ${name} OWNER TO CURRENT_USER`,
  'SHARE UPDATE EXCLUSIVE': (name) => `ALTER MATERIALIZED VIEW ${name} SET (autovacuum_enabled = true)`,
  'ACCESS SHARE': (name) => `SELECT FROM ${name} LIMIT 0`,
};

async function block({ copy, watcher, blocking }: Beside, relation?: Relation): Promise<Blocker> {
  const session = await copy.connect();
  await session.client.query(relation ? `BEGIN; ${blockingStatement(relation, blocking)}` : SNAPSHOT);
  const held = await readLocks(watcher, session.pid); // read from outside: reading would lock catalogs to the end
  return { session, relation, vxid: held.find(({ type }) => type === 'virtualxid')?.vxid ?? '' };
}

function blockingStatement({ name, kind }: Relation, blocking: Blocking): string {
  const quoted = name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
  const forMatview = kind === 'm' ? MATVIEW_LOCKS[blocking] : undefined;
  return forMatview ? forMatview(quoted) : `LOCK TABLE ONLY ${quoted} IN ${blocking} MODE`;
}

/** Where open transactions are made: the database, a session that reads beside them, and the mode they hold. */
type Beside = { copy: Database; watcher: Session; blocking: Blocking };

type Watch = Beside & {
  session: Session;
  before: Catalog;
  blockers: Blocker[];
  sql: string;
};

async function watch(run: Watch): Promise<Run> {
  const { session, watcher, before, sql } = run;
  const first = session.messages.length;
  await session.client.query('SET client_min_messages = debug1');
  const progress = { done: false, error: undefined as unknown };
  const finished = statementsOf(session, sql)
    .catch((error) => (progress.error = error))
    .finally(() => (progress.done = true));
  const { locks, waitedFor } = await unblock(run, finished, progress);
  await finished;
  const notices = session.messages.slice(first);
  if (progress.error) return { observation: failed(progress.error, notices), waitedFor };
  for (const blocker of run.blockers.splice(0)) await blocker.session.end();
  const effects = await effectsSince({ session: watcher, before, sql, notices });
  // nothing can stand in the way at a view, so whether VACUUM, which lets go of it at once, is seen there is chance
  const stoppable = locks.filter(({ oid }) => before.get(oid ?? 0)?.kind !== 'v');
  const seen = strongestLocks(stoppable, before);
  return { observation: { locks: seen, ...effects, notices, transaction: false }, waitedFor };
}

async function statementsOf(session: Session, sql: string): Promise<void> {
  for (const statement of splitStatements(sql)) await session.client.query(statement.sql);
}

/** Reads the locks until the statement is done, ending each open transaction once the statement waits for it. */
async function unblock(run: Watch, finished: Promise<unknown>, progress: { done: boolean }) {
  const locks: HeldLock[] = [];
  const waitedFor: string[] = [];
  const deadline = Date.now() + LIMIT;
  while (!progress.done) {
    const seen = await readLocks(run.watcher, run.session.pid);
    locks.push(...seen);
    const waiting = seen.find(({ granted }) => !granted);
    if (waiting) waitedFor.push(...(await release(run, waiting)));
    else await Promise.race([finished, sleep(1)]);
    if (Date.now() > deadline) await run.watcher.client.query(`SELECT pg_cancel_backend(${run.session.pid})`);
  }
  return { locks, waitedFor };
}

async function release(run: Watch, waiting: HeldLock): Promise<string[]> {
  const asTransaction = waiting.type === 'virtualxid';
  // the wait may be for a reader's snapshot and over by now, so it is the lock as seen that says whom to end
  const inTheWay = asTransaction
    ? run.blockers.filter(({ vxid }) => vxid === waiting.vxid)
    : await relationBlockers(run);
  for (const blocker of inTheWay) {
    run.blockers.splice(run.blockers.indexOf(blocker), 1);
    // a later phase may wait again, so the next open transaction takes this one's place before it ends
    if (asTransaction && blocker.relation) run.blockers.push(await block(run, blocker.relation));
    await blocker.session.end();
  }
  return asTransaction ? inTheWay.map(({ relation }) => relation?.name ?? 'snapshot') : [];
}

async function relationBlockers({ watcher, session, blockers }: Watch): Promise<Blocker[]> {
  const { rows } = await watcher.client.query<{ pids: number[] }>(`SELECT pg_blocking_pids(${session.pid}) AS pids`);
  return blockers.filter((blocker) => rows[0]?.pids.includes(blocker.session.pid));
}
