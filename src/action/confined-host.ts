// The outside as the action lets it be seen. A pull request brings its own links: none may lead a reader out of the workspace, where
// the runner's environment and keys are, or into .git, where actions/checkout leaves a token; nor may a report be written through one.
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { nodeHost } from '../cli/host.ts';
import { UserError } from '../config/user-error.ts';
import type { Host } from '../selection/host.ts';

/** What git may not take from the repository, which a folder of the pull request's may look like. https://git-scm.com/docs/git-config */
const gitSettings: Readonly<Record<string, string>> = {
  'safe.bareRepository': 'explicit',
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  // The one filter that runners have, which .gitattributes could call on.
  'filter.lfs.process': '',
  'filter.lfs.clean': '',
  'filter.lfs.required': 'false',
  // In a container the workspace belongs to another user.
  'safe.directory': '*',
};

/** `given`: how many settings the job's environment already holds. */
function gitVariables(given = '0'): Record<string, string> {
  const first = Number.parseInt(given, 10) || 0;
  const names = Object.keys(gitSettings);
  const settings = names.flatMap((name, at) => [
    [`GIT_CONFIG_KEY_${first + at}`, name],
    [`GIT_CONFIG_VALUE_${first + at}`, gitSettings[name] ?? ''],
  ]);
  return { ...Object.fromEntries(settings), GIT_CONFIG_COUNT: String(first + names.length) };
}

/** `workspace` and `cwd` are absolute, without links in them. */
export function confinedHost(workspace: string, cwd: string): Host {
  const host = nodeHost(cwd, gitVariables(process.env.GIT_CONFIG_COUNT));
  const leaves = (path: string): boolean => {
    const real = realPath(path);
    return real !== undefined && !isWithin(workspace, real);
  };
  return {
    ...host,
    readFile: (path) => {
      if (leaves(path)) throw new Error('it leads out of the workspace, or into .git');
      return host.readFile(path);
    },
    list: (folder) => (leaves(folder) ? [] : host.list(folder)),
    glob: async (pattern, folder) => (await host.glob(pattern, folder)).filter((path) => !leaves(path)),
  };
}

/** Undefined where nothing is there to read. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** `.git` itself is not. */
export function isWithin(workspace: string, real: string): boolean {
  if (real !== workspace && !real.startsWith(join(workspace, sep))) return false;
  return !relative(workspace, real)
    .split(sep)
    .some((part) => part.toLowerCase() === '.git');
}

/** GITHUB_WORKSPACE without links. */
export function workspaceOf(name = process.cwd()): string {
  const real = realPath(name);
  if (real !== undefined) return real;
  throw new UserError('no-such-path', `The workspace ${name} does not exist.`);
}

/** The folder to run in, without links. Throws a UserError for one that is not in the workspace. */
export function workingFolder(workspace: string, name: string): string {
  const real = realPath(resolve(workspace, name));
  if (real === undefined || !statSync(real).isDirectory())
    throw new UserError('no-such-path', `The input \`working-directory\`: there is no folder ${name}.`);
  if (isWithin(workspace, real)) return real;
  throw new UserError('usage', `The input \`working-directory\`: ${name} is not within the workspace.`);
}

/** Throws a UserError for a report's file that is not in the workspace, or that is a link. */
export function refuseOutside(workspace: string, cwd: string, name: string): void {
  const path = resolve(cwd, name);
  const folder = realPath(dirname(path));
  // The folder is not there: so it will be said of the file.
  const real = join(folder ?? dirname(path), basename(path));
  const refused = (what: string) => new UserError('usage', `The report ${name} ${what}: it is not written.`);
  if (!isWithin(workspace, real)) throw refused('is not within the workspace');
  if (lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink()) throw refused('is a link');
}
