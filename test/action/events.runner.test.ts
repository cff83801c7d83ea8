// What is new by the event, with every depth of the clone: the same migrations, whoever tells which they are.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CheckoutOptions } from './runner/checkout.ts';
import type { History } from './runner/repository.ts';
import { asJson, blockingIndex, judgedBy, safeIndex, scenario, usersTable, withMigration } from './runner/scenario.ts';
import { nothing } from './runner/workflow-event.ts';

/** A migration came to main meanwhile; it is nobody's business here. */
const withLater: History = withMigration(blockingIndex, {
  later: { 'db/migrations/0003_later.sql': 'DROP TABLE users;\n' },
});
const email = ['db/migrations/0002_email.sql'];

const checkouts: [string, CheckoutOptions][] = [
  ['the merge, depth 1', {}],
  ['the merge, depth 2', { depth: 2 }],
  ['the merge, whole history', { depth: 0 }],
  ['the head, depth 1', { ref: 'head' }],
  ['the head, whole history', { ref: 'head', depth: 0 }],
  ['the merge, depth 1, and no way to fetch more', { offline: true }],
];

describe.concurrent('pull_request', () => {
  test.each(checkouts)('%s', async (_, checkout) => {
    const { run, own } = await scenario(withLater);
    const result = await run({ checkout, inputs: asJson });
    expect(judgedBy(result)).toEqual(email);
    expect(result.code).toBe(1);
    expect(own()[0]?.body).toContain('blocking-index-build');
    expect(own()[0]?.body).not.toContain('dropped-table');
  });

  test('whose branch does not have the last commits of main: what those add is history at most', async () => {
    const { run } = await scenario({
      base: { 'db/migrations/0001_users.sql': usersTable },
      head: [{ 'db/migrations/0002_email.sql': blockingIndex }, { 'a.txt': 'second commit' }],
      later: { 'db/migrations/0001_more.sql': 'DROP TABLE a;\n', 'db/migrations/0004.sql': 'DROP TABLE b;\n' },
    });
    for (const checkout of [{ depth: 0 }, { ref: 'head', depth: 0 }, {}])
      expect(judgedBy(await run({ checkout, inputs: asJson }))).toEqual(email);
  });

  test('renamed, renamed and changed, deleted, edited: by git and by the API alike', async () => {
    const long = Array.from({ length: 20 }, (_, at) => `INSERT INTO a VALUES (${at});\n`).join('');
    const history = {
      base: {
        'db/migrations/0001_users.sql': usersTable,
        'db/migrations/0002_renamed.sql': `CREATE TABLE b (id int);\n${long}`,
        'db/migrations/0003_moved.sql': `CREATE TABLE c (id int);\n${long}${long}`,
        'db/migrations/0004_gone.sql': 'CREATE TABLE d (id int);\n',
        'db/migrations/0005_edited.sql': 'CREATE TABLE e (id int);\n',
      },
      head: {
        'db/migrations/0002_renamed.sql': null,
        'db/migrations/0012_renamed.sql': `CREATE TABLE b (id int);\n${long}`,
        'db/migrations/0003_moved.sql': null,
        'db/migrations/0013_moved.sql': `CREATE TABLE c (id int);\n${long}${long}DROP TABLE users;\n`,
        'db/migrations/0004_gone.sql': null,
        'db/migrations/0005_edited.sql': 'CREATE TABLE e (id bigint);\n',
        'db/migrations/0006_ünï cödé.sql': safeIndex,
      },
    };
    const { run, count } = await scenario(history);
    const byGit = await run({ checkout: { depth: 0 }, inputs: asJson });
    const askedByGit = count('pulls/list-files');
    const byApi = await run({ inputs: asJson });
    expect(count('pulls/list-files')).toBeGreaterThan(askedByGit);
    expect(judgedBy(byGit)).toEqual([
      'db/migrations/0005_edited.sql',
      'db/migrations/0006_ünï cödé.sql',
      'db/migrations/0013_moved.sql',
    ]);
    expect(judgedBy(byApi)).toEqual(judgedBy(byGit));
    expect(byApi.outputs).toEqual(byGit.outputs);
    expect(byGit.stdout).toContain('applied-migration-edited');
    expect(byApi.stdout).toContain('applied-migration-edited');
  });

  test('of 320 files: every page of the list is read', async () => {
    const head: Record<string, string> = Object.fromEntries(
      Array.from({ length: 319 }, (_, at) => [`app/${String(at).padStart(4, '0')}.txt`, `${at}`]),
    );
    const { run, gitHub } = await scenario(withMigration(blockingIndex, { head }));
    const result = await run({ inputs: asJson });
    expect(judgedBy(result)).toEqual(email);
    const pages = gitHub.asked.filter(({ operation }) => operation === 'pulls/list-files').map(({ query }) => query);
    expect(pages).toEqual([1, 2, 3, 4].map((page) => `?per_page=100&page=${page}`));
  });

  test('of 320 migrations', async () => {
    const head: Record<string, string> = Object.fromEntries(
      Array.from({ length: 320 }, (_, at) => [
        `db/migrations/1${String(at).padStart(4, '0')}.sql`,
        'DROP TABLE users;\n',
      ]),
    );
    const { run, own } = await scenario({ base: { 'db/migrations/0001_users.sql': usersTable }, head });
    const result = await run({ inputs: asJson });
    expect(judgedBy(result)).toHaveLength(320);
    expect(own()).toHaveLength(1);
  });

  test('without a token: by git where it can, else a message that says what to do', async () => {
    const { run, gitHub } = await scenario(withLater);
    const whole = await run({ checkout: { depth: 0 }, inputs: { ...asJson, 'github-token': '' } });
    expect([whole.code, judgedBy(whole)]).toEqual([1, email]);
    expect(whole.summary).toContain('blocking-index-build');
    const shallow = await run({ inputs: { 'github-token': '' } });
    expect(shallow.code).toBe(1);
    expect(shallow.annotations).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringMatching(/fetch-depth: 0/) }),
    ]);
    expect(shallow.outputs.verdict).not.toBe('clean');
    expect(gitHub.asked).toEqual([]);
  });

  test('`since` and `all` win over the event', async () => {
    const { run, repository } = await scenario(withLater);
    const since = await run({ checkout: { depth: 0 }, inputs: { ...asJson, since: repository.head } });
    expect(judgedBy(since)).toEqual(['db/migrations/0003_later.sql']);
    const all = await run({ inputs: { ...asJson, all: 'true' } });
    expect(judgedBy(all)).toHaveLength(3);
  });

  test('a named path is judged whatever is new', async () => {
    const { run } = await scenario(withLater);
    const result = await run({ inputs: { ...asJson, paths: 'db/migrations/0001_users.sql\ndb/migrations/0002*.sql' } });
    expect(judgedBy(result)).toEqual(['db/migrations/0001_users.sql', 'db/migrations/0002_email.sql']);
  });

  test.skipIf(process.getuid?.() !== 0)("a work tree of another user's, as in a container", async () => {
    const { run, count } = await scenario(withLater);
    const prepare = async (workspace: string) => {
      await promisify(execFile)('chown', ['-R', '12345', workspace]);
    };
    const result = await run({ checkout: { depth: 0, prepare }, inputs: { ...asJson, comment: 'false' } });
    expect([result.code, judgedBy(result), count('pulls/list-files')]).toEqual([1, email, 0]);
  });

  test('a runner without git', async () => {
    const { run } = await scenario(withLater);
    const result = await run({ env: { PATH: '/nowhere' }, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
  });

  test('a checkout without git', async () => {
    const { run } = await scenario(withLater);
    const prepare = (workspace: string) => rmSync(join(workspace, '.git'), { recursive: true });
    const result = await run({ checkout: { prepare }, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
  });

  test('no checkout at all: says so', async () => {
    const { run } = await scenario(withLater);
    const prepare = (workspace: string) => {
      rmSync(join(workspace, '.git'), { recursive: true });
      rmSync(join(workspace, 'db'), { recursive: true });
    };
    const { code, annotations } = await run({ checkout: { prepare } });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain('actions/checkout');
  });
});

describe.concurrent('a monorepo', () => {
  const history: History = {
    base: {
      'services/api/db/migrations/1_users.sql': usersTable,
      'services/api/migration-lint.config.yaml': 'postgres: 16\n',
      'services/mail/migrations/1_a.sql': 'CREATE TABLE a (id int);\n',
    },
    head: {
      'services/api/db/migrations/2_email.sql': blockingIndex,
      'services/mail/migrations/2_b.sql': 'DROP TABLE a;\n',
    },
  };

  test.each(checkouts.slice(0, 3))('a sub-folder by `working-directory`: %s', async (_, checkout) => {
    const { run, own, gitHub } = await scenario(history);
    const inputs = { 'working-directory': 'services/api', 'sarif-file': 'out.sarif', format: 'text\njson=report.json' };
    const result = await run({ checkout, inputs });
    expect(result.code).toBe(1);
    const [{ body } = { body: '' }] = own();
    expect(body).toContain('services/api/db/migrations/2_email.sql');
    expect(body).not.toContain('services/mail');
    expect(body).toContain(`/blob/${gitHub.state.repository.head}/services/api/db/migrations/2_email.sql#L1`);
    expect(result.annotations.map(({ file }) => file)).toContain('services/api/db/migrations/2_email.sql');
    expect(result.outputs.report).toBe('services/api/report.json');
    expect(gitHub.state.reviews[0]?.comments[0]?.path).toBe('services/api/db/migrations/2_email.sql');
  });

  test('without it: all projects, each named from the root', async () => {
    const { run, own } = await scenario(history);
    await run();
    expect(own()[0]?.body).toContain('services/api/db/migrations/2_email.sql');
    expect(own()[0]?.body).toContain('services/mail/migrations/2_b.sql');
  });

  test('a checkout in a sub-folder of the workspace', async () => {
    const { run, own } = await scenario(history);
    for (const depth of [0, 1])
      await run({ checkout: { path: 'code', depth }, inputs: { 'working-directory': 'code/services/api' } });
    expect(own()).toHaveLength(1);
    expect(own()[0]?.body).toContain('`services/api/db/migrations/2_email.sql`');
  });
});

describe.concurrent('pull_request_target', () => {
  const event = { name: 'pull_request_target', isFork: true } as const;

  test('with the base checked out is refused: nothing of the pull request is there', async () => {
    const { run, own } = await scenario(withLater);
    const { code, annotations, outputs } = await run({ event, checkout: { ref: 'main' } });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toMatch(/github\.event\.pull_request\.head\.sha/);
    expect(outputs.verdict).not.toBe('clean');
    expect(own()).toEqual([]);
  });

  test.each([
    ['the head, depth 1', { ref: 'head' }],
    ['the head, whole history', { ref: 'head', depth: 0 }],
    ['the merge', {}],
  ])('%s', async (_, checkout) => {
    const { run, own } = await scenario(withLater);
    const result = await run({ event, checkout, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
    expect(own()).toHaveLength(1);
  });
});

describe.concurrent('push', () => {
  test.each([
    ['depth 1', {}],
    ['whole history', { depth: 0 }],
  ])('what came since the commit before, %s', async (_, { depth }: { depth?: number }) => {
    const { run, gitHub } = await scenario(withLater);
    const checkout = { ref: 'feature', depth };
    const result = await run({ event: { name: 'push' }, checkout, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
    expect(result.summary).toContain('blocking-index-build');
    expect(result.annotations.length).toBeGreaterThan(0);
    expect(gitHub.state.comments).toEqual([]);
  });

  test.each([
    ['depth 1', {}],
    ['whole history', { depth: 0 }],
  ])('a new branch: what the default branch does not have, %s', async (_, { depth }: { depth?: number }) => {
    const { run } = await scenario(withLater);
    const checkout = { ref: 'feature', depth };
    const result = await run({ event: { name: 'push', before: nothing }, checkout, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
  });

  test('the first of the default branch: everything', async () => {
    const { run, repository } = await scenario(withMigration(safeIndex));
    const event = { name: 'push', before: nothing, branch: 'main', after: repository.main } as const;
    const result = await run({ event, checkout: { ref: 'main' }, inputs: asJson });
    expect(judgedBy(result)).toEqual(['db/migrations/0001_users.sql']);
  });

  test('forced: what was there before is no longer', async () => {
    const { run, repository } = await scenario(withLater);
    // The branch was at main's tip, and is now without its last commit.
    const event = { name: 'push', before: repository.main, forced: true } as const;
    for (const depth of [0, 1]) {
      const result = await run({ event, checkout: { ref: 'feature', depth }, inputs: asJson });
      expect([result.code, judgedBy(result)]).toEqual([1, email]);
    }
  });

  test('forced, and nobody knows the commit before', async () => {
    const { run } = await scenario(withLater);
    const event = { name: 'push', before: 'deadbeef'.repeat(5), forced: true } as const;
    const { code, annotations, outputs } = await run({ event, checkout: { ref: 'feature' } });
    expect(code).toBe(1);
    expect(annotations.map(({ message }) => message).join()).toMatch(/fetch-depth|since|all/);
    expect(outputs.verdict).not.toBe('clean');
  });

  test('that deletes a branch has nothing to judge', async () => {
    const { run } = await scenario(withLater);
    const event = { name: 'push', deleted: true } as const;
    const result = await run({ event, checkout: { ref: 'main' }, inputs: asJson });
    expect([result.code, judgedBy(result), result.outputs.verdict]).toEqual([0, [], 'clean']);
  });
});

describe.concurrent('merge_group', () => {
  test.each([
    ['depth 1', {}],
    ['whole history', { depth: 0 }],
  ])('%s', async (_, { depth }: { depth?: number }) => {
    const { run, repository, gitHub } = await scenario(withLater);
    await repository.git('branch', 'queued', repository.merge);
    const checkout = { ref: 'queued', depth };
    const result = await run({ event: { name: 'merge_group' }, checkout, inputs: asJson });
    expect([result.code, judgedBy(result)]).toEqual([1, email]);
    expect(gitHub.state.comments).toEqual([]);
  });
});

describe.concurrent('workflow_dispatch', () => {
  test('on a branch: what the default branch does not have', async () => {
    const { run } = await scenario(withLater);
    for (const depth of [0, 1]) {
      const checkout = { ref: 'feature', depth };
      const result = await run({ event: { name: 'workflow_dispatch' }, checkout, inputs: asJson });
      expect([result.code, judgedBy(result)]).toEqual([1, email]);
    }
  });

  test('on the default branch, and on a schedule: nothing is new, and it says how to judge all', async () => {
    const { run } = await scenario(withLater);
    for (const name of ['workflow_dispatch', 'schedule'] as const) {
      const result = await run({ event: { name, branch: 'main' }, checkout: { ref: 'main' }, inputs: asJson });
      expect([result.code, judgedBy(result)]).toEqual([0, []]);
      expect(result.stdout).toContain('`all: true`');
    }
  });
});
