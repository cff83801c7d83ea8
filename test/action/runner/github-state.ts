// What GitHub knows in a test, and what its answers are made of.
import { example } from './openapi.ts';
import type { Json, JsonObject } from './openapi-schema.ts';
import { pullNumber, type Repository } from './repository.ts';

export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: 'Bot' | 'User';
}

/** Whose the job's token is. */
export const actionsBot: Account = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };
export const stranger: Account = { login: 'stranger', id: 1234, type: 'User' };

export interface IssueComment {
  readonly id: number;
  readonly user: Account;
  body: string;
}

export interface ReviewComment {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly start_line?: number;
  readonly side?: string;
  readonly start_side?: string;
}

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly body: string;
  readonly event: string;
  readonly comments: readonly ReviewComment[];
}

export interface State {
  readonly repository: Repository;
  /** `owner/name`. */
  readonly name: string;
  readonly token: string;
  /** Whose the token is; an app's or the job's may not ask who it is. */
  readonly account: Account;
  /** What the token may do to issues and pull requests. */
  readonly access: 'write' | 'read' | 'none';
  readonly comments: IssueComment[];
  readonly reviews: Review[];
  nextId: number;
}

export const ownerOf = ({ name }: State): string => name.split('/')[0] ?? '';

export const webUrl = 'https://github.com';

/** The account, in full. */
export function accountJson({ login, id, type }: Account): JsonObject {
  const sample = (example('issue-comment') as { user: JsonObject }).user;
  return { ...sample, login, id, type, html_url: `${webUrl}/${login.replace('[bot]', '')}` };
}

export function commentJson({ name }: State, { id, user, body }: IssueComment): JsonObject {
  const html_url = `${webUrl}/${name}/pull/${pullNumber}#issuecomment-${id}`;
  const author_association = user.type === 'User' && user.id !== stranger.id ? 'OWNER' : 'NONE';
  return { ...example('issue-comment'), id, user: accountJson(user), body, html_url, author_association };
}

export function reviewCommentJson(review: Review, comment: ReviewComment, at: number): JsonObject {
  const sample: Record<string, Json> = example('pull-request-review-comment');
  const { path, body, line = null, start_line = null, side = 'RIGHT', start_side = null } = comment;
  const id = review.id * 1000 + at;
  const place = { path, line, start_line, side, start_side: start_line === null ? null : (start_side ?? side) };
  return {
    ...sample,
    ...(place as JsonObject),
    id,
    body,
    user: accountJson(review.user),
    pull_request_review_id: review.id,
    html_url: `${webUrl}/octo-org/shop/pull/${pullNumber}#discussion_r${id}`,
  };
}

export function reviewJson({ repository }: State, { id, user, body, event }: Review): JsonObject {
  const state = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED' }[event] ?? 'COMMENTED';
  return { ...example('pull-request-review'), id, user: accountJson(user), body, state, commit_id: repository.head };
}

/** The pull request as the API and a webhook have it. `isFork`: its branch lies in somebody else's repository. */
export function pullJson({ repository, name }: State, isFork: boolean, changedFiles: number): JsonObject {
  const { user, requested_teams: _, ...sample } = example('pull-request') as Record<string, JsonObject>;
  const { base = {}, head = {} } = sample as Record<string, JsonObject>;
  const at = (side: JsonObject, ref: string, sha: string, full_name: string) => {
    const owner = full_name.split('/')[0] ?? '';
    const repo = { ...(side.repo as JsonObject), full_name, fork: full_name !== name, default_branch: 'main' };
    return { ...side, ref, sha, label: `${owner}:${ref}`, repo };
  };
  return {
    ...(sample as JsonObject),
    user: user ?? null,
    requested_teams: [],
    number: pullNumber,
    changed_files: changedFiles,
    merge_commit_sha: repository.merge,
    html_url: `${webUrl}/${name}/pull/${pullNumber}`,
    head: at(head, repository.branch, repository.head, isFork ? `stranger/${name.split('/')[1]}` : name),
    base: at(base, 'main', repository.main, name),
  };
}
