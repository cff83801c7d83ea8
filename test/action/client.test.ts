// Waiting for GitHub where that helps, and an end to it.
import { expect, test } from 'vitest';
import { ApiFault, connect } from '../../src/action/client.ts';
import { type Answer, gitHub } from './act.ts';

const now = 1_000_000;

/** `slow`: how many milliseconds pass between two looks at the clock. */
async function ask(answers: readonly Answer[], how: 'get' | 'post' = 'get', slow = 0) {
  let time = now;
  const { url, asked } = await gitHub((_, count) => answers[Math.min(count, answers.length) - 1]);
  const waits: number[] = [];
  const { rest } = await connect({
    token: 'ghs_token',
    baseUrl: url,
    repository: 'o/r',
    now: () => {
      time += slow;
      return time - slow;
    },
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  const place = { owner: 'o', repo: 'r' };
  const result = await (how === 'get'
    ? rest.issues.listComments({ ...place, issue_number: 1 })
    : rest.issues.createComment({ ...place, issue_number: 1, body: 'x' })
  ).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof ApiFault ? [error.status, error.message] : error),
  );
  return { result, waits, asked: asked.length };
}

const limited = (headers: Record<string, string>, status = 403): Answer => ({
  status,
  headers,
  body: { message: 'x' },
});
const fine: Answer = { body: [] };

test('5xx: again after a while, then said', async () => {
  expect(await ask([{ status: 502 }, { status: 503 }, fine])).toEqual({ result: 200, waits: [1000, 2000], asked: 3 });
  expect(await ask([{ status: 500 }])).toEqual({
    result: [500, 'GitHub answers 500'],
    waits: [1000, 2000, 4000],
    asked: 4,
  });
});

test('an answer that takes long to fail is waited for as well', async () => {
  expect(await ask([{ status: 502 }], 'get', 40_000)).toMatchObject({ waits: [1000], asked: 2 });
});

test('what may have been done is not done twice', async () => {
  expect(await ask([{ status: 502 }], 'post')).toEqual({ result: [502, 'GitHub answers 502'], waits: [], asked: 1 });
});

test('secondary rate limit: as long as GitHub says', async () => {
  for (const status of [403, 429]) {
    const { result, waits } = await ask([limited({ 'retry-after': '7' }, status), fine], 'post');
    expect([result, waits]).toEqual([200, [7000]]);
  }
});

test('primary rate limit: until it is reset', async () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 20) };
  expect(await ask([limited(headers), fine])).toMatchObject({ result: 200, waits: [21_000] });
});

test('no longer than a minute in all', async () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 1800) };
  expect(await ask([limited(headers)])).toEqual({
    result: [429, "GitHub's rate limit is reached, for 1800 s more"],
    waits: [],
    asked: 1,
  });
  expect(await ask([limited({ 'retry-after': '40' })])).toMatchObject({ waits: [40_000], asked: 2 });
});

test.each([
  [401, 'the token is not valid (401)'],
  [403, 'the token may not do this (403: Resource\\x1b[31m not accessible'],
  [404, 'GitHub finds nothing there, or the token may not see it (404)'],
  [422, 'GitHub refuses it (422: Resource\\x1b[31m not accessible'],
])('%d is said at once, in words that do nothing', async (status, message) => {
  const { result, asked } = await ask([{ status, body: { message: 'Resource\x1b[31m not\naccessible' } }]);
  expect(asked).toBe(1);
  expect(result).toEqual([status, expect.stringContaining(message)]);
});

test('no server, and a page in place of an answer', async () => {
  const { url } = await gitHub(() => fine);
  expect(url).toContain('127.0.0.1');
  const { result } = await ask([{ headers: { 'content-type': 'text/html' }, body: 'Sign in' }]);
  expect(result).toEqual([0, 'GitHub is not reached (the answer is no JSON)']);
});
