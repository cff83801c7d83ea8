// What the work tree holds: which commit, whose merge it is, and whether it is the pull request's at all.
import { UserError } from '../config/user-error.ts';
import type { Host } from '../selection/host.ts';
import type { PullRequest, WorkflowEvent } from './event.ts';

export interface Checkout {
  /** Absolute: the repository's. */
  readonly root: string;
  readonly head: string;
  /** As the commit names them, which a shallow clone need not hold. */
  readonly parents: readonly string[];
}

/** Undefined where git has nothing to say, as after a checkout without git. */
export async function checkoutOf(host: Host, root: string): Promise<Checkout | undefined> {
  const head = await commitOf(host, root, 'HEAD');
  if (head === undefined) return undefined;
  // `git log` would hide the parents at the border of a shallow clone.
  const raw = await gitText(host, root, ['cat-file', 'commit', head]);
  const [header = ''] = (raw ?? '').split('\n\n');
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent);
  return { root, head, parents };
}

/** The id of a commit that the clone holds. */
export async function commitOf(host: Host, root: string, name: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  return (await gitText(host, root, args))?.trim() || undefined;
}

/** What git prints; undefined where it fails. */
export async function gitText(host: Host, root: string, args: readonly string[]): Promise<string | undefined> {
  const answer = await host.git(args, root);
  return answer?.code === 0 ? new TextDecoder().decode(answer.stdout) : undefined;
}

/** GitHub's own merge of the pull request into its base: the base is the first parent. */
export const isMergeOf = ({ headSha }: PullRequest, { parents }: Checkout): boolean =>
  parents.length === 2 && parents[1] === headSha;

/**
 * Under pull_request_target the work tree is the base's unless the workflow says otherwise: judging that would call everything clean.
 * Throws a UserError that says what to do.
 */
export async function refuseBase(host: Host, { name, pull }: WorkflowEvent, checkout: Checkout): Promise<void> {
  if (name !== 'pull_request_target' || !pull) return;
  if (checkout.head === pull.headSha || checkout.parents.includes(pull.headSha)) return;
  const contains = await gitText(host, checkout.root, ['merge-base', '--is-ancestor', pull.headSha, 'HEAD']);
  if (contains !== undefined) return;
  throw new UserError(
    'no-base',
    'The work tree holds the base branch and not the pull request, as is usual under pull_request_target. ' +
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
      'Give actions/checkout `ref: ${{ github.event.pull_request.head.sha }}` and `persist-credentials: false`: ' +
      "migration-lint only reads what it finds there, and no other step of that job may run the pull request's code.",
  );
}
