// A temporary git project with migrations, set up as a section of docs/git-hooks.md says, and what every set-up has to do in it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/git-hooks.md'), 'utf8');

/** The newest that run on Node.js 20. */
const versions: Readonly<Record<string, string>> = { husky: '9.1.7', lefthook: '2.2.2', 'lint-staged': '16.4.0' };

/** Without what git sets for a hook, in which these tests may themselves run, and without what hook managers take for CI. */
const environment = (extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:GIT_|npm_|CI$|HUSKY|LEFTHOOK)/.test(name)),
  ),
  GIT_CONFIG_GLOBAL: '/dev/null',
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  ...extra,
});

export interface HookProject {
  readonly folder: string;
  /** Runs in the project; throws where it fails. */
  readonly run: (command: string, args: readonly string[]) => string;
  /** As `run`, with what it exits with and all that it prints. */
  readonly attempt: (command: string, args: readonly string[]) => { code: number | null; output: string };
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

const accounts = "SET lock_timeout = '2s';\nCREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL);\n";

/** A repository whose HEAD holds the first migration. */
export function hookProject(extra: Readonly<Record<string, string>> = {}): HookProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-hook-')));
  const env = environment(extra);
  const attempt = (command: string, args: readonly string[]) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
    return { code: status, output: `${error ?? ''}${stdout}${stderr}` };
  };
  const project: HookProject = {
    folder,
    attempt,
    run: (command, args) => {
      const { code, output } = attempt(command, args);
      if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${output}`);
      return output;
    },
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.run('git', ['init', '--quiet', '--initial-branch', 'main']);
  project.run('git', ['config', 'user.name', 'Somebody']);
  project.run('git', ['config', 'user.email', 'somebody@example.com']);
  project.write('db/migrations/0001_accounts.sql', accounts);
  project.write('package.json', '{ "name": "app", "private": true }\n');
  project.write('.gitignore', 'node_modules/\n');
  project.run('git', ['add', '.']);
  project.run('git', ['commit', '--quiet', '--message', 'Start']);
  return project;
}

/** A tarball of this package as it lies here, in a folder of the caller's. */
export function packed(folder: string): string {
  const listing = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return join(folder, (JSON.parse(listing) as { filename: string }[])[0]?.filename ?? '');
}

/** Does what the page says under a heading: runs its `sh` blocks, and writes the others to the file that their first line names. */
export function setUp(project: HookProject, heading: string, replaced: Readonly<Record<string, string>>): void {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  expect(blocks.length).toBeGreaterThan(0);
  for (const [, language, text = ''] of blocks) {
    const ours = Object.entries(replaced).reduce((from, [word, by]) => from.replaceAll(word, by), text);
    if (language === 'sh') project.run('sh', ['-ec', pinned(ours)]);
    else project.write(/^(?:#|\/\/) (\S+)\n/.exec(ours)?.[1] ?? '', ours);
  }
}

/** The `npm install` lines with exact versions, so that this week's release of another tool can't fail our tests. */
const pinned = (script: string): string =>
  script.replace(/^npm install .*$/gm, (line) =>
    line.replace(/\S+/g, (word) => (versions[word] ? `${word}@${versions[word]}` : word)),
  );

const unsafe = 'CREATE INDEX accounts_name_idx ON accounts (name);\n';
const safe = 'CREATE INDEX CONCURRENTLY accounts_name_idx ON accounts (name);\n';

/** What a hook is for. Each commit is tried as a person does. */
export function holdsUnsafeCommits(project: HookProject): void {
  const { run, attempt, write } = project;
  const head = () => run('git', ['rev-parse', 'HEAD']);
  const commit = () => attempt('git', ['commit', '--message', 'Change']);
  run('git', ['add', '.']);
  expect(commit()).toMatchObject({ code: 0 });

  write('db/migrations/0002_index.sql', unsafe);
  run('git', ['add', 'db']);
  const before = head();
  const refused = commit();
  expect(refused.output).toContain('blocking-index-build');
  expect(refused.output).toContain('db/migrations/0002_index.sql');
  expect(refused.code).not.toBe(0);
  expect(head()).toBe(before);

  // Mended in the working tree, but not in what would be committed.
  write('db/migrations/0002_index.sql', safe);
  expect(commit().output).toContain('blocking-index-build');
  expect(head()).toBe(before);

  // The other way round: what is not staged is nobody's business yet.
  run('git', ['add', 'db']);
  write('db/migrations/0002_index.sql', unsafe);
  write('db/migrations/0003_more.sql', unsafe);
  expect(commit()).toMatchObject({ code: 0 });
  expect(head()).not.toBe(before);
  expect(readFileSync(join(project.folder, 'db/migrations/0002_index.sql'), 'utf8')).toBe(unsafe);

  run('git', ['checkout', '--', '.']);
  run('git', ['mv', 'db/migrations/0002_index.sql', 'db/migrations/0002_renamed.sql']);
  expect(commit()).toMatchObject({ code: 0 });
  write('README.md', 'About\n');
  run('git', ['add', 'README.md']);
  expect(commit()).toMatchObject({ code: 0 });
}

export const headings = (): string[] => [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
