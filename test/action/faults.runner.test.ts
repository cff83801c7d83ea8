// What GitHub does not let the action do, or not now: tried again where that helps, then said. The verdict never depends on it.
import { describe, expect, test } from 'vitest';
import type { Fault } from './runner/github-server.ts';
import type { StepResult } from './runner/run-action.ts';
import {
  asJson,
  blockingIndex,
  judgedBy,
  type Scenario,
  safeIndex,
  scenario,
  withMigration,
} from './runner/scenario.ts';

const documentation_url = 'https://docs.github.com/rest';
const fault = (status: number, message: string, headers?: Record<string, string>): Fault['answer'] => ({
  status,
  body: { message, documentation_url, status: String(status) },
  headers,
});

const inSeconds = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
const primary = (status: 403 | 429, reset: number) =>
  fault(status, 'API rate limit exceeded for installation ID 1.', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': inSeconds(reset),
  });
const secondary = (status: 403 | 429, after: number) =>
  fault(status, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
    'retry-after': String(after),
  });
const html: Fault['answer'] = { status: 502, body: '<html><body>::error::Unicorn!</body></html>' };
const unnamed = fault(403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.');

const noticesOf = ({ annotations }: StepResult): string =>
  annotations
    .filter(({ severity }) => severity !== 'error')
    .map(({ message }) => message)
    .join('\n');

async function withFaults(...faults: Fault[]): Promise<Scenario> {
  const made = await scenario(withMigration(blockingIndex));
  made.gitHub.faults.push(...faults);
  return { ...made, run: (options) => made.run({ hurried: true, ...options }) };
}

/** The judging itself is not touched by whatever happens to the comment. */
function expectVerdictKept(result: StepResult): void {
  expect(result.code).toBe(1);
  expect(result.outputs).toMatchObject({ verdict: 'findings', errors: '1' });
  expect(result.summary).toContain('blocking-index-build');
  expect(result.annotations).toContainEqual(
    expect.objectContaining({ severity: 'error', file: 'db/migrations/0002_email.sql' }),
  );
}

describe.concurrent('a fault that passes', () => {
  test.each<[string, Omit<Fault, 'operation'>]>([
    ['a primary limit, 403', { answer: primary(403, 2) }],
    ['a primary limit, 429', { answer: primary(429, 2) }],
    ['a secondary limit, 403', { answer: secondary(403, 1) }],
    ['a secondary limit, 429, twice', { answer: secondary(429, 1), times: 2 }],
    ['a secondary limit that names no time', { answer: unnamed }],
    ['502, a page', { answer: html }],
    ['500', { answer: fault(500, 'Server Error') }],
    ['503, twice', { answer: fault(503, 'Service Unavailable'), times: 2 }],
    ['a connection that ends', { answer: 'drop' }],
  ])('of the list of comments: %s', async (_, given) => {
    const { run, own, count } = await withFaults({ ...given, operation: 'issues/list-comments' });
    const times = given.times ?? 1;
    const result = await run();
    expectVerdictKept(result);
    expect(own()).toHaveLength(1);
    expect(noticesOf(result)).toBe('');
    expect(count('issues/list-comments')).toBeGreaterThan(times);
  });

  test('of the list of changed files', async () => {
    const { run } = await withFaults(
      { operation: 'pulls/list-files', answer: secondary(403, 1) },
      { operation: 'pulls/list-files', answer: html },
    );
    const result = await run({ inputs: asJson });
    expectVerdictKept(result);
    expect(judgedBy(result)).toEqual(['db/migrations/0002_email.sql']);
  });

  test.each<[string, Fault]>([
    ['a limit: it was not made', { operation: 'issues/create-comment', answer: secondary(403, 1) }],
    ['a connection that ends before it is made', { operation: 'issues/create-comment', answer: 'drop' }],
    [
      'a connection that ends after it is made',
      { operation: 'issues/create-comment', answer: 'drop', carriedOut: true },
    ],
    ['502 after it is made', { operation: 'issues/create-comment', answer: html, carriedOut: true }],
  ])('of the making of the comment, of which there is one then: %s', async (_, given) => {
    const { run, own } = await withFaults(given);
    expectVerdictKept(await run());
    expect(own()).toHaveLength(1);
  });

  test('of the writing anew', async () => {
    const made = await withFaults();
    await made.run();
    made.gitHub.faults.push({ operation: 'issues/update-comment', answer: html });
    expectVerdictKept(await made.run({ inputs: { 'pg-version': '13' } }));
    expect(made.own()).toHaveLength(1);
    expect(made.own()[0]?.body).toContain('PostgreSQL 13');
  });

  test('the waiting is as long as GitHub says', async () => {
    const { run, gitHub } = await withFaults({ operation: 'issues/create-comment', answer: secondary(429, 3) });
    await run({ hurried: false });
    const [first, second] = gitHub.asked.filter(({ operation }) => operation === 'issues/create-comment');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2990);
  });
});

describe.concurrent('a fault that stays', () => {
  test.each<[string, Fault, RegExp]>([
    ['a limit for an hour', { times: 9, operation: 'issues/list-comments', answer: primary(403, 3600) }, /rate limit/i],
    [
      'a limit for ten minutes',
      { times: 9, operation: 'issues/create-comment', answer: secondary(429, 600) },
      /rate limit/i,
    ],
    [
      '403',
      { times: 9, operation: 'issues/create-comment', answer: fault(403, 'Resource not accessible by integration') },
      /pull-requests: write/,
    ],
    [
      '404: comments are disabled',
      { times: 9, operation: 'issues/create-comment', answer: fault(404, 'Not Found') },
      /404|finds nothing/,
    ],
    [
      '410: the issue was deleted',
      { times: 9, operation: 'issues/list-comments', answer: fault(410, 'This issue was deleted') },
      /410/,
    ],
    ['422', { times: 9, operation: 'issues/create-comment', answer: fault(422, 'Validation Failed') }, /422/],
    ['401', { times: 9, operation: 'issues/list-comments', answer: fault(401, 'Bad credentials') }, /401/],
  ])('%s: it says so, and keeps the verdict', async (_, given, words) => {
    const { run, own, gitHub } = await withFaults(given);
    const result = await run();
    expectVerdictKept(result);
    expect(noticesOf(result)).toMatch(words);
    expect(own()).toEqual([]);
    expect(result.milliseconds).toBeLessThan(20_000);
    expect(gitHub.asked.length).toBeLessThan(20);
  });

  test.each<[string, Fault['answer']]>([
    ['5xx', html],
    ['no connection', 'drop'],
  ])(
    '%s of whatever is asked, with the whole history at hand',
    async (_, answer) => {
      const { run } = await withFaults({ times: 999, answer });
      const result = await run({ checkout: { depth: 0 } });
      expectVerdictKept(result);
      expect(noticesOf(result)).toMatch(/GitHub/);
    },
    60_000,
  );

  test('of the list of files, where only that could tell what is new: an error that says what to do', async () => {
    const { run } = await withFaults({
      times: 99,
      operation: 'pulls/list-files',
      answer: fault(403, 'Resource not accessible'),
    });
    const { code, outputs, annotations } = await run();
    expect(code).toBe(1);
    expect(outputs.verdict).not.toBe('clean');
    expect(annotations).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringMatching(/fetch-depth: 0/) }),
    ]);
  });

  test('of a clean change does not fail it', async () => {
    const made = await scenario(withMigration(safeIndex));
    made.gitHub.faults.push({ times: 99, operation: 'issues/list-comments', answer: fault(403, 'Forbidden') });
    const { code, outputs } = await made.run();
    expect([code, outputs.verdict]).toEqual([0, 'clean']);
  });

  test('words of an answer are text', async () => {
    const message = 'no\n::error::pwned\r\n::set-output name=verdict::clean%0A::warning::pwned';
    const { run } = await withFaults({ times: 9, operation: 'issues/create-comment', answer: fault(403, message) });
    const result = await run();
    expectVerdictKept(result);
    expect(result.annotations.filter(({ message: said }) => said === 'pwned')).toEqual([]);
  });
});

describe.concurrent('a token that may only read', () => {
  test("of a fork's pull request: the check is the same, and it says why there is no comment", async () => {
    const { run, gitHub } = await scenario(withMigration(blockingIndex), { access: 'read' });
    const result = await run({ event: { isFork: true } });
    expectVerdictKept(result);
    expect(noticesOf(result)).toMatch(/fork/);
    expect(gitHub.state.comments).toEqual([]);
  });

  test('of a fork, clean: nothing to complain of', async () => {
    const { run } = await scenario(withMigration(safeIndex), { access: 'read' });
    const result = await run({ event: { isFork: true } });
    expect([result.code, noticesOf(result)]).toEqual([0, '']);
  });

  test('without `pull-requests: write`: it names the permission', async () => {
    const { run } = await scenario(withMigration(blockingIndex), { access: 'read' });
    const result = await run();
    expectVerdictKept(result);
    expect(noticesOf(result)).toMatch(/pull-requests: write/);
  });

  test('that sees no pull requests at all, with the whole history at hand', async () => {
    const { run } = await scenario(withMigration(blockingIndex), { access: 'none' });
    const result = await run({ checkout: { depth: 0 } });
    expectVerdictKept(result);
    expect(noticesOf(result)).toMatch(/404/);
  });
});
