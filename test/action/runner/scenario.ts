// A pull request from end to end: the repository, GitHub's API, the checkout, and the action's step on it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { type CheckoutOptions, checkout } from './checkout.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './github-server.ts';
import { actionsBot, type IssueComment } from './github-state.ts';
import { type History, type Repository, repositoryOf } from './repository.ts';
import { runAction, type StepOptions, type StepResult } from './run-action.ts';

export interface Scenario {
  readonly repository: Repository;
  readonly gitHub: GitHub;
  /** Checks out and runs the step. */
  readonly run: (options?: StepOptions & { readonly checkout?: CheckoutOptions }) => Promise<StepResult>;
  /** The comments that the action's token has written. */
  readonly own: () => IssueComment[];
  /** How often an operation was asked for. */
  readonly count: (operation: string) => number;
}

// Several processes for each test, several tests at once, and other files' beside.
vi.setConfig({ testTimeout: 120_000 });

const open: GitHub[] = [];
afterAll(async () => {
  await Promise.all(open.splice(0).map((gitHub) => gitHub.close()));
});

/** `of`: GitHub's state goes on with another history of the same repository, as after a push. */
export async function scenario(history: History, options: GitHubOptions = {}, of?: Scenario): Promise<Scenario> {
  const repository = await repositoryOf(history);
  const before = of?.gitHub.state;
  const kept = before ? { comments: before.comments, reviews: before.reviews, nextId: before.nextId } : {};
  const gitHub = await startGitHub(repository, { ...kept, ...options });
  open.push(gitHub);
  return {
    repository,
    gitHub,
    run: async ({ checkout: how, ...step } = {}) => runAction(gitHub, await checkout(repository, how), step),
    own: () => gitHub.state.comments.filter(({ user }) => user.id === actionsBot.id),
    count: (operation) => gitHub.asked.filter((asked) => asked.operation === operation).length,
  };
}

export const usersTable = 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n';
/** An error of blocking-index-build and a warning of missing-lock-timeout. */
export const blockingIndex = 'CREATE INDEX users_email ON users (email);\n';
export const safeIndex = 'CREATE INDEX CONCURRENTLY users_email ON users (email);\n';

/** The usual history: a table that is there, and a migration of the pull request. */
export const withMigration = (sql: string, more: Partial<History> = {}): History => ({
  base: { 'db/migrations/0001_users.sql': usersTable, ...more.base },
  head: { 'db/migrations/0002_email.sql': sql, ...(more.head as object) },
  ...(more.later ? { later: more.later } : {}),
});

/** The migrations that were judged, by the report that `asJson` asks for. */
export function judgedBy({ workspace }: StepResult): string[] {
  const { files } = JSON.parse(readFileSync(join(workspace, 'report.json'), 'utf8')) as {
    files: { path: string; judged: boolean }[];
  };
  return files.filter(({ judged }) => judged).map(({ path }) => path);
}

export const asJson = { format: 'text\njson=report.json' } as const;
