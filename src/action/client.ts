// The one way to GitHub: the toolkit's client, which knows proxies, with retries where waiting helps and an end to the waiting.
// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
import type { getOctokit } from '@actions/github';
import { visible } from '../reporters/terminal.ts';

export interface Client {
  readonly rest: ReturnType<typeof getOctokit>['rest'];
  readonly owner: string;
  readonly repo: string;
}

/** What GitHub did not do, after all tries. `status` is 0 where it was not reached. */
export class ApiFault extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
  }
}

export interface ClientOptions {
  readonly token: string;
  /** GITHUB_API_URL. */
  readonly baseUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

/** All waiting of a run together, in milliseconds, for answers that never came as well: a job costs money while it waits. */
const longestWaiting = 70_000;
/** What GitHub asks for where it names no time. */
const limitedFor = 60_000;
const tries = 4;
const requestTimeout = 30_000;

export async function connect({ token, baseUrl, repository, sleep, now }: ClientOptions): Promise<Client> {
  const { getOctokit } = await import('@actions/github');
  const silent = () => {};
  const octokit = getOctokit(token, { baseUrl, log: { debug: silent, info: silent, warn: silent, error: silent } });
  let waited = 0;
  octokit.hook.wrap('request', async (request, options) => {
    for (let attempt = 1; ; attempt += 1) {
      const started = now();
      try {
        const signal = AbortSignal.timeout(requestTimeout);
        return whole(await request({ ...options, request: { ...options.request, signal } }));
      } catch (error) {
        const answer = answerOf(error);
        waited += now() - started;
        const wait = waitFor(answer, { attempt, isPost: options.method === 'POST', now: now() });
        if (wait === undefined || attempt >= tries || waited + wait > longestWaiting) throw faultOf(answer, now());
        waited += wait;
        await sleep(wait);
      }
    }
  });
  const [owner = '', repo = ''] = repository.split('/');
  return { rest: octokit.rest, owner, repo };
}

/** What a proxy says in GitHub's place is a page. */
function whole<T extends { readonly status: number; readonly data: unknown }>(response: T): T {
  if (response.status === 204 || typeof response.data === 'object') return response;
  throw new Error('the answer is no JSON');
}

interface Answer {
  /** 0: there was none. */
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

function answerOf(error: unknown): Answer {
  const { status, message, response } = error as { status?: unknown; message?: string; response?: Partial<Answer> };
  // A failed connection is given 500, but no response.
  const known = response && typeof status === 'number' ? status : 0;
  return { status: known, message: String(message ?? error), headers: response?.headers ?? {} };
}

interface Attempt {
  /** From 1. */
  readonly attempt: number;
  readonly isPost: boolean;
  readonly now: number;
}

/** Milliseconds after which the request may work; undefined where asking again is of no use, or may do a thing twice. */
function waitFor(answer: Answer, { attempt, isPost, now }: Attempt): number | undefined {
  const { status, headers } = answer;
  if (isLimited(answer)) {
    const after = Number(headers['retry-after']);
    if (Number.isFinite(after)) return Math.max(after, 0) * 1000;
    if (headers['x-ratelimit-remaining'] === '0')
      return Math.max(Number(headers['x-ratelimit-reset']) * 1000 - now, 0) + 1000;
    return limitedFor;
  }
  // Whoever posts looks first whether it is there already.
  if (isPost) return undefined;
  return status === 0 || status >= 500 ? 1000 * 2 ** (attempt - 1) : undefined;
}

function isLimited({ status, headers, message }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /secondary rate limit|abuse detection/i.test(message)
  );
}

/** Ends a sentence; the words of the answer come from the network and are cut and made visible. */
function faultOf(answer: Answer, now: number): ApiFault {
  const { status, message, headers } = answer;
  if (isLimited(answer)) {
    const seconds = Math.ceil(Number(headers['x-ratelimit-reset']) - now / 1000);
    const when = seconds > 0 ? `, for ${seconds} s more` : '';
    return new ApiFault(429, `GitHub's rate limit is reached${when}`);
  }
  const said = visible(message.replace(/\s+/g, ' ').trim()).slice(0, 200);
  if (status === 0) return new ApiFault(0, `GitHub is not reached (${said})`);
  if (status >= 500) return new ApiFault(status, `GitHub answers ${status}`);
  const known: Readonly<Record<number, string>> = {
    401: 'the token is not valid (401)',
    403: `the token may not do this (403: ${said})`,
    404: 'GitHub finds nothing there, or the token may not see it (404)',
    422: `GitHub refuses it (422: ${said})`,
  };
  return new ApiFault(status, known[status] ?? `GitHub answers ${status} (${said})`);
}

/** What went wrong with GitHub, to stand in a sentence; what is no fault of GitHub's is thrown again. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiFault) return error.message;
  throw error;
}
