// What is new by the event: from git where the clone holds enough of history, else from GitHub's API, else a message that says what to do.
import { UserError } from '../config/user-error.ts';
import { type Changes, changesSince } from '../selection/git.ts';
import type { Host } from '../selection/host.ts';
import { type ChangedFiles, changesOf, comparedFiles, pullFiles } from './changed-files.ts';
import { type Checkout, commitOf, gitText, isMergeOf } from './checkout.ts';
import { type Client, reasonOf } from './client.ts';
import type { Comparison, WorkflowEvent } from './event.ts';

export interface WhatIsNew {
  readonly changes: Changes;
  /** Of the API; absent where git told. */
  readonly listed?: ChangedFiles;
}

export interface Sources {
  readonly host: Host;
  /** Absolute: where the API's paths begin. */
  readonly root: string;
  readonly checkout: Checkout | undefined;
  /** Undefined without a token. */
  readonly client: Client | undefined;
}

const remedy =
  'Give actions/checkout `fetch-depth: 0`, name a base with the input `since`, or judge every migration with `all: true`.';

/** Throws a UserError where nobody can tell. */
export async function whatIsNew(sources: Sources, event: WorkflowEvent): Promise<WhatIsNew> {
  const { host, root, checkout } = sources;
  const { comparison, note = 'The event says nothing of what is new.' } = event;
  if (!comparison) return { changes: await uncommitted(sources, note) };
  const base = checkout && (await baseByGit(host, checkout, event, comparison));
  if (base === undefined) return byApi(sources, event, comparison);
  const found = await changesSince(host, root, base);
  if ('unknown' in found) return byApi(sources, event, comparison);
  return { changes: { ...found, note: `New is what ${comparison.words}: since ${base.slice(0, 9)}.` } };
}

/** Where no commit is new: what the job itself has put there. */
async function uncommitted({ host, root, checkout }: Sources, note: string): Promise<Changes> {
  const found = checkout && (await changesSince(host, root, 'HEAD'));
  const nothing = { added: new Set<string>(), edited: new Set<string>() };
  return { ...(found && !('unknown' in found) ? found : nothing), note };
}

async function baseByGit(
  host: Host,
  checkout: Checkout,
  { pull }: WorkflowEvent,
  { commits }: Comparison,
): Promise<string | undefined> {
  const { root, parents } = checkout;
  // The event's base may be older than the one that GitHub merged with, whose other changes are not the pull request's.
  if (pull && isMergeOf(pull, checkout)) return commitOf(host, root, parents[0] ?? '');
  const held = await Promise.all(commits.map((commit) => commitOf(host, root, commit)));
  const known = held.filter((commit) => commit !== undefined);
  if (known.length === 0) return undefined;
  return (await gitText(host, root, ['merge-base', 'HEAD', ...known]))?.trim();
}

async function byApi({ client, root }: Sources, { pull }: WorkflowEvent, comparison: Comparison): Promise<WhatIsNew> {
  const what = 'This clone does not hold the commit that the event compares with';
  if (!client)
    throw new UserError(
      'no-base',
      `${what}, and without \`github-token\` GitHub can't be asked what is new. ${remedy}`,
    );
  try {
    const listed = pull ? await pullFiles(client, pull) : await comparedFiles(client, comparison);
    const note = `New is what ${comparison.words}, by GitHub's list of changed files.`;
    return { changes: changesOf(root, listed.files, note), listed };
  } catch (error) {
    throw new UserError(
      'no-base',
      `${what}, and GitHub's API does not tell what is new either: ${reasonOf(error)}. ${remedy}`,
    );
  }
}
