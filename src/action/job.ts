// What a run of the action knows before it judges anything: its inputs, the event, the work tree, and the way to GitHub.
import { UserError } from '../config/user-error.ts';
import { repositoryRoot } from '../selection/git.ts';
import type { Host } from '../selection/host.ts';
import { type Checkout, checkoutOf, refuseBase } from './checkout.ts';
import { type Client, connect } from './client.ts';
import { confinedHost, isWithin, refuseOutside, workingFolder, workspaceOf } from './confined-host.ts';
import { readEvent, type WorkflowEvent } from './event.ts';
import { type ActionInputs, readInputs } from './inputs.ts';
import type { Runner } from './runner.ts';

export interface Job {
  readonly runner: Runner;
  readonly inputs: ActionInputs;
  readonly event: WorkflowEvent;
  /** Absolute, without links, as are the folders below. */
  readonly workspace: string;
  /** The input `working-directory`; it is the host's. */
  readonly cwd: string;
  /** The repository's. */
  readonly root: string;
  readonly host: Host;
  /** Undefined where git has nothing to say. */
  readonly checkout: Checkout | undefined;
  /** Undefined without a token. */
  readonly client: Client | undefined;
}

/** Throws a UserError for inputs that are wrong, and for a work tree that does not hold what is to be judged. */
export async function prepare(runner: Runner): Promise<Job> {
  const { env } = runner;
  const inputs = readInputs(env);
  const workspace = workspaceOf(env.GITHUB_WORKSPACE);
  const cwd = workingFolder(workspace, inputs.workingDirectory);
  for (const { file } of inputs.asked.reports) if (file !== undefined) refuseOutside(workspace, cwd, file);
  const host = confinedHost(workspace, cwd);
  const event = readEvent(env, eventDocument(runner));
  const found = repositoryRoot(host, cwd);
  const root = found !== undefined && isWithin(workspace, found) ? found : workspace;
  if (host.list(root).length === 0)
    throw new UserError('no-such-path', 'The workspace is empty: actions/checkout has to run before migration-lint.');
  const checkout = await checkoutOf(host, root);
  if (checkout) await refuseBase(host, event, checkout);
  return { runner, inputs, event, workspace, cwd, root, host, checkout, client: await clientOf(runner, inputs) };
}

function eventDocument({ payload, env }: Runner): unknown {
  try {
    return payload();
  } catch {
    const named = env.GITHUB_EVENT_PATH ? 'can not be read' : 'is not set';
    throw new UserError('usage', `GITHUB_EVENT_PATH ${named}: this runs as a step of GitHub Actions only.`);
  }
}

async function clientOf({ env, sleep, now }: Runner, { token }: ActionInputs): Promise<Client | undefined> {
  const { GITHUB_API_URL: baseUrl = 'https://api.github.com', GITHUB_REPOSITORY: repository = '' } = env;
  if (token === '' || repository === '') return undefined;
  return connect({ token, baseUrl, repository, sleep, now });
}
