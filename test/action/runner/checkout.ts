// A work tree as actions/checkout leaves it (https://github.com/actions/checkout/blob/main/src/ref-helper.ts): which commit, how deep,
// under which references.
import { join } from 'node:path';
import { gitIn, pullNumber, type Repository } from './repository.ts';
import { temporaryFolder } from './temporary.ts';

export interface CheckoutOptions {
  /** `merge`: what pull_request checks out by itself; `head`: `ref: github.event.pull_request.head.sha`; else a branch or a SHA. */
  readonly ref?: 'merge' | 'head' | (string & {});
  /** `fetch-depth`: 1 by itself, 0 for everything. */
  readonly depth?: number;
  /** Afterwards the repository is out of reach, as with `persist-credentials: false` and a private one. */
  readonly offline?: boolean;
  /** `path`: where in the workspace. */
  readonly path?: string;
  /** What an earlier step writes to the workspace, e.g. an installation of packages. */
  readonly prepare?: (workspace: string) => Promise<void> | void;
}

/** The workspace. */
export async function checkout(repository: Repository, options: CheckoutOptions = {}): Promise<string> {
  const { ref = 'merge', depth = 1, offline = false, path = '.', prepare } = options;
  const workspace = temporaryFolder('workspace-');
  const tree = join(workspace, path);
  await gitIn(workspace)('init', '--quiet', tree);
  const git = gitIn(tree);
  await git('config', 'gc.auto', '0');
  await git('remote', 'add', 'origin', `file://${repository.path}`);
  const { sha, local } = await wanted(repository, ref);
  const branch = local?.startsWith('refs/remotes/origin/') ? local.slice('refs/remotes/origin/'.length) : undefined;
  const own = local ? `+${sha}:${local}` : sha;
  const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  const specifications = depth === 0 ? [...everything, ...(branch ? [] : [own])] : [own];
  const limit = depth === 0 ? [] : [`--depth=${depth}`];
  await git('fetch', '--quiet', '--no-tags', '--prune', ...limit, 'origin', ...specifications);
  await git('checkout', '--quiet', '--force', ...(branch ? ['-B', branch, local ?? ''] : [local ?? sha]));
  if (offline) await git('remote', 'set-url', 'origin', 'http://127.0.0.1:9/gone.git');
  await prepare?.(workspace);
  return workspace;
}

async function wanted(repository: Repository, ref: string): Promise<{ sha: string; local?: string }> {
  if (ref === 'merge') return { sha: repository.merge, local: `refs/remotes/pull/${pullNumber}/merge` };
  if (ref === 'head') return { sha: repository.head };
  const sha = (await repository.git('rev-parse', ref)).trim();
  return sha === ref ? { sha } : { sha, local: `refs/remotes/origin/${ref}` };
}
