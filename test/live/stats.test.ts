// `migration-lint stats` against real servers, as a role that may do nothing: the file, the lint that reads it, and what it keeps to itself.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { StatisticsDocument } from '../../src/statistics/statistics.ts';
import { folder, run } from '../cli/run.ts';
import { MAJORS, whyUnavailable } from './binaries.ts';
import { type Database, type Server, type Session, startServer } from './server.ts';

const root = resolve(import.meta.dirname, '../..');
const password = 'hunter2-4711';

const given = `
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, body text);
CREATE INDEX posts_user ON posts (user_id);
CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE events (id int, year int) PARTITION BY LIST (year);
CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (2025);
CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2026) PARTITION BY LIST (id);
CREATE TABLE events_2_1 PARTITION OF events_2 FOR VALUES IN (1);
CREATE INDEX events_id ON events (id);
CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
CREATE SCHEMA "Odd.Schema";
CREATE TABLE "Odd.Schema"."quoted""name" (a text);
CREATE VIEW recent AS SELECT * FROM posts;
CREATE ROLE stats_reader LOGIN;
INSERT INTO posts SELECT g, g % 7, repeat('x', 100) FROM generate_series(1, 40000) g;
INSERT INTO countries SELECT g::text FROM generate_series(1, 200) g;
INSERT INTO events SELECT 1, 2025 + g % 2 FROM generate_series(1, 3000) g;
INSERT INTO child SELECT g FROM generate_series(1, 500) g;
CREATE MATERIALIZED VIEW totals AS SELECT user_id, count(*) FROM posts GROUP BY 1;
CREATE UNIQUE INDEX totals_user ON totals (user_id);
ANALYZE;
`;

describe.each(MAJORS.filter((major) => !whyUnavailable(major)))('PostgreSQL %i', (major) => {
  let server: Server;
  let database: Database;
  let admin: Session;
  let socket: string;
  const url = (user: string, more = '', secret = '') =>
    `postgresql://${user}${secret && `:${secret}`}@/${database.name}?host=${encodeURIComponent(socket)}${more}`;

  beforeAll(async () => {
    server = await startServer(major);
    database = await server.database(given);
    await useIndex(database);
    admin = await database.connect();
    const { rows } = await admin.client.query('SHOW unix_socket_directories');
    socket = rows[0].unix_socket_directories;
    await admin.client.query(`SET password_encryption = 'scram-sha-256'`);
    await admin.client.query(`CREATE ROLE mallory LOGIN PASSWORD '${password}'`);
    await requirePassword(admin, 'mallory');
  }, 60_000);
  afterAll(async () => {
    await admin?.end();
    await server?.close();
  });

  const stats = async (args: string[], env: Record<string, string> = {}) => {
    const cwd = folder({});
    return { cwd, ...(await run(cwd, ['stats', ...args], { env })) };
  };
  const documentOf = async () => {
    const { cwd, ...outcome } = await stats(['--database-url', url('stats_reader')]);
    expect(outcome).toEqual({
      code: 0,
      stdout: '',
      stderr: 'migration-lint.stats.json is written: sizes of 10 tables, from the server of --database-url.\n',
    });
    const text = readFileSync(join(cwd, 'migration-lint.stats.json'), 'utf8');
    for (const secret of [socket, database.name, 'stats_reader']) expect(text).not.toContain(secret);
    return { text, document: JSON.parse(text) as StatisticsDocument };
  };

  test('the file of a role without rights', async () => {
    const { text, document } = await documentOf();
    const { tables } = document;
    expect(document).toMatchObject({ version: 1, postgres: expect.stringMatching(`^${major}\\.\\d+$`) });
    expect(Math.abs(Date.now() - Date.parse(document.date))).toBeLessThan(60_000);
    expect(Date.parse(document.countedSince ?? '')).toBeLessThanOrEqual(Date.parse(document.date));
    expect(Object.keys(tables)).toEqual([...Object.keys(tables)].sort());
    expect(tables['public.posts']).toMatchObject({ kind: 'table', rows: 40_000, writesPerSecond: expect.any(Number) });
    expect(tables['public.posts']?.bytes).toBeGreaterThan(4e6);
    expect(tables['public.posts']?.indexes).toEqual({
      posts_pkey: { bytes: expect.any(Number), scans: expect.any(Number), unique: true },
      posts_user: { bytes: expect.any(Number), scans: 3 },
    });
    expect(tables['public.countries']).toMatchObject({ rows: 200 });
    expect(tables['public.events']).toMatchObject({ kind: 'partitioned-table', rows: 3000 });
    expect(tables['public.events_2']).toMatchObject({
      kind: 'partitioned-table',
      rows: 1500,
      partitionOf: 'public.events',
    });
    expect(tables['public.events_2_1']).toMatchObject({ kind: 'table', rows: 1500, partitionOf: 'public.events_2' });
    expect(tables['public.events']?.indexes.events_id?.bytes).toBeGreaterThan(10_000);
    expect(tables['public.parent']).toMatchObject({ rows: 500 });
    expect(tables['public.totals']).toMatchObject({
      kind: 'materialized-view',
      indexes: { totals_user: { unique: true } },
    });
    expect(tables['Odd.Schema.quoted"name']).toMatchObject({ rows: 0 });
    expect(text).toMatch(/^ {6}"posts_user": \{ "bytes": \d+, "scans": 3 \}$/m);
  });

  test('a lint with it: the large table is told, the small one lowered', async () => {
    const { text } = await documentOf();
    const project = folder({
      'migrations/1_schema.sql': given,
      'migrations/2_new.sql':
        "SET lock_timeout = '2s';\nCREATE INDEX a ON posts (id, user_id);\nCREATE INDEX b ON countries (length(code));\nDROP INDEX posts_user;",
      'migration-lint.stats.json': text,
    });
    const { stdout } = await run(project, ['migrations/2_new.sql'], { rules: async () => rules });
    expect(stdout).toMatch(/2_new\.sql:2:1 {2}error {2}blocking-index-build/);
    expect(stdout).toMatch(/posts, 40 k rows, about [\d.]+ MB: expect less than a second\./);
    expect(stdout).toMatch(/2_new\.sql:3:1 {2}info {2}blocking-index-build/);
    expect(stdout).toMatch(/Small, so no more than information: countries, 200 rows, about \d+ kB/);
    expect(stdout).toMatch(/posts_user \(\d+ kB\) was used 3 times since \d{4}-/);
  });

  test('the environment: DATABASE_URL, and PG* variables, to standard output', async () => {
    const asked = await stats(['-o', '-'], { DATABASE_URL: url('stats_reader') });
    expect(asked).toMatchObject({ code: 0, stderr: 'Sizes of 10 tables, from the server of DATABASE_URL.\n' });
    expect((JSON.parse(asked.stdout) as StatisticsDocument).version).toBe(1);
    const env = { ...process.env, PGHOST: socket, PGDATABASE: database.name, PGUSER: 'mallory', PGPASSWORD: password };
    const command = ['--import', 'tsx', join(root, 'src/cli/bin.ts'), 'stats', '--output=-'];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'Sizes of 10 tables, from the server of PGHOST, PGDATABASE, PGUSER.\n',
    });
    expect(JSON.parse(stdout).tables).toHaveProperty(['public.posts']);
  });

  test('nothing of the connection is told, whatever fails', async () => {
    const failures: [string, string][] = [
      [url('mallory', '', 'wrong-secret'), 'the password or the user is wrong.'],
      [url('mallory'), 'the server asks for a password, and none is given.'],
      [url('nobody-4711'), 'refuses this user'],
      [url('mallory', '', password).replace(`/${database.name}?`, '/hidden-4711?'), 'the server has no such database.'],
      [url('mallory', '&sslmode=require', password), 'the server does not encrypt connections'],
    ];
    const secrets = [password, 'wrong-secret', 'mallory', 'nobody-4711', 'hidden-4711', socket, database.name];
    for (const [wrong, expected] of failures) {
      const { code, stdout, stderr } = await stats(['--database-url', wrong]);
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(expected) });
      for (const secret of secrets) expect(stderr).not.toContain(secret);
    }
    const unwritable = await stats(['--database-url', url('mallory', '', password), '-o', 'no/such/folder.json']);
    expect(unwritable).toMatchObject({
      code: 2,
      stderr: "migration-lint: no/such/folder.json can't be written (ENOENT).\n",
    });
  });

  test('a table that a migration has locked is waited for, but not for long', async () => {
    const migration = await database.connect();
    await migration.client.query('BEGIN; LOCK TABLE posts');
    const { code, stderr } = await stats(['--database-url', url('stats_reader')]);
    await migration.end();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'migration-lint: --database-url: a table stayed locked for 5 s, by a migration perhaps; try again later.\n',
    });
  });
});

/** Counters reach the server's statistics when the session ends. */
async function useIndex(database: Database): Promise<void> {
  const session = await database.connect();
  await session.client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  for (let times = 0; times < 3; times++) await session.client.query('SELECT * FROM posts WHERE user_id = 3 LIMIT 1');
  await session.end();
  const watcher = await database.connect();
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await watcher.client.query(
      `SELECT idx_scan::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = 'posts_user'`,
    );
    if (rows[0].scans >= 3) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await watcher.end();
}

async function requirePassword({ client }: Session, role: string): Promise<void> {
  const { rows } = await client.query('SHOW hba_file');
  const lines = `(VALUES ('local all ${role} scram-sha-256'), ('local all all trust')) lines (line)`;
  await client.query(`COPY (SELECT line FROM ${lines}) TO '${rows[0].hba_file}'`);
  await client.query('SELECT pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, 300));
}
