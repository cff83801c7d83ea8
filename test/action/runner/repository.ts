// A repository as it lies on GitHub: the default branch, a pull request's branch, refs/pull/N/head and refs/pull/N/merge. One process
// of git writes it all (git-fast-import).
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerEnvironment, temporaryFolder } from './temporary.ts';

/** Contents by path; null takes the file away, a link is where it leads to. */
export type Changes = Readonly<Record<string, string | Uint8Array | { readonly link: string } | null>>;

export interface History {
  /** The default branch where the pull request left it. */
  readonly base?: Changes;
  /** The pull request's own, a commit each. */
  readonly head: Changes | readonly Changes[];
  /** What came to the default branch since. */
  readonly later?: Changes;
  /** What refs/pull/N/merge holds otherwise than both: files that both changed. */
  readonly merged?: Changes;
  readonly branch?: string;
}

export interface Repository {
  readonly path: string;
  readonly branch: string;
  /** Commits by their SHA. `main`: the default branch's tip; `merge`: of refs/pull/N/merge. */
  readonly base: string;
  readonly main: string;
  readonly head: string;
  readonly merge: string;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

export const pullNumber = 7;

/** Runs git in the folder, without the user's configuration; throws with what it said. */
export function gitIn(folder: string): (...args: readonly string[]) => Promise<string> {
  return (...args) => run(folder, args);
}

function run(cwd: string, args: readonly string[], input?: Uint8Array): Promise<string> {
  const options = { cwd, env: runnerEnvironment(), encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
  return new Promise((resolve, reject) => {
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`git ${args.join(' ')}: ${stderr.toString()}`));
      else resolve(stdout.toString());
    });
    child.stdin?.end(input);
  });
}

export async function repositoryOf({
  base = {},
  head,
  later,
  merged,
  branch = 'feature',
}: History): Promise<Repository> {
  const path = join(temporaryFolder('origin-'), 'origin.git');
  await run('/', ['init', '--quiet', '--bare', '-b', 'main', path]);
  // As GitHub does for actions/checkout, which fetches commits by name.
  await run(path, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  await run(path, ['config', 'uploadpack.allowFilter', 'true']);
  const commits: Commit[] = [{ ref: 'refs/heads/main', changes: base }];
  const own = Array.isArray(head) ? (head as readonly Changes[]) : [head as Changes];
  for (const changes of own) commits.push({ ref: `refs/heads/${branch}`, from: commits.length, changes });
  const tip = commits.length;
  if (later) commits.push({ ref: 'refs/heads/main', from: 1, changes: later });
  const main = later ? commits.length : 1;
  commits.push({
    ref: `refs/pull/${pullNumber}/merge`,
    from: main,
    merge: tip,
    changes: Object.assign({}, ...own, merged),
  });
  const resets = `reset refs/pull/${pullNumber}/head\nfrom :${tip}\n\n`;
  const stream = Buffer.concat([...commits.map((commit, at) => commitOf(commit, at + 1)), Buffer.from(resets)]);
  await run(path, ['fast-import', '--quiet', '--date-format=raw', '--export-marks=marks'], stream);
  const marks = new Map(
    readFileSync(join(path, 'marks'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(1).split(' ') as [string, string]),
  );
  const sha = (mark: number) => marks.get(String(mark)) ?? '';
  const shas = { base: sha(1), main: sha(main), head: sha(tip), merge: sha(commits.length) };
  return { path, branch, ...shas, git: gitIn(path) };
}

interface Commit {
  readonly ref: string;
  readonly from?: number;
  readonly merge?: number;
  readonly changes: Changes;
}

function commitOf({ ref, from, merge, changes }: Commit, mark: number): Buffer {
  const who = `A Person <a@example.com> ${1_760_000_000 + mark} +0000`;
  const head = [`commit ${ref}`, `mark :${mark}`, `author ${who}`, `committer ${who}`, `data 6\nchange`];
  if (from !== undefined) head.push(`from :${from}`);
  if (merge !== undefined) head.push(`merge :${merge}`);
  const parts = Object.entries(changes).flatMap(([path, contents]) => change(path, contents));
  return Buffer.concat([Buffer.from(`${head.join('\n')}\n`), ...parts, Buffer.from('\n')]);
}

function change(path: string, contents: Changes[string]): Buffer[] {
  const name = `"${path.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  if (contents === null) return [Buffer.from(`D ${name}\n`)];
  const isLink = typeof contents === 'object' && 'link' in contents;
  const bytes = Buffer.from(isLink ? contents.link : contents);
  const head = Buffer.from(`M ${isLink ? '120000' : '100644'} inline ${name}\ndata ${bytes.length}\n`);
  return [head, bytes, Buffer.from('\n')];
}
