// The one comment on the pull request: found again by its mark and its author, written anew in place, and one only whoever else is
// running. It is made when there is something to say, and says so when that is gone.
import { createHash } from 'node:crypto';
import { ApiFault, type Client } from './client.ts';

export interface Mark {
  /** The first line of the comment. */
  readonly line: string;
  /** By which a later run is told from an earlier one. */
  readonly run: number;
  /** Whether the token is an installation's, as a job's own is: then a bot wrote the comment. */
  readonly isBot: boolean;
}

/** Steps on different folders of one pull request keep a comment each. */
export function markOf(of: {
  readonly folder: string;
  readonly down: boolean;
  readonly run: number;
  readonly token: string;
}): Mark {
  const { folder, down, run, token } = of;
  const place = createHash('sha256')
    .update(JSON.stringify([folder, down]))
    .digest('hex')
    .slice(0, 12);
  return { line: `<!-- migration-lint comment ${place} -->`, run, isBot: token.startsWith('ghs_') };
}

/** https://docs.github.com/rest/issues/comments: "maximum is 65536 characters". */
const longestComment = 65_536;

interface IssueComment {
  readonly id: number;
  readonly body?: string;
  readonly user: { readonly type: string } | null;
  readonly author_association?: string;
}

export interface Wanted {
  readonly number: number;
  readonly mark: Mark;
  /** The text in so many characters. */
  readonly text: (limit: number) => string;
  /** False: there is nothing to say, so no comment is made, and one that is there says so. */
  readonly isNeeded: boolean;
}

export type Outcome = 'made' | 'updated' | 'none' | 'left to a later run';

const tries = 3;

/** Throws an ApiFault where GitHub does not let it. `sleep` takes milliseconds. */
export async function keepComment(
  client: Client,
  wanted: Wanted,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<Outcome> {
  let limit = longestComment;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await upsert(client, wanted, limit);
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      // Whoever may not write has lost nothing where there is nothing to say.
      if (!wanted.isNeeded && [403, 404].includes(error.status)) return 'none';
      if (attempt === tries || !mayWork(error)) throw error;
      if (error.status === 422) limit /= 2;
      else await sleep(1000 * attempt);
    }
  }
}

/** What was posted may be there all the same; 404: somebody took it away meanwhile; 422: it is too long, perhaps. */
const mayWork = ({ status }: ApiFault): boolean => [0, 404, 422].includes(status) || status >= 500;

async function upsert(client: Client, wanted: Wanted, limit: number): Promise<Outcome> {
  const [first, ...others] = await ownComments(client, wanted);
  if (!first && !wanted.isNeeded) return 'none';
  if (first) return rewrite(client, wanted, { first, others, body: bodyOf(wanted, limit) });
  const { owner, repo, rest } = client;
  const body = bodyOf(wanted, limit);
  await rest.issues.createComment({ owner, repo, issue_number: wanted.number, body });
  // Another run may have made one at the same time: all of them keep the first.
  const [kept, ...doubles] = await ownComments(client, wanted);
  if (!kept || doubles.length === 0) return 'made';
  return rewrite(client, wanted, { first: kept, others: doubles, body });
}

interface Rewritten {
  readonly first: IssueComment;
  readonly others: readonly IssueComment[];
  readonly body: string;
}

async function rewrite(client: Client, { mark }: Wanted, { first, others, body }: Rewritten): Promise<Outcome> {
  const { owner, repo, rest } = client;
  const newest = Math.max(...[first, ...others].map(runOf));
  if (newest <= mark.run) await rest.issues.updateComment({ owner, repo, comment_id: first.id, body });
  for (const { id } of others) await removed(rest.issues.deleteComment({ owner, repo, comment_id: id }));
  return newest > mark.run ? 'left to a later run' : 'updated';
}

/** Another run may have been faster. */
async function removed(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error: unknown) => {
    if (!(error instanceof ApiFault && error.status === 404)) throw error;
  });
}

const bodyOf = ({ mark, text }: Wanted, limit: number): string => {
  const head = `${mark.line}\n<!-- run ${mark.run} -->\n`;
  return head + text(limit - head.length);
};

const runOf = ({ body = '' }: IssueComment): number => Number(/^<!-- run (\d+) -->$/m.exec(body)?.[1] ?? 0);

const pageSize = 100;
const mostPages = 30;

/** Oldest first. */
async function ownComments({ owner, repo, rest }: Client, { number, mark }: Wanted): Promise<IssueComment[]> {
  const found: IssueComment[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { data } = await rest.issues.listComments({ owner, repo, issue_number: number, per_page: pageSize, page });
    found.push(...data.filter((comment) => isOwn(comment, mark)));
    if (data.length < pageSize) break;
  }
  return found.sort((a, b) => a.id - b.id);
}

/** The mark is no secret: a stranger's comment that bears it stays the stranger's. */
function isOwn({ body, user, author_association: association = '' }: IssueComment, { line, isBot }: Mark): boolean {
  if (!body?.replaceAll('\r\n', '\n').startsWith(`${line}\n`)) return false;
  return user?.type === 'Bot' || (!isBot && ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association));
}
