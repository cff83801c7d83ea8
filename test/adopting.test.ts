// docs/adopting.md: its commands, run on a small old project, adopt it at once, and then only a new hazard fails.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { run } from './cli/run.ts';

const page = readFileSync('docs/adopting.md', 'utf8');
const blocks = (kind: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);

const [onlyNew = '', all = ''] = blocks('sh ci');
const hazard = 'CREATE INDEX orders_total ON orders (total);\n';

/** The project in a repository of its own, everything committed on the default branch. */
function oldProject(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'adopting-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  cpSync(resolve('fixtures/adoption/old-project'), path, { recursive: true });
  git(path, 'init', '-q', '-b', 'main');
  commit(path);
  git(path, 'checkout', '-q', '-b', 'feature');
  return path;
}

function git(cwd: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'ignore' });
}

function commit(path: string): void {
  git(path, 'add', '-A');
  git(path, 'commit', '-q', '-m', 'x');
}

/** Runs a block's lines as a shell would, and yields the last exit code and output. */
async function shell(cwd: string, block: string) {
  let last = { code: 0, stdout: '', stderr: '' };
  for (const line of block.trim().split('\n')) {
    const [program, ...args] = line.split(' ');
    if (program === 'git') git(cwd, ...args);
    else {
      expect(line).toMatch(/^npx migration-lint\b/);
      last = await run(cwd, args.slice(1), { rules: async () => rules });
    }
    expect(last.code, last.stderr + last.stdout).toBeLessThan(2);
  }
  return last;
}

const add = (project: string, name: string, sql: string) => writeFileSync(join(project, 'db/migrations', name), sql);

test('the project has findings and a part that can not be read', async () => {
  const { code, stdout } = await shell(oldProject(), all);
  expect(code).toBe(1);
  for (const name of ['002_orders_index', '003_key', '004_drop_legacy']) expect(stdout).toContain(name);
  expect(stdout).toContain('not read');
});

test('only what is new: nothing to do, and a new hazard fails', async () => {
  const project = oldProject();
  expect(await shell(project, onlyNew)).toMatchObject({ code: 0 });
  add(project, '005_new.sql', hazard);
  const { code, stdout } = await shell(project, onlyNew);
  expect(code).toBe(1);
  expect(stdout).toContain('005_new.sql:1:1  error  blocking-index-build');
  expect(stdout).not.toContain('002_orders_index');
});

test('a baseline: one command, then CI passes, a new hazard fails, and what goes is tidied away', async () => {
  const project = oldProject();
  const [adopt = ''] = blocks('sh adopt');
  expect(await shell(project, adopt)).toMatchObject({ code: 0 });
  commit(project);
  expect(await shell(project, all)).toMatchObject({ code: 0 });
  add(project, '005_new.sql', hazard);
  expect(await shell(project, all)).toMatchObject({ code: 1, stdout: expect.stringContaining('005_new.sql:1:1') });
  add(project, '005_new.sql', '');
  add(project, '002_orders_index.sql', 'SELECT 1;\n');
  const [tidy = ''] = blocks('sh tidy');
  await shell(project, tidy);
  expect(readFileSync(join(project, 'migration-lint.baseline.json'), 'utf8')).not.toContain('002_orders_index');
});

test('an allowance', async () => {
  const project = oldProject();
  const [sql = ''] = blocks('sql allow');
  add(project, '005_drop.sql', `SET lock_timeout = '2s';\n${sql}`);
  expect(await shell(project, onlyNew)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 finding allowed'),
  });
});

test('from squawk: its config and its comments count', async () => {
  const project = oldProject();
  expect(
    await run(project, ['--all', 'db/migrations/004_drop_legacy.sql'], { rules: async () => rules }),
  ).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('1 suppression for squawk allows nothing here: `suppressions: [squawk]`'),
  });
  const [squawk = ''] = blocks('sh squawk');
  await shell(project, squawk);
  const { code, stdout } = await run(project, ['db/migrations/004_drop_legacy.sql'], { rules: async () => rules });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('1 finding allowed') });
});
