// The operations of GitHub's API that the action may ask for, by the description's names, on the state of a test.
import { commentableLines, listedFiles } from './change-list.ts';
import {
  commentJson,
  type IssueComment,
  pullJson,
  type Review,
  type ReviewComment,
  reviewCommentJson,
  reviewJson,
  type State,
} from './github-state.ts';
import { example } from './openapi.ts';
import type { Json, JsonObject } from './openapi-schema.ts';

export interface Call {
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** The body is a list, of which a page is sent. */
  readonly paged?: true;
}

type Handler = (state: State, call: Call) => Answer | Promise<Answer>;

const ok = (body: Json, status = 200): Answer => ({ status, body });
const list = (body: readonly Json[]): Answer => ({ status: 200, body, paged: true });

const documentation_url = 'https://docs.github.com/rest';
export const refusal = (status: number, message: string, errors?: Json): Answer =>
  ok({ message, ...(errors === undefined ? {} : { errors }), documentation_url, status: String(status) }, status);

const notFound = refusal(404, 'Not Found');
const notPermitted = refusal(403, 'Resource not accessible by integration');

/** Only with the permission to write. */
const writing =
  (handler: Handler): Handler =>
  (state, call) =>
    state.access === 'write' ? handler(state, call) : notPermitted;

/** Of a private repository, whose pull requests the token may not see. */
const reading =
  (handler: Handler): Handler =>
  (state, call) =>
    state.access === 'none' ? notFound : handler(state, call);

/** https://github.com/orgs/community/discussions/27190: 65,536 characters, and the column's bytes. */
const isTooLong = (body: unknown): boolean =>
  typeof body === 'string' && ([...body].length > 65_536 || Buffer.byteLength(body) > 262_144);

const tooLong = refusal(422, 'Validation Failed', [
  {
    resource: 'IssueComment',
    code: 'unprocessable',
    field: 'data',
    message: 'Body is too long (maximum is 65536 characters)',
  },
]);

function createComment(state: State, { body }: Call): Answer {
  if (isTooLong(body.body)) return tooLong;
  state.nextId += 1;
  const comment: IssueComment = { id: state.nextId, user: state.account, body: String(body.body) };
  state.comments.push(comment);
  return ok(commentJson(state, comment), 201);
}

const commentOf = ({ comments }: State, { values }: Call): IssueComment | undefined =>
  comments.find(({ id }) => id === Number(values.comment_id));

/** A token that may write may change everybody's comments. */
function updateComment(state: State, call: Call): Answer {
  const comment = commentOf(state, call);
  if (!comment) return notFound;
  if (isTooLong(call.body.body)) return tooLong;
  comment.body = String(call.body.body);
  return ok(commentJson(state, comment));
}

function deleteComment(state: State, call: Call): Answer {
  const comment = commentOf(state, call);
  if (!comment) return notFound;
  state.comments.splice(state.comments.indexOf(comment), 1);
  return { status: 204, body: null };
}

async function createReview(state: State, { body }: Call): Promise<Answer> {
  const { comments = [], body: text = '', event = 'PENDING', commit_id } = body;
  const { repository } = state;
  if (commit_id !== undefined && commit_id !== repository.head)
    return notInDiff('The commit is not part of the pull request');
  const files = await listedFiles(repository, repository.main, repository.head);
  for (const comment of comments as unknown as ReviewComment[]) {
    const complaint = complaintOf(comment, files);
    if (complaint) return notInDiff(complaint);
  }
  state.nextId += 1;
  const made = { id: state.nextId, user: state.account, body: String(text), event: String(event) };
  const review: Review = { ...made, comments: comments as unknown as ReviewComment[] };
  state.reviews.push(review);
  return ok(reviewJson(state, review));
}

const notInDiff = (complaint: string): Answer => refusal(422, 'Unprocessable Entity', [complaint]);

function complaintOf(comment: ReviewComment, files: Awaited<ReturnType<typeof listedFiles>>): string | undefined {
  const { path, line = Number.NaN, start_line } = comment;
  const file = files.find(({ filename }) => filename === path);
  if (!file) return 'Path could not be resolved';
  const hunk = commentableLines(file).find((lines) => lines.has(line));
  if (!hunk) return 'Line could not be resolved';
  if (start_line === undefined) return undefined;
  if (start_line >= line) return 'Start line must precede the end line';
  return hunk.has(start_line) ? undefined : 'Start line must be part of the same hunk as the line';
}

async function compare(state: State, { values, query }: Call): Promise<Answer> {
  const { git } = state.repository;
  const shas = await Promise.all(
    (values.basehead ?? '').split('...').map((name) => git('rev-parse', '--verify', `${name}^{commit}`)),
  )
    .then((found) => found.map((sha) => sha.trim()))
    .catch(() => undefined);
  const [base = '', head = ''] = shas ?? [];
  if (shas?.length !== 2) return notFound;
  const mergeBase = (await git('merge-base', base, head).catch(() => '')).trim();
  if (mergeBase === '') return refusal(404, `No common ancestor between ${base} and ${head}.`);
  const files =
    (query.get('page') ?? '1') === '1' ? (await listedFiles(state.repository, base, head)).slice(0, 300) : [];
  const sample = example('commit-comparison') as Record<string, Json>;
  return ok({ ...sample, merge_base_commit: { ...(sample.merge_base_commit as JsonObject), sha: mergeBase }, files });
}

async function getContent({ repository }: State, { values, query }: Call): Promise<Answer> {
  const path = values.path ?? '';
  const ref = query.get('ref') ?? 'main';
  const found = await repository.git('ls-tree', '-z', ref, '--', path).catch(() => '');
  const [mode, type, sha = ''] = (found.split('\t')[0] ?? '').split(' ');
  if (type !== 'blob' || mode === '120000') return notFound;
  const bytes = Buffer.from(await repository.git('cat-file', 'blob', sha));
  const sample = example('content-file-response-if-content-is-a-file');
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n');
  return ok({ ...sample, path, name: path.split('/').at(-1) ?? '', sha, size: bytes.length, content });
}

async function pullFiles({ repository }: State): Promise<readonly Json[]> {
  return (await listedFiles(repository, repository.main, repository.head)).slice(0, 3000);
}

export const handlers: Readonly<Record<string, Handler>> = {
  'issues/list-comments': reading((state) => list(state.comments.map((comment) => commentJson(state, comment)))),
  'issues/create-comment': reading(writing(createComment)),
  'issues/update-comment': reading(writing(updateComment)),
  'issues/delete-comment': reading(writing(deleteComment)),
  'pulls/get': reading(async (state) => ok(pullJson(state, false, (await pullFiles(state)).length))),
  'pulls/list-files': reading(async (state) => list(await pullFiles(state))),
  'pulls/create-review': reading(writing(createReview)),
  'pulls/list-reviews': reading((state) => list(state.reviews.map((review) => reviewJson(state, review)))),
  'pulls/list-review-comments': reading((state) =>
    list(state.reviews.flatMap((review) => review.comments.map((each, at) => reviewCommentJson(review, each, at)))),
  ),
  'repos/compare-commits-with-basehead': compare,
  'repos/get-content': getContent,
  'users/get-authenticated': ({ account }) =>
    account.type === 'Bot' ? notPermitted : ok({ ...example('public-user-default-response'), login: account.login }),
};
