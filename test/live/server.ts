// Starts a throw-away PostgreSQL server of one major and hands out fresh databases. A guard process owns the server:
// when this process ends, however it ends, the guard's standard input closes and it stops the server and removes its files.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Account, type Binaries, findBinaries, moveInto, serverAccount } from './binaries.ts';
import { splitStatements } from './statements.ts';

/** A connection with the messages the server sent on it since it was opened. */
export type Session = { client: pg.Client; pid: number; messages: string[]; end(): Promise<void> };

/** A database of its own; `fork` copies it as `given` left it, `drop` ends its sessions. */
export type Database = {
  name: string;
  major: number;
  connect(): Promise<Session>;
  fork(): Promise<Database>;
  drop(): Promise<void>;
};

/** A running server, whose socket is in the folder `host`. `database(given)` has run the script `given`, cached by its text; errors name the failing statement. */
export type Server = {
  major: number;
  host: string;
  database(given?: string): Promise<Database>;
  close(): Promise<void>;
};

const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  shared_buffers: '16MB',
  max_connections: '120',
  autovacuum: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_maintenance_workers: '0',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  statement_timeout: '30s', // nothing here may hang; a case that sets its own is not affected
  timezone: 'UTC',
  log_min_messages: 'fatal',
};

const GUARD = '"$@" & server=$!; read -r _; kill -QUIT $server 2>/dev/null; wait $server; rm -rf "$RUN_FOLDER"';
const SETUP = ['CREATE ROLE r1', 'CREATE ROLE r2', 'GRANT CREATE ON SCHEMA public TO PUBLIC'];

/** Starts PostgreSQL `major` (13 to 18) on a unix socket, in UTC, with roles r1 and r2 and tablespace ts1. */
export async function startServer(major: number): Promise<Server> {
  const account = serverAccount();
  const binaries = findBinaries(major, account);
  const folder = runFolder(account);
  execFileSync('cp', ['-a', templateCluster(binaries, account), join(folder, 'data')]);
  const guard = launch(binaries, folder, account);
  try {
    await prepare(folder);
  } catch (error) {
    await stop(guard);
    throw error;
  }
  return serverAt({ major, folder, guard });
}

function runFolder(account: Account): string {
  const folder = mkdtempSync(join(tmpdir(), 'mlint-pg-'));
  mkdirSync(join(folder, 'ts1'));
  for (const path of [folder, join(folder, 'ts1')]) give(path, account);
  return folder;
}

function give(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  chmodSync(path, 0o700);
}

/** A cluster made by initdb once per version and account; every start copies it. */
function templateCluster(binaries: Binaries, account: Account): string {
  const target = join(tmpdir(), `migration-lint-cluster-${binaries.version}-${account.uid ?? process.getuid?.()}`);
  if (existsSync(target)) return target;
  const draft = mkdtempSync(`${target}-`);
  give(draft, account);
  const flags = ['-D', draft, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'];
  execFileSync(join(binaries.root, 'bin/initdb'), flags, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  moveInto(draft, target);
  return target;
}

function launch(binaries: Binaries, folder: string, account: Account): ChildProcess {
  const log = openSync(join(folder, 'log'), 'w');
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [join(binaries.root, 'bin/postgres'), '-D', join(folder, 'data'), '-k', folder, ...settings];
  const guard = spawn('sh', ['-c', GUARD, 'guard', ...server], {
    ...account,
    cwd: '/',
    detached: true,
    env: { ...process.env, RUN_FOLDER: folder },
    stdio: ['pipe', log, log],
  });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return guard;
}

async function prepare(folder: string): Promise<void> {
  const session = await firstSession(folder);
  for (const sql of SETUP) await session.client.query(sql);
  await session.client.query(`CREATE TABLESPACE ts1 LOCATION '${join(folder, 'ts1')}'`);
  await session.end();
}

async function firstSession(folder: string): Promise<Session> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await connect(folder, 'template1');
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not start: ${error}\n${readFileSync(join(folder, 'log'))}`);
      await sleep(20);
    }
  }
}

async function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.ref();
  guard.stdin?.end();
  await ended;
}

async function connect(host: string, database: string): Promise<Session> {
  const client = new pg.Client({ host, user: 'postgres', database });
  const messages: string[] = [];
  client.on('notice', (notice) => messages.push(`${notice.severity}: ${notice.message}`));
  client.on('error', () => {}); // the server ends sessions of a dropped database; the query in flight still rejects
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return { client, pid: rows[0]?.pid ?? 0, messages, end: () => client.end() };
}

function serverAt({ major, folder, guard }: { major: number; folder: string; guard: ChildProcess }): Server {
  const admin = connect(folder, 'postgres');
  const janitor = connect(folder, 'postgres'); // DROP DATABASE sleeps while sessions leave; nobody waits for it
  let swept: Promise<unknown> = janitor;
  const strategy = major >= 15 ? ' STRATEGY FILE_COPY' : ''; // five times as fast as the WAL_LOG that 15 made the default
  const templates = new Map<string, Promise<string>>();
  let count = 0;
  let last: Promise<unknown> = admin; // one after the other: a connection runs one query at a time
  const run = async (sql: string) => {
    const next = last.then(async () => (await admin).client.query(sql));
    last = next.catch(() => {});
    return next;
  };
  const copy = async (template: string): Promise<Database> => {
    const name = `db${++count}`;
    await run(`CREATE DATABASE ${name} TEMPLATE ${template}${strategy}`);
    const drop = async () => {
      swept = swept
        .then(async () => (await janitor).client.query(`DROP DATABASE ${name} WITH (FORCE)`))
        .catch(() => {});
    };
    return { name, major, connect: () => connect(folder, name), fork: () => copy(template), drop };
  };
  const templateFor = async (given: string) => {
    const name = `given_${createHash('sha256').update(given).digest('hex').slice(0, 16)}`;
    await run(`CREATE DATABASE ${name}${strategy}`);
    const session = await connect(folder, name);
    await runGiven(session, given).finally(session.end);
    return name;
  };
  const database = async (given = '') => {
    const template = templates.get(given) ?? templateFor(given);
    templates.set(given, template);
    return copy(await template);
  };
  return { major, host: folder, database, close: () => stop(guard) };
}

/** Runs `given` statement by statement in autocommit; throws an Error with the line and text of the one that failed. */
export async function runGiven(session: Session, given: string): Promise<void> {
  for (const { sql, line } of splitStatements(given)) {
    await session.client.query(sql).catch((error) => {
      throw new Error(`given, line ${line}: ${error.message}\n${sql}`);
    });
  }
}
