// A repository that would like to run something, be read from elsewhere, or have something written elsewhere.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blockingIndex, scenario, usersTable, withMigration } from './runner/scenario.ts';
import { temporaryFolder } from './runner/temporary.ts';

describe.concurrent('a repository that would like to run something', () => {
  const pwn = (mark: string) => `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x');\n`;

  test("its package.json, node_modules, .npmrc, configs that are code, and a tool's own files", async () => {
    const mark = join(temporaryFolder('mark-'), 'pwned');
    const script = `node -e "require('fs').writeFileSync('${mark}','x')"`;
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare', 'test'].map((name) => [name, script]),
    );
    const made = await scenario({
      base: { 'db/migrations/0001_users.sql': usersTable },
      head: {
        'db/migrations/0002_email.sql': blockingIndex,
        'package.json': JSON.stringify({
          name: 'x',
          type: 'module',
          main: 'index.js',
          scripts,
          devDependencies: { 'migration-lint': 'file:./evil' },
        }),
        '.npmrc': `node-options=--require=${join('/', 'tmp', 'x.cjs')}\nregistry=http://127.0.0.1:9/\nscript-shell=${mark}\n`,
        'node_modules/migration-lint/package.json':
          '{"name":"migration-lint","version":"99.0.0","main":"index.js","bin":"index.js"}',
        'node_modules/migration-lint/index.js': pwn(mark),
        'node_modules/.bin/migration-lint': `#!/usr/bin/env node\n${pwn(mark)}`,
        'node_modules/libpg-query/package.json': '{"name":"libpg-query","main":"index.js"}',
        'node_modules/libpg-query/index.js': pwn(mark),
        'node_modules/@actions/core/package.json': '{"name":"@actions/core","main":"index.js"}',
        'node_modules/@actions/core/index.js': pwn(mark),
        'dist/action.cjs': pwn(mark),
        'action.yml': 'runs: { using: node24, main: dist/action.cjs }\n',
        'migration-lint.config.js': pwn(mark),
        'migration-lint.config.ts': pwn(mark),
        'migration-lint.config.cjs': pwn(mark),
        'drizzle.config.ts': pwn(mark),
        'knexfile.js': pwn(mark),
        'prisma.config.ts': pwn(mark),
        '.env': `NODE_OPTIONS=--require ${mark}\n`,
        '.node-version': '0.10',
      },
    });
    const result = await made.run();
    expect([result.code, result.outputs.errors]).toEqual([1, '1']);
    expect(existsSync(mark)).toBe(false);
  });

  test('.gitattributes, hooks and settings of git, a repository within the repository', async () => {
    const mark = join(temporaryFolder('mark-'), 'pwned');
    const made = await scenario({
      base: { 'db/migrations/0001_users.sql': usersTable },
      head: {
        'db/migrations/0002_email.sql': blockingIndex,
        '.gitattributes': '*.sql filter=evil diff=evil merge=evil\n*.sql text eol=crlf working-tree-encoding=UTF-16\n',
        '.gitmodules': '[submodule "a"]\n\tpath = a\n\turl = ext::sh -c touch% pwned\n',
        // A bare repository within the work tree, which git would take for its own when run there.
        'db/HEAD': 'ref: refs/heads/main\n',
        'db/config': `[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tworktree = /tmp\n\tfsmonitor = "touch ${mark}; false"\n\tpager = touch ${mark}\n\tsshCommand = touch ${mark}\n`,
        'db/objects/x': '',
        'db/refs/x': '',
      },
    });
    const prepare = (workspace: string) => {
      const hooks = join(workspace, '.git', 'hooks');
      mkdirSync(hooks, { recursive: true });
      for (const name of [
        'pre-commit',
        'post-checkout',
        'reference-transaction',
        'post-index-change',
        'fsmonitor-watchman',
      ]) {
        writeFileSync(join(hooks, name), `#!/bin/sh\ntouch ${mark}\n`);
        chmodSync(join(hooks, name), 0o755);
      }
      // As a step of the job may have left it: what the attributes name.
      writeFileSync(
        join(workspace, '.git', 'config'),
        `${readFileSync(join(workspace, '.git', 'config'), 'utf8')}\n[diff "evil"]\n\ttextconv = touch ${mark}; cat\n\tcommand = touch ${mark}\n[core]\n\tfsmonitor = touch ${mark}; false\n`,
      );
    };
    for (const checkout of [{ prepare }, { prepare, depth: 0 }])
      for (const folder of ['.', 'db']) {
        const result = await made.run({ checkout, inputs: { 'working-directory': folder } });
        expect([result.code, result.outputs.errors]).toEqual([1, '1']);
      }
    expect(existsSync(mark)).toBe(false);
  });

  test('links that lead out of the workspace, or to the token of the checkout', async () => {
    const secret = join(temporaryFolder('secret-'), 'secret.sql');
    writeFileSync(secret, 'DROP TABLE very_secret_table;\n');
    const made = await scenario({
      base: { 'db/migrations/0001_users.sql': usersTable },
      head: {
        'db/migrations/0002_email.sql': blockingIndex,
        'db/migrations/0003_passwd.sql': { link: '/etc/passwd' },
        'db/migrations/0004_secret.sql': { link: secret },
        'db/migrations/0005_config.sql': { link: '../../.git/config' },
        'db/migrations/0006_environment.sql': { link: '/proc/self/environ' },
        'db/migrations/0007_include.sql': `\\i ${secret}\n\\ir ../../.git/config\n`,
        'other/migrations': { link: '/etc' },
        'migration-lint.baseline.json': { link: '/etc/hostname' },
        'migration-lint.stats.json': { link: secret },
      },
    });
    const prepare = (workspace: string) => {
      const config = join(workspace, '.git', 'config');
      writeFileSync(
        config,
        `${readFileSync(config, 'utf8')}[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic c2VjcmV0\n`,
      );
    };
    for (const depth of [0, 1]) {
      const { code, stdout, summary } = await made.run({
        checkout: { prepare, depth },
        inputs: { 'no-baseline': 'true', 'no-stats': 'true' },
      });
      expect(code).toBe(1);
      const everything = [stdout, summary, ...made.own().map(({ body }) => body)].join('\n');
      expect(everything).not.toMatch(/very_secret_table|root:|AUTHORIZATION|INPUT_|extraheader/);
      expect(everything).toContain('blocking-index-build');
    }
  });

  test('a report that would be written over something else', async () => {
    const made = await scenario(
      withMigration(blockingIndex, { head: { 'out.sarif': { link: '/tmp/action-pwned' }, out: { link: '/tmp' } } }),
    );
    for (const path of [
      'out.sarif',
      'out/action-pwned',
      '../action-pwned',
      '/tmp/action-pwned',
      '.git/hooks/pre-commit',
    ]) {
      const { code, annotations } = await made.run({ inputs: { 'sarif-file': path } });
      expect([path, code]).toEqual([path, 1]);
      expect(annotations.some(({ message }) => message.includes('workspace') || message.includes('link'))).toBe(true);
    }
    expect(existsSync('/tmp/action-pwned')).toBe(false);
  });
});
