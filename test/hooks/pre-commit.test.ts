// The hooks of .pre-commit-hooks.yaml as the real pre-commit installs and runs them, from a clone of this repository that holds
// the built dist/.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { describeWith } from '../support/system-programs.ts';
import { type HookProject, holdsUnsafeCommits, hookProject, root, setUp } from './hook-project.ts';

const ours = ['.gitignore', '.npmrc', '.pre-commit-hooks.yaml', 'package.json', 'package-lock.json'];
const built = ['THIRD-PARTY-NOTICES.txt', 'cli.cjs', 'command.cjs', 'libpg-query.wasm'];

describeWith('pre-commit', 'pre-commit', () => {
  let folder: string;
  let clone: string;
  let projects: HookProject[];

  beforeAll(() => {
    if (inject('buildFailed')) throw new Error('dist/ could not be built: see the top of the output');
    folder = mkdtempSync(join(tmpdir(), 'migration-lint-pre-commit-'));
    clone = join(folder, 'clone');
    projects = [];
    const { run, remove } = hookProject();
    run('git', ['clone', '--quiet', '--depth', '1', pathToFileURL(root).href, clone]);
    // As it lies here, so that what is tried is what a commit of it would hold.
    for (const path of [...ours, ...built.map((name) => `dist/${name}`)]) cpSync(join(root, path), join(clone, path));
    run('git', ['-C', clone, 'checkout', '--quiet', '-B', 'main']);
    run('git', ['-C', clone, 'add', '.']);
    const author = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
    run('git', ['-C', clone, ...author, 'commit', '--quiet', '--allow-empty', '--message', 'Build']);
    remove();
  }, 120_000);
  afterAll(() => {
    for (const { remove } of projects) remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function project(replaced: Readonly<Record<string, string>> = {}): HookProject {
    const made = hookProject({ PRE_COMMIT_HOME: join(folder, 'environments') });
    projects.push(made);
    setUp(made, 'pre-commit', { 'https://github.com/OWNER/migration-lint': clone, ...replaced });
    return made;
  }

  test('migration-lint holds unsafe commits up', { timeout: 400_000 }, () => {
    holdsUnsafeCommits(project());
  });

  test('migration-lint-system does so and installs nothing', { timeout: 120_000 }, () => {
    const system = project({ 'id: migration-lint': 'id: migration-lint-system' });
    holdsUnsafeCommits(system);
  });

  test('migration-lint-branch judges what the branch adds', { timeout: 400_000 }, () => {
    const branch = project({ 'id: migration-lint': 'id: migration-lint-branch' });
    branch.run('git', ['checkout', '--quiet', '-b', 'feature']);
    branch.write('db/migrations/0002_index.sql', 'CREATE INDEX ON accounts (name);\n');
    branch.run('git', ['add', '.']);
    branch.run('git', ['commit', '--quiet', '--no-verify', '--message', 'Index']);
    const { code, output } = branch.attempt('pre-commit', ['run', '--all-files']);
    expect(output).toContain('blocking-index-build');
    expect(code).toBe(1);
  });
});
