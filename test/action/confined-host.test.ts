// What a hostile checkout may try: links out of the workspace and into .git, a repository hidden in a folder, reports through links.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { confinedHost, refuseOutside, workingFolder } from '../../src/action/confined-host.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A workspace with a repository in it, beside a secret. */
function workspace(): { outside: string; path: string; git: (...args: string[]) => string } {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'confined-')));
  made.push(outside);
  const path = join(outside, 'workspace');
  mkdirSync(join(path, 'migrations'), { recursive: true });
  writeFileSync(join(outside, 'secret.sql'), 'SELECT 1;');
  writeFileSync(join(path, 'migrations/1.sql'), 'SELECT 2;');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  return { outside, path, git };
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('reading', () => {
  test.each([
    ['a file outside', '../../secret.sql'],
    ["the process's environment", '/proc/self/environ'],
    ["git's config, where a token may be", '../.git/config'],
  ])('%s through a link is refused', (_, target) => {
    const { path } = workspace();
    const link = join(path, 'migrations/2.sql');
    symlinkSync(target, link);
    expect(() => confinedHost(path, path).readFile(link)).toThrow('leads out of the workspace');
  });

  test('a folder outside through a link is empty, and a glob finds nothing there', async () => {
    const { path } = workspace();
    symlinkSync('../..', join(path, 'migrations/up'));
    const host = confinedHost(path, path);
    expect(host.list(join(path, 'migrations/up'))).toEqual([]);
    const found = await host.glob('**/*.sql', path);
    expect(found).toContain(join(path, 'migrations/1.sql'));
    expect(found).not.toContain(join(path, 'migrations/up/secret.sql'));
    expect(() => host.readFile(join(path, 'migrations/up/secret.sql'))).toThrow('leads out');
  });

  test('a link within the workspace is followed, and what is not there is undefined', () => {
    const { path } = workspace();
    symlinkSync('1.sql', join(path, 'migrations/2.sql'));
    const host = confinedHost(path, path);
    expect(text(host.readFile(join(path, 'migrations/2.sql')))).toBe('SELECT 2;');
    expect(host.readFile(join(path, 'migrations/3.sql'))).toBeUndefined();
  });
});

describe('git', () => {
  test('takes nothing from a bare repository that a folder holds', async () => {
    const { path, outside } = workspace();
    const evil = join(outside, 'evil.sh');
    const traces = join(outside, 'traces');
    writeFileSync(evil, `#!/bin/sh\ntouch ${traces}\n`);
    chmodSync(evil, 0o755);
    const folder = join(path, 'bare');
    execFileSync('git', ['init', '-q', '--bare', folder]);
    execFileSync('git', ['config', 'core.bare', 'false'], { cwd: folder });
    execFileSync('git', ['config', 'core.worktree', folder], { cwd: folder });
    execFileSync('git', ['config', 'core.fsmonitor', evil], { cwd: folder });
    const status = ['ls-files', '--others', '--exclude-standard', '-z'];
    execFileSync('git', ['update-index', '--refresh'], { cwd: folder });
    // It is a trap: git alone walks into it.
    execFileSync('git', ['status'], { cwd: folder });
    expect(existsSync(traces)).toBe(true);
    rmSync(traces);
    const host = confinedHost(path, folder);
    await host.git(status, folder);
    await host.git(['diff', '--raw'], folder);
    await host.git(['status'], folder);
    expect(existsSync(traces)).toBe(false);
  });

  test("keeps the settings of the job's environment", async () => {
    const { path } = workspace();
    process.env.GIT_CONFIG_COUNT = '1';
    process.env.GIT_CONFIG_KEY_0 = 'some.key';
    process.env.GIT_CONFIG_VALUE_0 = 'kept';
    try {
      const answer = await confinedHost(path, path).git(['config', 'some.key'], path);
      expect(text(answer?.stdout)).toBe('kept\n');
      const safe = await confinedHost(path, path).git(['config', 'safe.bareRepository'], path);
      expect(text(safe?.stdout)).toBe('explicit\n');
    } finally {
      for (const name of ['COUNT', 'KEY_0', 'VALUE_0']) delete process.env[`GIT_CONFIG_${name}`];
    }
  });
});

describe('a report', () => {
  test.each(['../a.sarif', '/tmp/a.sarif', '.git/hooks/pre-commit', 'link.sarif', 'out/a.sarif'])(
    'to %s is refused',
    (name) => {
      const { path } = workspace();
      symlinkSync('../secret.sql', join(path, 'link.sarif'));
      symlinkSync('..', join(path, 'out'));
      expect(() => refuseOutside(path, path, name)).toThrow('it is not written');
    },
  );

  test('within the workspace is not', () => {
    const { path } = workspace();
    for (const name of ['a.sarif', 'migrations/a.sarif', 'new/a.sarif', '../workspace/a.sarif'])
      refuseOutside(path, path, name);
  });
});

test.each(['..', '/', 'out', '.git', 'missing', 'migrations/1.sql'])('no working directory: %s', (name) => {
  const { path } = workspace();
  symlinkSync('..', join(path, 'out'));
  expect(() => workingFolder(path, name)).toThrow('The input `working-directory`');
});
