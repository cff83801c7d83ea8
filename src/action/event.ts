// What the event that started the workflow says of what is new: with which commits to compare, or that there is nothing to compare.
// https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
import { UserError } from '../config/user-error.ts';

export interface PullRequest {
  readonly number: number;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headSha: string;
  /** How many files it changes, where the event says so. */
  readonly changedFiles?: number;
  readonly isFork: boolean;
}

/** What to compare the work tree with. */
export interface Comparison {
  /** Commits and refs; the base is what HEAD has in common with them. */
  readonly commits: readonly string[];
  /** For the API's comparison, which begins at the common ancestor as well. */
  readonly base: string;
  readonly head: string;
  /** Ends `New is what …`. */
  readonly words: string;
}

export interface WorkflowEvent {
  readonly name: string;
  readonly pull?: PullRequest;
  /** Absent where there is nothing to compare with. */
  readonly comparison?: Comparison;
  /** Without a comparison: whether then everything is new, or nothing is left to judge. */
  readonly otherwise?: 'all' | 'nothing';
  /** A sentence for the report. */
  readonly note?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** `payload` is the document that GITHUB_EVENT_PATH names. Throws a UserError for one that can't be. */
export function readEvent(env: Environment, payload: unknown): WorkflowEvent {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const event = fieldsOf(payload);
  // A review, or a comment in one, is about a pull request as well.
  if (name.startsWith('pull_request')) return ofPull(name, event);
  if (name === 'push') return ofPush(event, env);
  if (name === 'merge_group') return ofMergeGroup(fieldsOf(event.merge_group));
  return { name, ...sinceDefaultBranch(event, env, name) };
}

function ofPull(name: string, event: Fields): WorkflowEvent {
  const request = fieldsOf(event.pull_request);
  const base = fieldsOf(request.base);
  const head = fieldsOf(request.head);
  const number = Number(request.number ?? event.number);
  if (!Number.isSafeInteger(number) || number < 1) throw unreadable('the number of the pull request');
  const { changed_files: changedFiles } = request;
  const baseRepository = fieldsOf(base.repo).full_name;
  const pull: PullRequest = {
    number,
    baseRef: String(base.ref ?? ''),
    baseSha: sha(base.sha, "the base's commit"),
    headSha: sha(head.sha, "the head's commit"),
    ...(typeof changedFiles === 'number' ? { changedFiles } : {}),
    isFork: baseRepository !== undefined && fieldsOf(head.repo).full_name !== baseRepository,
  };
  const { baseSha, headSha, baseRef } = pull;
  const commits = [baseSha, `refs/remotes/origin/${baseRef}`];
  const words = `pull request #${number} changes against ${baseRef}`;
  return { name, pull, comparison: { commits, base: baseSha, head: headSha, words } };
}

const nowhere = /^0+$/;

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
function ofPush(event: Fields, env: Environment): WorkflowEvent {
  const name = 'push';
  const { before, after, deleted, ref } = event;
  if (deleted === true)
    return { name, otherwise: 'nothing', note: 'The push deletes its branch, so nothing is left to judge.' };
  if (typeof before === 'string' && !nowhere.test(before)) {
    const base = sha(before, 'the commit before the push');
    const words = `has changed since ${base.slice(0, 9)}, the commit before this push`;
    return { name, comparison: { commits: [base], base, head: sha(after, 'the pushed commit'), words } };
  }
  if (ref === `refs/heads/${defaultBranchOf(event)}`) {
    const note = 'This is the first push of the default branch, so every migration is judged as with `all`.';
    return { name, otherwise: 'all', note };
  }
  return { name, ...sinceDefaultBranch(event, env, 'the first push of a branch') };
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#merge_group */
function ofMergeGroup(group: Fields): WorkflowEvent {
  const base = sha(group.base_sha, "the merge group's base");
  const head = sha(group.head_sha, "the merge group's head");
  const words = `the merge group changes against ${base.slice(0, 9)}`;
  return { name: 'merge_group', comparison: { commits: [base], base, head, words } };
}

/** Of events that are about no change of their own: a schedule, a run by hand. */
function sinceDefaultBranch(event: Fields, env: Environment, what: string): Omit<WorkflowEvent, 'name'> {
  const branch = defaultBranchOf(event);
  const head = env.GITHUB_SHA ?? '';
  const ask = '`all: true` judges every migration, `since` those since a commit.';
  if (branch === '' || head === '') return {};
  if (env.GITHUB_REF === `refs/heads/${branch}`) {
    const note = `The event (${what}) brings no change and ${branch} is the default branch, so nothing is new: ${ask}`;
    return { otherwise: 'nothing', note };
  }
  const words = `${branch} does not have (the event, ${what}, names no base)`;
  return { comparison: { commits: [`refs/remotes/origin/${branch}`], base: branch, head, words } };
}

function defaultBranchOf(event: Fields): string {
  const branch = fieldsOf(event.repository).default_branch;
  return typeof branch === 'string' ? branch : '';
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function sha(value: unknown, what: string): string {
  if (typeof value === 'string' && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)) return value;
  throw unreadable(what);
}

const unreadable = (what: string): UserError =>
  new UserError('usage', `The event does not say ${what}: GITHUB_EVENT_PATH holds no document as GitHub writes it.`);
