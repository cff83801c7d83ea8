// What a finding says of its surroundings: its transaction, the timeouts in force, what the history knows, what a rollback takes back.
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

interface Shown {
  rule: string;
  severity: string;
  start: { line: number };
  message: string;
  circumstances: string[];
}

async function findings(files: Record<string, string>, ...args: string[]): Promise<Shown[]> {
  const { stdout, stderr } = await run(folder(files), ['--format', 'json', ...args], { rules: async () => rules });
  expect(stderr).toBe('');
  return JSON.parse(stdout).findings;
}

const about = (found: readonly Shown[], rule: string): string[] =>
  found.filter((finding) => finding.rule === rule).flatMap(({ circumstances }) => circumstances);

/** Of the one file that is judged. */
const said = async (sql: string, rule = 'blocking-index-build', config = {}): Promise<string[]> =>
  about(await findings({ 'a.sql': sql, 'migration-lint.config.json': JSON.stringify(config) }, 'a.sql'), rule);

const build = 'CREATE INDEX i ON posts (a);';
const noTimeout = 'No lock_timeout: as long as it waits for its locks, everybody else queues behind it.';

describe('the transaction', () => {
  test('from BEGIN to COMMIT, counting what runs under the locks', async () => {
    const sql = `BEGIN;\nSELECT 1;\n${build}\nSELECT 2;\nSET search_path = public;\nSELECT 3;\n\nCOMMIT;\nSELECT 4;`;
    expect(await said(sql)).toEqual([
      'In the transaction that begins at line 1, its locks are held for 2 more statements, to the COMMIT at line 8.',
      noTimeout,
    ]);
  });

  test('is of no account where nothing follows, or where there is none', async () => {
    expect(await said(`BEGIN;\nSELECT 1;\n${build}\nCOMMIT;`)).toEqual([noTimeout]);
    expect(await said(`${build}\nSELECT 2;`)).toEqual([noTimeout]);
  });

  test("is the runner's, or PostgreSQL's for a string", async () => {
    const sql = `${build}\nSELECT 2;`;
    expect(await said(sql, undefined, { transaction: 'file' })).toContain(
      'The runner wraps the file in a transaction: its locks are held for one more statement.',
    );
    expect(await said(`CREATE INDEX i ON posts (a)\\; SELECT 2;`)).toContain(
      'Several statements in one string are one transaction: its locks are held for one more statement.',
    );
  });

  test('of a whole run goes on in the next files', async () => {
    const files = {
      'migrations/1_a.sql': build,
      'migrations/2_b.sql': 'SELECT 1; SELECT 2;',
      'migration-lint.config.json': '{"transaction": "run"}',
    };
    const found = await findings(files, 'migrations/1_a.sql', 'migrations/2_b.sql');
    expect(about(found, 'blocking-index-build')).toContain(
      'The runner wraps the whole run in a transaction: its locks are held for 2 more statements.',
    );
  });

  test('is not told where the message tells it', async () => {
    const sql = `BEGIN;\nALTER TABLE a ADD b int;\n${build}\nSELECT 1;\nCOMMIT;`;
    const [finding] = (await findings({ 'a.sql': sql }, 'a.sql')).filter(({ rule }) => rule === 'slow-work-under-lock');
    expect(finding?.message).toMatch(/transaction/);
    expect(finding?.circumstances.join()).not.toMatch(/transaction/);
  });
});

describe('timeouts', () => {
  test('in force, with who set them', async () => {
    expect(await said(`SET lock_timeout = '5s';\n${build}`)).toEqual([
      'lock_timeout is 5 s: it gives up after that instead of holding up the queue behind it.',
    ]);
    const config = { lockTimeout: '500ms', statementTimeout: '30min' };
    expect(await said(build, undefined, config)).toEqual([
      'lock_timeout is 500 ms (config): it gives up after that instead of holding up the queue behind it.',
      'statement_timeout is 30 min (config): it is cancelled and undone after that.',
    ]);
  });

  test('missing: said once, by missing-lock-timeout where that speaks', async () => {
    const sql = 'DROP INDEX posts_i;';
    const found = await findings(
      { 'migrations/1.sql': `CREATE TABLE posts (a int); CREATE INDEX posts_i ON posts (a);`, 'migrations/2.sql': sql },
      'migrations/2.sql',
    );
    expect(found.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['blocking-index-drop', 'missing-lock-timeout']),
    );
    expect(found.flatMap(({ circumstances }) => circumstances)).not.toContain(noTimeout);
  });

  test('are no matter to findings that are not about locks', async () => {
    expect(await said('ALTER TABLE a DROP b;', 'dropped-column')).toEqual([]);
  });
});

describe('the history', () => {
  const files = {
    'migrations/1_posts.sql': 'CREATE TABLE posts (a int);',
    'migrations/2_x.sql': 'SELECT 1;',
    'migrations/3_index.sql': `${build}\nCREATE INDEX j ON unknown (a);`,
  };

  test('says how old the table is, or that nothing creates it', async () => {
    const found = await findings(files, 'migrations/3_index.sql');
    expect(
      found.filter(({ rule }) => rule === 'blocking-index-build').map(({ circumstances }) => circumstances.at(-1)),
    ).toEqual([
      'posts dates from 1_posts.sql, 2 migrations earlier.',
      'No earlier migration creates unknown: it is taken to exist and to be in use.',
    ]);
  });

  test('is silent where the file is read alone', async () => {
    const found = await findings(files, '--no-history', 'migrations/3_index.sql');
    expect(about(found, 'blocking-index-build')).toEqual([noTimeout, noTimeout]);
  });
});

describe('a rollback', () => {
  const files = {
    'migrations/1_users.up.sql': 'CREATE TABLE users (id int, name text);',
    'migrations/1_users.down.sql': 'DROP TABLE users;',
    'migrations/2_email.up.sql': 'ALTER TABLE users ADD email text;',
    'migrations/2_email.down.sql': 'ALTER TABLE users DROP email;',
    'migrations/3_other.up.sql': 'SELECT 1;',
    'migrations/3_other.down.sql': 'ALTER TABLE users DROP name;',
  };
  const losses = async (...args: string[]) =>
    (await findings(files, '--down', ...args))
      .filter(({ rule }) => rule.startsWith('dropped-'))
      .map(({ rule, severity, circumstances }) => [rule, severity, ...circumstances]);

  test('that takes back what the migration made is a warning; what was there before is an error', async () => {
    expect(await losses('--all')).toEqual([
      ['dropped-column', 'error'],
      [
        'dropped-column',
        'warning',
        '2_email.up.sql, taken back here, created it: what has been written since is lost.',
      ],
      ['dropped-table', 'warning', '1_users.up.sql, taken back here, created it: what has been written since is lost.'],
    ]);
  });

  test('is judged on a schema in use: its locks are told of', async () => {
    const found = await findings(files, '--down', 'migrations/1_users.up.sql');
    expect(found.map(({ rule }) => rule)).toContain('missing-lock-timeout');
  });

  test('says so in the report', async () => {
    const path = folder(files);
    const text = await run(path, ['--down', '--all'], { rules: async () => rules });
    expect(text.stdout).toMatch(/in 3 ways back \(3 statements\)$/m);
    const json = JSON.parse(
      (await run(path, ['--down', '--all', '--format', 'json'], { rules: async () => rules })).stdout,
    );
    expect(
      json.files.map(({ direction, judged }: { direction: string; judged: boolean }) => `${direction} ${judged}`),
    ).toEqual([...Array(3).fill('up false'), ...Array(3).fill('down true')]);
    const plan = JSON.parse((await run(path, ['explain', '--down', '--format', 'json', '.'])).stdout);
    expect(
      plan.migrations.map(({ file, direction }: { file: string; direction: string }) => `${file} ${direction}`),
    ).toEqual([
      'migrations/3_other.down.sql down',
      'migrations/2_email.down.sql down',
      'migrations/1_users.down.sql down',
    ]);
  });
});
