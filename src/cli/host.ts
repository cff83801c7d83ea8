// The outside as Node.js has it: files, globs, git. What a run may not need is loaded when asked for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PathKind } from '../config/load.ts';
import type { FolderEntry, GitAnswer, Host } from '../selection/host.ts';

type Variables = Readonly<Record<string, string>>;

/** `cwd` is absolute; `gitVariables` are set for git beside the user's own environment. */
export function nodeHost(cwd: string, gitVariables: Variables = {}): Host {
  return { cwd, readFile, kind, list, glob, git: (args, folder) => git(args, folder, gitVariables) };
}

/** What a shell's `<(…)` names: somebody writes to it. */
const isShellPipe = (path: string): boolean => /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/.test(path);

function readFile(path: string): Uint8Array | undefined {
  try {
    const found = statSync(path);
    // Reading a pipe waits until somebody writes to it, and that may be never.
    if (!found.isFile() && !found.isDirectory() && !isShellPipe(path)) throw new Error('it is not a regular file');
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

function kind(path: string): PathKind | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return undefined;
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    // A link that leads to itself, or a folder that may not be entered: something is there.
    return isMissing(error) ? undefined : 'other';
  }
}

function list(folder: string): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => {
      if (entry.isFile()) return { name: entry.name, kind: 'file' };
      if (entry.isDirectory()) return { name: entry.name, kind: 'folder' };
      const isFile = entry.isSymbolicLink() && kind(join(folder, entry.name)) === 'file';
      return { name: entry.name, kind: isFile ? 'file' : 'other' };
    });
  } catch {
    return [];
  }
}

async function glob(pattern: string, folder: string): Promise<string[]> {
  const { default: fastGlob } = await import('fast-glob');
  const found = await fastGlob(pattern.replaceAll('\\', '/'), {
    cwd: folder,
    absolute: true,
    dot: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
    suppressErrors: true,
  });
  return found.sort();
}

/** Answers in English, asks for no password and takes no locks; the user's own environment (a hook's index) stays. */
async function git(args: readonly string[], folder: string, variables: Variables): Promise<GitAnswer> {
  const { execFile } = await import('node:child_process');
  const env = { ...process.env, ...variables, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  const options = { cwd: folder, env, encoding: 'buffer', maxBuffer: 1024 ** 3, windowsHide: true } as const;
  return new Promise((resolve) => {
    execFile('git', args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve(undefined);
      else resolve({ code: error ? Number(error.code) || 128 : 0, stdout, stderr: stderr.toString() });
    });
  });
}
