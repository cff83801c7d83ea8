// The action in this process, on a real repository, with a GitHub that answers what the test says. How GitHub itself behaves is
// the matter of the *.runner.test.ts files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { rules } from '../../rules/index.ts';
import { runAction } from '../../src/action/action.ts';
import { type Folder, repository } from '../selection/repository.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Its address, and what it was asked; `answer` undefined is 404. */
export async function gitHub(answer: (asked: Asked, count: number) => Answer | undefined) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const one = { method: request.method ?? '', path: request.url ?? '', body: await bodyOf(request) };
    asked.push(one);
    const { status = 200, body = {}, headers = {} } = answer(one, asked.length) ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const table = 'CREATE TABLE t (id bigint PRIMARY KEY, a int);\n';

/** A base on main, and a branch that adds `head` to it. */
export function pullRequest(base: Record<string, string>, head: Record<string, string>): Folder & { event: object } {
  const made = repository();
  made.write({ 'migrations/001_t.sql': table, ...base });
  made.commit();
  const baseSha = made.git('rev-parse', 'HEAD').trim();
  made.git('checkout', '-q', '-b', 'x');
  made.write(head);
  made.commit();
  const headSha = made.git('rev-parse', 'HEAD').trim();
  const repo = { full_name: 'o/r' };
  const pull = { number: 7, base: { ref: 'main', sha: baseSha, repo }, head: { ref: 'x', sha: headSha, repo } };
  return { ...made, event: { pull_request: pull, repository: { default_branch: 'main' } } };
}

export interface Acted {
  readonly stdout: string;
  readonly outputs: Record<string, string | number>;
  readonly summary: string;
  readonly notices: readonly string[];
  readonly failures: readonly string[];
  readonly waits: readonly number[];
}

/** `with` are inputs; without `api` there is no token. */
export async function act(
  { path, event }: { path: string; event: object },
  options: { with?: Record<string, string>; env?: Record<string, string>; api?: string } = {},
): Promise<Acted> {
  const acted = { stdout: '', summary: '' };
  const [outputs, notices, failures, waits]: [Record<string, string | number>, string[], string[], number[]] = [
    {},
    [],
    [],
    [],
  ];
  const inputs = { 'github-token': options.api ? 'ghs_token' : '', ...options.with };
  await runAction({
    env: {
      GITHUB_WORKSPACE: path,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: 'event.json',
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_RUN_ID: '5',
      ...(options.api ? { GITHUB_API_URL: options.api } : {}),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...options.env,
    },
    stdout: { write: (text) => (acted.stdout += text) },
    rules,
    payload: () => event,
    setOutput: (name, value) => (outputs[name] = value),
    writeSummary: async (text) => {
      acted.summary += text;
    },
    notice: (message) => notices.push(message),
    fail: (message) => failures.push(message),
    writeFile: (file, text) => {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    },
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    now: () => Date.now(),
  });
  return { ...acted, outputs, notices, failures, waits };
}
