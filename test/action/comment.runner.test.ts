// The one comment on the pull request: made, written anew in place, never repeated, and clear when all is.
import { describe, expect, test } from 'vitest';
import { actionsBot, type IssueComment, stranger } from './runner/github-state.ts';
import { blockingIndex, safeIndex, scenario, usersTable, withMigration } from './runner/scenario.ts';

const others = (count: number): IssueComment[] =>
  Array.from({ length: count }, (_, at) => ({ id: 100 + at, user: stranger, body: `Comment ${at}` }));

describe.concurrent('the comment', () => {
  test('is made where there is something to say', async () => {
    const { run, own } = await scenario(withMigration(blockingIndex));
    const { code, outputs, summary, annotations } = await run();
    expect(code).toBe(1);
    expect(own()).toHaveLength(1);
    const [{ body } = { body: '' }] = own();
    expect(body).toContain('blocking-index-build');
    expect(body).toContain('db/migrations/0002_email.sql');
    expect(body).toContain('CREATE INDEX CONCURRENTLY');
    expect(body).not.toContain('### `db/migrations/0001_users.sql`');
    expect(outputs).toMatchObject({ verdict: 'findings', errors: '1' });
    expect(summary).toContain('blocking-index-build');
    expect(annotations).toContainEqual(
      expect.objectContaining({ severity: 'error', file: 'db/migrations/0002_email.sql', line: 1 }),
    );
  });

  test('shows who waits, and a picture of the locks of several statements', async () => {
    const sql = `BEGIN;\nALTER TABLE users ADD COLUMN a int;\nCREATE INDEX users_a ON users (a);\nCOMMIT;\n`;
    const { run, own } = await scenario(withMigration(sql));
    await run();
    const [{ body } = { body: '' }] = own();
    expect(body).toMatch(/<th>who waits<\/th>/);
    expect(body).toMatch(/ACCESS EXCLUSIVE/);
    expect(body).toMatch(/```mermaid\ngantt|<table>[\s\S]*<table>/);
  });

  test('is written anew in place by the next run, and says something else then', async () => {
    const first = await scenario(withMigration(blockingIndex));
    await first.run();
    const [made] = first.own();
    const second = await scenario(withMigration('DROP TABLE users;\n'), {}, first);
    await second.run();
    expect(second.own().map(({ id }) => id)).toEqual([made?.id]);
    expect(second.own()[0]?.body).toContain('dropped-table');
    expect(second.own()[0]?.body).not.toContain('blocking-index-build');
    expect([second.count('issues/create-comment'), second.count('issues/update-comment')]).toEqual([0, 1]);
  });

  test('is found behind more comments than a page has', async () => {
    const { run, own, count, gitHub } = await scenario(withMigration(blockingIndex), { comments: others(230) });
    await run();
    await run();
    expect(own()).toHaveLength(1);
    expect([count('issues/create-comment'), count('issues/update-comment')]).toEqual([1, 1]);
    expect(gitHub.state.comments.filter(({ user }) => user === stranger)).toEqual(others(230));
  });

  test('of a stranger who copies the mark is left alone', async () => {
    const first = await scenario(withMigration(blockingIndex));
    await first.run();
    const copies = first.own().flatMap(({ body }) => [
      { id: 11, user: stranger, body },
      { id: 12, user: stranger, body: body.replaceAll('\n', '\r\n') },
    ]);
    const { run, own, gitHub } = await scenario(withMigration(blockingIndex), { comments: structuredClone(copies) });
    await run();
    await run();
    expect(own()).toHaveLength(1);
    expect(gitHub.state.comments.filter(({ id }) => id < 100)).toEqual(copies);
  });

  test('of the bot that only quotes ours is left alone', async () => {
    const first = await scenario(withMigration(blockingIndex));
    await first.run();
    const quoted = first.own().map(({ body }) => ({ id: 11, user: actionsBot, body: `> ${body}` }));
    const { run, own } = await scenario(withMigration(blockingIndex), { comments: structuredClone(quoted) });
    await run();
    expect(own()).toHaveLength(2);
    expect(own()[0]).toEqual(quoted[0]);
  });

  test('says that all is clear once it is', async () => {
    const first = await scenario(withMigration(blockingIndex));
    await first.run();
    const second = await scenario(withMigration(safeIndex), {}, first);
    const { code, outputs } = await second.run();
    expect([code, outputs.verdict]).toEqual([0, 'clean']);
    for (const { body } of second.own()) {
      expect(body).not.toContain('blocking-index-build');
      expect(body).toMatch(/all clear/i);
    }
    expect(second.own().length).toBeLessThanOrEqual(1);
    expect(second.count('issues/create-comment')).toBe(0);
  });

  test('says so, too, when the migration itself is gone', async () => {
    const first = await scenario(withMigration(blockingIndex));
    await first.run();
    const second = await scenario(
      { base: { 'db/migrations/0001_users.sql': usersTable }, head: { 'a.md': 'x' } },
      {},
      first,
    );
    expect((await second.run()).code).toBe(0);
    for (const { body } of second.own()) expect(body).not.toContain('blocking-index-build');
  });

  test.each([
    ['a safe migration', withMigration(safeIndex)],
    ['no migration', { base: { 'db/migrations/0001_users.sql': usersTable }, head: { 'README.md': 'x' } }],
    ['a repository without migrations', { base: { 'README.md': 'x' }, head: { 'README.md': 'y' } }],
  ])('is not made for %s', async (_, history) => {
    const { run, gitHub } = await scenario(history);
    const { code, outputs } = await run();
    expect([code, outputs]).toEqual([0, expect.objectContaining({ verdict: 'clean', errors: '0', warnings: '0' })]);
    expect(gitHub.state.comments).toEqual([]);
    expect(gitHub.state.reviews).toEqual([]);
  });

  test('is one, though two runs made it at the same time', async () => {
    const { run, own } = await scenario(withMigration(blockingIndex));
    await Promise.all([run(), run()]);
    await run();
    expect(own()).toHaveLength(1);
  });

  test('is left to a later run by one that ends after it', async () => {
    const { run, own } = await scenario(withMigration(blockingIndex));
    await run({ env: { GITHUB_RUN_ID: '2000' } });
    const [later] = structuredClone(own());
    const { code } = await run({ env: { GITHUB_RUN_ID: '1000' }, inputs: { 'pg-version': '13' } });
    expect(code).toBe(1);
    expect(own()).toEqual([later]);
  });

  test('is one for each folder that a step runs in', async () => {
    const head = { 'a/migrations/1.sql': 'DROP TABLE users;', 'b/migrations/1.sql': 'DROP TABLE orders;' };
    const { run, own } = await scenario({ base: { 'a/x': '', 'b/x': '' }, head });
    for (const folder of ['a', 'b', 'a', 'b']) await run({ inputs: { 'working-directory': folder } });
    expect(own().map(({ body }) => /users|orders/.exec(body)?.[0])).toEqual(['users', 'orders']);
  });

  test('is not asked for with `comment: false`', async () => {
    const { run, gitHub } = await scenario(withMigration(blockingIndex));
    const { code, summary } = await run({ inputs: { comment: 'false' }, checkout: { depth: 0 } });
    expect(code).toBe(1);
    expect(summary).toContain('blocking-index-build');
    expect(gitHub.asked.filter(({ operation }) => /comment|review/.test(operation))).toEqual([]);
  });

  test('on GitHub Enterprise Server', async () => {
    const { run, own, gitHub } = await scenario(withMigration(blockingIndex));
    const server = 'https://github.example.com';
    const env = { GITHUB_API_URL: `${gitHub.url}/api/v3`, GITHUB_SERVER_URL: server };
    await run({ env });
    await run({ env });
    expect(own()).toHaveLength(1);
    expect(own()[0]?.body).toContain(`](${server}/octo-org/shop/blob/`);
    expect(own()[0]?.body).not.toContain('https://github.com');
  });

  test("is the person's whose token it is", async () => {
    const person = { login: 'maintainer', id: 77, type: 'User' } as const;
    const token = 'ghp_atokenthatnobodymayseeinthelog0123456';
    const { run, gitHub } = await scenario(withMigration(blockingIndex), { account: person, token });
    await run();
    await run();
    expect(gitHub.state.comments.map(({ user }) => user)).toEqual([person]);
  });
});

describe.concurrent('suggestions', () => {
  test('are made once where the safe SQL replaces the very lines', async () => {
    const { run, gitHub, count } = await scenario(withMigration(blockingIndex));
    await run();
    await run();
    expect(gitHub.state.reviews).toHaveLength(1);
    const [{ comments, event } = { comments: [], event: '' }] = gitHub.state.reviews;
    expect(event).toBe('COMMENT');
    expect(comments).toEqual([
      expect.objectContaining({ path: 'db/migrations/0002_email.sql', line: 1, side: 'RIGHT' }),
    ]);
    expect(comments[0]?.body).toContain('```suggestion\nCREATE INDEX CONCURRENTLY users_email ON users (email);\n```');
    expect(count('pulls/create-review')).toBe(1);
  });

  test('of several lines, and not on lines outside of the diff', async () => {
    const old = Array.from({ length: 30 }, (_, at) => `-- line ${at}\n`).join('');
    const before = `CREATE TABLE users (id int);\nCREATE INDEX a ON users (id);\n${old}`;
    const history = {
      base: { 'migrations/1.sql': before },
      head: { 'migrations/1.sql': `${before}CREATE INDEX b\n  ON users\n  (id);\n` },
    };
    const { run, gitHub } = await scenario(history);
    await run();
    for (const { comments } of gitHub.state.reviews)
      expect(comments.map(({ start_line, line }) => [start_line, line])).toEqual([[33, 35]]);
  });

  test('not on lines that the merge has moved', async () => {
    const seed = "INSERT INTO users VALUES (1, '');\nINSERT INTO users VALUES (2, '');\n";
    const history = {
      base: { 'migrations/1.sql': usersTable, 'migrations/2.sql': seed },
      head: { 'migrations/2.sql': `${seed}${blockingIndex}` },
      later: { 'migrations/2.sql': `SELECT 1;\nSELECT 2;\n${seed}` },
      merged: { 'migrations/2.sql': `SELECT 1;\nSELECT 2;\n${seed}${blockingIndex}` },
    };
    for (const ref of ['merge', 'head']) {
      const { run, gitHub } = await scenario(history);
      expect((await run({ checkout: { ref } })).outputs.errors).toBe('2');
      for (const { comments } of gitHub.state.reviews) expect(comments.map(({ line }) => line)).toEqual([3]);
    }
  });

  test('refused by GitHub: the comment stays, the verdict too', async () => {
    const { run, gitHub, own } = await scenario(withMigration(blockingIndex));
    const errors = ['Line could not be resolved'];
    const body = { message: 'Unprocessable Entity', errors, documentation_url: 'https://docs.github.com/rest' };
    gitHub.faults.push({ operation: 'pulls/create-review', times: 9, answer: { status: 422, body } });
    const { code, annotations } = await run();
    expect(code).toBe(1);
    expect(own()).toHaveLength(1);
    expect(annotations.map(({ message }) => message).join('\n')).toMatch(/422/);
  });
});
