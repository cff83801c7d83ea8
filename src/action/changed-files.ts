// The changed files as GitHub's API lists them, for clones without the history that git would need.
import { join } from 'node:path';
import type { Changes } from '../selection/git.ts';
import type { Client } from './client.ts';
import type { Comparison, PullRequest } from './event.ts';

/** As the API has it: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
export interface ChangedFile {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string;
  readonly changes: number;
  /** A unified diff; absent for binary files and long diffs. */
  readonly patch?: string;
}

export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
  /** A sentence where there are more than the API lists. */
  readonly cut?: string;
  /** The common ancestor, or the tip of the base where it is not told. */
  readonly base: string;
}

const pageSize = 100;
/** https://docs.github.com/rest/pulls/pulls#list-pull-requests-files: "a maximum of 3000 files". */
const mostOfPull = 3000;
/** https://docs.github.com/rest/commits/commits#compare-two-commits: "up to 300 changed files". */
const mostOfComparison = 300;

export async function pullFiles(client: Client, pull: PullRequest): Promise<ChangedFiles> {
  const { owner, repo, rest } = client;
  const files: ChangedFile[] = [];
  for (let page = 1; page <= mostOfPull / pageSize; page += 1) {
    const { data } = await rest.pulls.listFiles({ owner, repo, pull_number: pull.number, per_page: pageSize, page });
    files.push(...data);
    if (data.length < pageSize) break;
  }
  const isFull = files.length >= mostOfPull && files.length < (await countOf(client, pull));
  return { files, base: pull.baseSha, ...(isFull ? { cut: cutAt(mostOfPull) } : {}) };
}

async function countOf({ owner, repo, rest }: Client, { number, changedFiles }: PullRequest): Promise<number> {
  if (changedFiles !== undefined) return changedFiles;
  const { data } = await rest.pulls.get({ owner, repo, pull_number: number });
  return data.changed_files;
}

export async function comparedFiles(client: Client, { base, head }: Comparison): Promise<ChangedFiles> {
  const { owner, repo, rest } = client;
  const { data } = await rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${base}...${head}`,
    per_page: 1,
    page: 1,
  });
  const files = data.files ?? [];
  const cut = files.length >= mostOfComparison ? { cut: cutAt(mostOfComparison) } : {};
  return { files, base: data.merge_base_commit.sha, ...cut };
}

const cutAt = (count: number): string =>
  `GitHub lists no more than ${count} changed files of this change, so migrations beyond may be left out: give actions/checkout \`fetch-depth: 0\`, and git is asked instead.`;

/** As git would tell it: a pure rename, or another mode, is nothing new. */
export function changesOf(root: string, files: readonly ChangedFile[], note: string): Changes {
  const paths = (isMeant: (file: ChangedFile) => boolean) =>
    new Set(files.filter(isMeant).map(({ filename }) => join(root, filename)));
  return {
    added: paths(({ status }) => status === 'added' || status === 'copied'),
    edited: paths(({ status, changes }) => ['modified', 'renamed', 'changed'].includes(status) && changes > 0),
    note,
  };
}
