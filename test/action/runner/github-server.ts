// GitHub's REST API on 127.0.0.1. Whatever is asked and whatever it answers is held against GitHub's own description; what does not
// fit is a violation, and a test with one fails. Faults can be ordered for the requests to come.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, handlers, refusal } from './github-operations.ts';
import { actionsBot, type State } from './github-state.ts';
import { type Operation, operationOf, requestErrors, responseErrors } from './openapi.ts';
import type { Json, JsonObject } from './openapi-schema.ts';
import type { Repository } from './repository.ts';

export interface Fault {
  /** `issues/create-comment`; undefined: any. */
  readonly operation?: string;
  /** How many requests it meets; 1 if not said. */
  times?: number;
  /** `drop`: the connection ends without an answer. */
  readonly answer: 'drop' | { readonly status: number; readonly body: Json; readonly headers?: Record<string, string> };
  /** The request is carried out all the same, as when an answer is lost on its way. */
  readonly carriedOut?: true;
}

/** A request that was made. */
export interface Asked {
  readonly operation: string;
  readonly query: string;
  readonly body: JsonObject;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface GitHub {
  readonly url: string;
  readonly state: State;
  readonly asked: Asked[];
  readonly violations: string[];
  readonly faults: Fault[];
  readonly close: () => Promise<void>;
}

export type GitHubOptions = Partial<Pick<State, 'access' | 'account' | 'comments' | 'reviews' | 'nextId' | 'token'>>;

const repositoryId = 1_300_192;

export async function startGitHub(repository: Repository, options: GitHubOptions = {}): Promise<GitHub> {
  const state: State = {
    repository,
    name: 'octo-org/shop',
    token: 'ghs_atokenthatnobodymayseeinthelog0123456',
    account: actionsBot,
    access: 'write',
    comments: [],
    reviews: [],
    nextId: 5000,
    ...options,
  };
  const gitHub: Open = { url: '', state, asked: [], violations: [], faults: [] };
  const server = createServer((request, response) => {
    answer(gitHub, request, response).catch((error: Error) => {
      gitHub.violations.push(`${request.method} ${request.url}: ${error.stack}`);
      response.destroy();
    });
  });
  // A busy machine is no reason to close a connection.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(gitHub, { url, close: () => closed(server) });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

type Open = Omit<GitHub, 'close'> & { readonly violations: string[] };

async function answer(gitHub: Open, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = Date.now();
  const text = await textOf(request);
  const { name } = gitHub.state;
  const url = new URL(request.url ?? '/', gitHub.url);
  // Where GitHub Enterprise Server has it; what `next` of a Link header leads to.
  const path = url.pathname.replace(/^\/api\/v3/, '').replace(`/repositories/${repositoryId}/`, `/repos/${name}/`);
  const operation = operationOf(request.method ?? '', path);
  const violation = (complaint: string) => gitHub.violations.push(`${request.method} ${request.url}: ${complaint}`);
  if (!operation) {
    violation('GitHub has no such operation');
    return send(gitHub, response, refusal(404, 'Not Found'));
  }
  const body = text === '' ? undefined : (JSON.parse(text) as JsonObject);
  for (const complaint of requestErrors(operation, { query: url.searchParams, body })) violation(complaint);
  for (const complaint of headerErrors(request)) violation(complaint);
  const call = { values: operation.values, query: url.searchParams, body: body ?? {} };
  const fault = faultFor(gitHub.faults, operation.id);
  const own = () => ownAnswer(gitHub, request, operation, call);
  if (fault?.carriedOut) await own();
  const given = fault ? fault.answer : await own();
  const status = given === 'drop' ? 0 : given.status;
  gitHub.asked.push({ operation: operation.id, query: url.search, body: call.body, status, at });
  if (given === 'drop') return void response.destroy();
  const { page, headers } = paged(given, url);
  // A page of HTML is what comes from in front of the API.
  const isPage = typeof page === 'string';
  for (const complaint of isPage ? [] : responseErrors(operation, status, 'application/json', page))
    violation(complaint);
  send(gitHub, response, { status, body: page }, { ...headers, ...('headers' in given ? given.headers : {}) });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#headers */
function headerErrors({ headers, method }: IncomingMessage): string[] {
  const errors: string[] = [];
  if (!headers['user-agent']) errors.push('no User-Agent');
  if (!/^(?:application\/(?:vnd\.github(?:\.v3)?\+)?json|\*\/\*)/.test(headers.accept ?? ''))
    errors.push(`Accept: ${headers.accept}`);
  if (/^P/.test(method ?? '') && !/^application\/json/.test(headers['content-type'] ?? ''))
    errors.push('a body that is not JSON');
  const version = headers['x-github-api-version'];
  if (version !== undefined && version !== '2022-11-28') errors.push(`there is no version ${version} of the API`);
  return errors;
}

function faultFor(faults: Fault[], operation: string): Fault | undefined {
  const fault = faults.find((each) => each.operation === undefined || each.operation === operation);
  if (!fault) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
  return fault;
}

type Call = Parameters<(typeof handlers)[string]>[1];

async function ownAnswer(
  gitHub: Open,
  request: IncomingMessage,
  { id, values }: Operation,
  call: Call,
): Promise<Answer> {
  const { state, violations } = gitHub;
  if (!new RegExp(`^(?:token|bearer) ${state.token}$`, 'i').test(request.headers.authorization ?? ''))
    return refusal(401, 'Bad credentials');
  if (values.owner !== undefined && `${values.owner}/${values.repo}` !== state.name) return refusal(404, 'Not Found');
  const handler = handlers[id];
  if (handler) return handler(state, call);
  violations.push(`${id}: these tests have no double for it`);
  return refusal(404, 'Not Found');
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function paged(given: Pick<Answer, 'body' | 'paged'>, url: URL): { page: Json; headers: Record<string, string> } {
  const { body } = given;
  if (!given.paged || !Array.isArray(body)) return { page: body, headers: {} };
  const size = Math.min(Math.max(Number(url.searchParams.get('per_page') ?? 30) || 30, 1), 100);
  const at = Math.max(Number(url.searchParams.get('page') ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(body.length / size), 1);
  const link = (page: number, relation: string) => {
    const to = new URL(url);
    to.pathname = to.pathname.replace(/^\/repos\/[^/]+\/[^/]+\//, `/repositories/${repositoryId}/`);
    to.searchParams.set('page', String(page));
    return `<${to.href}>; rel="${relation}"`;
  };
  const links = [
    ...(at > 1 ? [link(at - 1, 'prev')] : []),
    ...(at < last ? [link(at + 1, 'next'), link(last, 'last')] : []),
    ...(at > 1 ? [link(1, 'first')] : []),
  ];
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(', ') } : {};
  return { page: body.slice((at - 1) * size, at * size), headers };
}

function send(
  { asked }: Open,
  response: ServerResponse,
  { status, body }: Answer,
  headers: Record<string, string> = {},
): void {
  const limit = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(4990 - asked.length),
    'x-ratelimit-used': String(10 + asked.length),
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3000),
    'x-ratelimit-resource': 'core',
  };
  const isPage = typeof body === 'string';
  const type: Record<string, string> =
    body === null ? {} : { 'content-type': `${isPage ? 'text/html' : 'application/json'}; charset=utf-8` };
  response.writeHead(status, { ...type, 'x-github-media-type': 'github.v3; format=json', ...limit, ...headers });
  response.end(body === null ? undefined : isPage ? body : JSON.stringify(body));
}
