// Asks git which files are new: since the default branch, since a commit that the user names, or in the index.
import { dirname, join } from 'node:path';
import { UserError } from '../config/user-error.ts';
import type { Host } from './host.ts';

/** Absolute paths. */
export interface Changes {
  readonly added: ReadonlySet<string>;
  /** Files that the base has in another form, pure renames not among them. */
  readonly edited: ReadonlySet<string>;
  /** The commit that was compared with; undefined where there is none yet. */
  readonly base?: string;
  /** A sentence that says what was compared with. */
  readonly note: string;
}

/** The root of the repository that a folder is in: where `.git` is, a file of that name in worktrees and submodules. */
export function repositoryRoot(host: Host, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (host.kind(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** What is new in the working tree, uncommitted and untracked files included; undefined where git can't be asked, with a reason. */
export async function changesSince(
  host: Host,
  root: string,
  since?: string,
): Promise<Changes | { readonly unknown: string }> {
  const [head, untracked] = await Promise.all([
    ask(host, root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    ask(host, root, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  if (!untracked.ok) {
    const reason = `git can't be asked what is new (${untracked.reason})`;
    if (since !== undefined) throw new UserError('git', `--since ${since}: ${reason}.`);
    return { unknown: reason };
  }
  const { commit, note } = head.ok ? await baseOf(host, root, { head: head.text.trim(), since }) : unborn;
  const compared = await ask(host, root, commit ? [...diff, commit, '--'] : ['ls-files', '--cached', '-z']);
  if (!compared.ok) throw new UserError('git', `git diff ${commit ?? ''}: ${compared.reason}.`);
  const { added, edited, deleted } = commit ? readDiff(compared.text) : { ...nothing, added: split(compared.text) };
  const others = await withoutRenamed(host, root, split(untracked.text).filter(isFileName), deleted);
  return {
    ...absolute(root, { added: [...added, ...others], edited }),
    ...(commit ? { base: commit } : {}),
    note,
  };
}

/** What the index holds against HEAD, and which of its files differ from the working tree. */
export async function stagedChanges(
  host: Host,
  root: string,
): Promise<Changes & { tracked: string[]; dirty: string[] }> {
  const [head, tracked, dirty, compared] = await Promise.all([
    ask(host, root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    ask(host, root, ['ls-files', '--cached', '-z']),
    ask(host, root, ['diff', '--name-only', '-z', '--no-ext-diff', '--no-relative', '--ignore-submodules=all', '--']),
    // Without a commit git compares with the empty tree.
    ask(host, root, [...diff, '--cached', '--']),
  ]);
  if (!tracked.ok) throw new UserError('git', `--staged: git can't be asked what is staged (${tracked.reason}).`);
  if (!compared.ok) throw new UserError('git', `--staged: ${compared.reason}.`);
  const files = (text: string): string[] => split(text).map((path) => join(root, path));
  return {
    ...absolute(root, readDiff(compared.text)),
    ...(head.ok ? { base: head.text.trim() } : {}),
    note: 'Judged is what the index holds against HEAD.',
    tracked: files(tracked.text),
    dirty: dirty.ok ? files(dirty.text) : [],
  };
}

/** A file's bytes in the index (`commit` undefined) or in a commit; undefined where it has no such file. */
export async function storedFile(
  host: Host,
  root: string,
  file: { readonly path: string; readonly commit?: string },
): Promise<Uint8Array | undefined> {
  const path = file.path.slice(root.length + 1).replaceAll('\\', '/');
  const answer = await host.git(['cat-file', 'blob', `${file.commit ?? ''}:${path}`], root);
  return answer?.code === 0 ? answer.stdout : undefined;
}

const diff = [
  'diff',
  '--raw',
  '--no-abbrev',
  '-z',
  '-M',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--ignore-submodules=all',
];

type Answer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

async function ask(host: Host, root: string, args: readonly string[]): Promise<Answer> {
  const answer = await host.git(args, root);
  if (!answer) return { ok: false, reason: 'git is not installed' };
  if (answer.code === 0) return { ok: true, text: new TextDecoder().decode(answer.stdout) };
  const [line = ''] = answer.stderr.split('\n');
  return {
    ok: false,
    reason: line.replace(/^(?:fatal|error): /, '').replace(/\.$/, '') || `it exits with ${answer.code}`,
  };
}

interface Base {
  readonly commit?: string;
  readonly note: string;
}

const unborn: Base = { note: 'The repository has no commit yet, so every migration is new.' };

async function baseOf(
  host: Host,
  root: string,
  { head, since }: { head: string; since: string | undefined },
): Promise<Base> {
  if (since !== undefined) return baseNamed(host, root, since);
  const { ref, name: branch } = await defaultBranch(host, root);
  const found = await ask(host, root, ['merge-base', head, ref]);
  const commit = found.ok ? found.text.trim() : undefined;
  if (!commit)
    throw new UserError(
      'no-base',
      `This clone holds no common ancestor of HEAD and ${branch}, so what is new can't be told. ${remedy}`,
    );
  if (commit === head) {
    const nothing = `HEAD has no commit that ${branch} lacks, so only uncommitted migrations are new: --all judges every one, --since REF those since a commit.`;
    const shallow = await ask(host, root, ['rev-parse', '--is-shallow-repository']);
    const doubt = ` But this clone is shallow and may not hold the default branch. ${remedy}`;
    return { commit, note: shallow.ok && shallow.text.trim() === 'true' ? nothing + doubt : nothing };
  }
  return { commit, note: `New is what ${branch} does not have: since their merge base ${commit.slice(0, 9)}.` };
}

const remedy =
  'Fetch more of it (`git fetch --unshallow`; with actions/checkout `fetch-depth: 0`), name a base with --since REF, or judge every migration with --all.';

async function baseNamed(host: Host, root: string, since: string): Promise<Base> {
  const named = await ask(host, root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  if (!named.ok)
    throw new UserError(
      'git',
      `--since ${since}: this repository has no such commit; in a shallow clone it may have to be fetched first (fetch-depth: 0).`,
    );
  const target = named.text.trim();
  const found = await ask(host, root, ['merge-base', 'HEAD', target]);
  if (found.ok) return { commit: found.text.trim(), note: `New is what has changed since ${since}.` };
  return { commit: target, note: `New is what differs from ${since}, with which this clone has no common ancestor.` };
}

const candidates = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/** The branch that changes are compared with, and its name for people. */
async function defaultBranch(host: Host, root: string): Promise<{ ref: string; name: string }> {
  const format = '--format=%(refname) %(symref)';
  const refs = await ask(host, root, ['for-each-ref', format, 'refs/remotes/origin', 'refs/heads']);
  const present = new Map(refs.ok ? refs.text.split('\n').map((line) => line.split(' ') as [string, string]) : []);
  present.delete('');
  const ref =
    candidates.find((candidate) => present.has(candidate)) ?? (present.size === 1 ? [...present.keys()][0] : undefined);
  if (ref) return { ref, name: (present.get(ref) || ref).replace(/^refs\/(?:remotes|heads)\//, '') };
  throw new UserError(
    'no-base',
    `This clone holds no default branch (origin/HEAD, main or master), so what is new can't be told. ${remedy}`,
  );
}

const split = (text: string): string[] => text.split('\0').filter((path) => path !== '');

function absolute(root: string, { added, edited }: { added: readonly string[]; edited: readonly string[] }) {
  const place = (path: string): string => join(root, path);
  return { added: new Set(added.map(place)), edited: new Set(edited.map(place)) };
}

const nothing: Difference = { added: [], edited: [], deleted: new Set() };

/** git names a repository within this one as a folder. */
const isFileName = (path: string): boolean => !path.endsWith('/');

interface Difference {
  readonly added: readonly string[];
  readonly edited: readonly string[];
  /** Object ids of files that are gone, or that git took for the origin of a similar one. */
  readonly deleted: ReadonlySet<string>;
}

/** `:mode mode id id A`, path; `… R087`, old, new: a rename of less than 100 % is an edit, a pure one or a changed mode is nothing. */
function readDiff(text: string): Difference {
  const fields = split(text);
  const added: string[] = [];
  const edited: string[] = [];
  const deleted = new Set<string>();
  for (let at = 0; at < fields.length; at += 2) {
    const [, , before = '', after = '', status = ''] = (fields[at] ?? '').split(' ');
    const isPair = status.startsWith('R') || status.startsWith('C');
    if (isPair) at += 1;
    const path = fields[at + 1] ?? '';
    if (status === 'A' || status.startsWith('C')) added.push(path);
    else if (status !== 'D' && status !== 'R100' && before !== after) edited.push(path);
    if (status === 'D' || isPair) deleted.add(before);
  }
  return { added, edited, deleted };
}

/** Untracked files that are a deleted one under another name were renamed without git being told. */
async function withoutRenamed(
  host: Host,
  root: string,
  untracked: string[],
  deleted: ReadonlySet<string>,
): Promise<string[]> {
  if (deleted.size === 0 || untracked.length === 0 || untracked.length > 500) return untracked;
  const hashed = await ask(host, root, ['hash-object', '--', ...untracked]);
  const ids = hashed.ok ? hashed.text.split('\n') : [];
  return untracked.filter((_, at) => !deleted.has(ids[at] ?? ''));
}
