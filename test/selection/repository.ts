// Real temporary folders and git repositories for the tests of the selection.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { type Config, defaultConfig } from '../../src/config/config.ts';
import type { Host } from '../../src/selection/host.ts';
import type { Selection, SelectionRequest } from '../../src/selection/request.ts';
import { select } from '../../src/selection/select.ts';

export interface Folder {
  readonly path: string;
  /** Writes files: contents by path. */
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void;
  readonly remove: (path: string) => void;
  readonly git: (...args: string[]) => string;
  /** Stages everything and commits it. */
  readonly commit: () => void;
  readonly select: (request?: Partial<SelectionRequest> & { cwd?: string; host?: Partial<Host> }) => Promise<Selection>;
}

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

export function folder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'selection-')));
  made.push(path);
  return at(path);
}

/** A repository on branch main, without a commit. */
export function repository(): Folder {
  const made = folder();
  made.git('init', '-q', '-b', 'main');
  return made;
}

export function at(path: string): Folder {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: path, env: environment, encoding: 'utf8' });
  return {
    path,
    git,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    remove: (name) => rmSync(join(path, name), { recursive: true }),
    commit: () => {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', 'x');
    },
    select: ({ cwd = '.', host, ...request } = {}) => {
      const directory = join(path, cwd);
      const config: Config = defaultConfig(directory);
      return select({ ...nodeHost(directory), ...host }, { paths: [], mode: 'new', history: true, config, ...request });
    },
  };
}

// Neither the user's configuration nor a hook that runs these tests may change what they see.
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** `history | judged`, a `*` before each that starts a run; one line for each project. */
export function shape(selection: Selection): string[] {
  return selection.projects.map(({ migrations }) =>
    migrations
      .map(({ path, judged, startsRun }) => `${judged ? '' : '('}${startsRun ? '*' : ''}${path}${judged ? '' : ')'}`)
      .join(' '),
  );
}
