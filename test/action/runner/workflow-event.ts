// Events as the runner hands them to a step: the payload of the webhook, and what the runner tells of it in the environment
// (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows).
import { accountJson, pullJson, type State, stranger, webUrl } from './github-state.ts';
import { example } from './openapi.ts';
import type { JsonObject } from './openapi-schema.ts';
import { pullNumber } from './repository.ts';

export interface WorkflowEvent {
  readonly name: string;
  readonly payload: JsonObject;
  readonly ref: string;
  readonly sha: string;
  readonly headRef?: string;
  readonly baseRef?: string;
}

export type EventName =
  | 'pull_request'
  | 'pull_request_target'
  | 'push'
  | 'merge_group'
  | 'workflow_dispatch'
  | 'schedule';

export interface EventOptions {
  readonly name?: EventName;
  /** The branch of a pull request lies in a fork. */
  readonly isFork?: boolean;
  /** Of a push: the commit before, if not the default branch's where the pull request left it. */
  readonly before?: string;
  readonly after?: string;
  /** Of a push: the branch. */
  readonly branch?: string;
  /** Of a push: a commit was taken away. */
  readonly forced?: boolean;
  readonly deleted?: boolean;
}

export const nothing = '0'.repeat(40);

export async function eventOf(
  state: State,
  { name = 'pull_request', ...options }: EventOptions,
): Promise<WorkflowEvent> {
  const { full_name: _, ...sample } = example('full-repository-default-response') as Record<string, JsonObject>;
  const { organization: __, source: ___, parent: ____, ...plain } = sample;
  const repository = { ...plain, full_name: state.name, name: state.name.split('/')[1] ?? '', default_branch: 'main' };
  const common = { repository: repository as unknown as JsonObject, sender: accountJson(stranger) };
  return { name, ...(await makers[name](state, options, common)) };
}

type Made = Omit<WorkflowEvent, 'name'>;
type Maker = (state: State, options: EventOptions, common: JsonObject) => Made | Promise<Made>;

const pullRequest =
  (shown: (state: State) => { ref: string; sha: string }): Maker =>
  async (state, { isFork = false }, common) => ({
    ...shown(state),
    headRef: state.repository.branch,
    baseRef: 'main',
    payload: {
      action: 'synchronize',
      number: pullNumber,
      pull_request: pullJson(state, isFork, await changedFiles(state)),
      before: state.repository.base,
      after: state.repository.head,
      ...common,
    },
  });

async function changedFiles({ repository: { git, main, head } }: State): Promise<number> {
  const names = await git('diff', '--name-only', '-M', '-z', `${main}...${head}`);
  return names.split('\0').length - 1;
}

const makers: Readonly<Record<EventName, Maker>> = {
  pull_request: pullRequest(({ repository }) => ({ ref: `refs/pull/${pullNumber}/merge`, sha: repository.merge })),
  pull_request_target: pullRequest(({ repository }) => ({ ref: 'refs/heads/main', sha: repository.main })),
  push: ({ repository }, { before, after, branch, forced = false, deleted = false }, common) => {
    const sha = after ?? (deleted ? nothing : repository.head);
    const ref = `refs/heads/${branch ?? repository.branch}`;
    const old = before ?? repository.base;
    const head_commit = deleted ? null : { id: sha, message: 'change', timestamp: '2026-11-21T12:00:00Z' };
    const compare = `${webUrl}/octo-org/shop/compare/${old.slice(0, 12)}...${sha.slice(0, 12)}`;
    const what = { ref, before: old, after: sha, created: old === nothing, deleted, forced, base_ref: null, compare };
    return { ref, sha, payload: { ...what, head_commit, commits: [], ...common } };
  },
  merge_group: ({ repository }, _, common) => {
    const ref = `refs/heads/gh-readonly-queue/main/pr-${pullNumber}-${repository.main}`;
    const what = { head_sha: repository.merge, head_ref: ref, base_sha: repository.main, base_ref: 'refs/heads/main' };
    return { ref, sha: repository.merge, payload: { action: 'checks_requested', merge_group: what, ...common } };
  },
  workflow_dispatch: ({ repository }, { branch = repository.branch }, common) => {
    const ref = `refs/heads/${branch}`;
    const sha = branch === 'main' ? repository.main : repository.head;
    return { ref, sha, payload: { inputs: null, ref, workflow: '.github/workflows/ci.yml', ...common } };
  },
  schedule: ({ repository }, _, common) => ({
    ref: 'refs/heads/main',
    sha: repository.main,
    payload: { schedule: '0 3 * * *', workflow: '.github/workflows/ci.yml', ...common },
  }),
};
