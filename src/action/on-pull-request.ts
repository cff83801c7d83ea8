// What a pull request is told: its one comment, and suggestions on its lines. What GitHub refuses becomes a sentence.
import { join, relative } from 'node:path';
import { openItems } from '../reporters/items.ts';
import { type PullRequestContext, pullRequestReport } from '../reporters/pull-request.ts';
import { pullFiles } from './changed-files.ts';
import { ApiFault, type Client } from './client.ts';
import { keepComment, markOf } from './comment.ts';
import type { PullRequest } from './event.ts';
import type { Job } from './job.ts';
import type { Judged } from './judged.ts';
import { suggest, suggestionsOf } from './suggestions.ts';

/** What the report's texts say of where they stand. */
export function contextOf(
  { runner, inputs, event, checkout }: Job,
  notices: readonly string[],
): Omit<PullRequestContext, 'limit'> {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository, GITHUB_SHA } = runner.env;
  const commit = event.pull?.headSha ?? checkout?.head ?? GITHUB_SHA;
  const place = (file: string): string => file.split('/').map(encodeURIComponent).join('/');
  const isLinkable = repository !== undefined && commit !== undefined;
  const blobUrl = (file: string, line: number) => `${server}/${repository}/blob/${commit}/${place(file)}#L${line}`;
  return { allowIncomplete: inputs.asked.allowIncomplete, notices, ...(isLinkable ? { blobUrl } : {}) };
}

function summaryUrlOf({ env }: Job['runner']): string | undefined {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const attempt = env.GITHUB_RUN_ATTEMPT ? `/attempts/${env.GITHUB_RUN_ATTEMPT}` : '';
  return repository && run ? `${server}/${repository}/actions/runs/${run}${attempt}` : undefined;
}

/** Sentences about what GitHub did not let us do. */
export async function onPullRequest(job: Job, judged: Judged): Promise<string[]> {
  const { event, client } = job;
  const { pull } = event;
  if (!pull) return [];
  if (!client) return ['No comment is written: the input `github-token` is empty.'];
  const comment = await attempt('The comment on the pull request', pull, () => comments(job, judged, { pull, client }));
  // Whoever may not comment may not suggest either.
  if (comment.length > 0) return comment;
  return attempt('A suggestion on the pull request', pull, () => suggestions(job, judged, { pull, client }));
}

async function attempt(what: string, { isFork }: PullRequest, act: () => Promise<unknown>): Promise<string[]> {
  try {
    await act();
    return [];
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    const fork = isFork
      ? " The token of a fork's pull request can only read."
      : ' The job needs `permissions: pull-requests: write`.';
    const why = [403, 404].includes(error.status) ? fork : '';
    return [
      `${what} is not written: ${error.message}.${why} The verdict does not depend on it, and the job summary has the report.`,
    ];
  }
}

interface OnPull {
  readonly pull: PullRequest;
  readonly client: Client;
}

async function comments(job: Job, { report, notices }: Judged, { pull, client }: OnPull): Promise<void> {
  const { runner, inputs, workspace, cwd } = job;
  const context = { ...contextOf(job, notices), summaryUrl: inputs.summary ? summaryUrlOf(runner) : undefined };
  const wanted = {
    number: pull.number,
    mark: markOf({
      folder: relative(workspace, cwd).replaceAll('\\', '/'),
      down: inputs.asked.down,
      run: Number(runner.env.GITHUB_RUN_ID ?? 0),
      token: inputs.token,
    }),
    text: (limit: number) => pullRequestReport(report, { ...context, limit }).text,
    isNeeded: openItems(report, inputs.asked).length + notices.length > 0,
  };
  await keepComment(client, wanted, runner.sleep);
}

async function suggestions({ host, root }: Job, { report, isNew }: Judged, { pull, client }: OnPull): Promise<void> {
  const textOf = (file: string): string => new TextDecoder().decode(host.readFile(join(root, file)));
  const possible = suggestionsOf(report, textOf);
  if (possible.length === 0) return;
  const { files } = isNew?.listed ?? (await pullFiles(client, pull));
  await suggest(client, { pull, files }, possible);
}
