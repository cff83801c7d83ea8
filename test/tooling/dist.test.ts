// dist/ is committed, so that actions and hooks run from a checkout: it has to come out the same wherever it is built, to be
// refused where it does not, and to hold all that it needs.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const sources = ['src', 'rules', 'scripts', 'package.json', 'tsconfig.json', '.gitignore'];
const binaries = [
  'libpg-query',
  'tree-sitter-c_sharp',
  'tree-sitter-elixir',
  'tree-sitter-php',
  'tree-sitter-python',
  'tree-sitter-ruby',
  'web-tree-sitter',
];
const code = ['THIRD-PARTY-NOTICES.txt', 'action.cjs', 'cli.cjs', 'command.cjs'];
const committed = [...code, ...binaries.map((name) => `${name}.wasm`)];

let folder: string;
let copy: string;

beforeAll(() => {
  if (inject('buildFailed')) throw new Error('dist/ could not be built: see the top of the output');
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-dist-')));
  copy = join(folder, 'some', 'where else');
  const built = committed.map((name) => `dist/${name}`);
  for (const path of [...sources, ...built]) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  git('init', '--quiet');
  git('config', 'user.name', 'Somebody');
  git('config', 'user.email', 'somebody@example.com');
  git('add', ...sources);
  git('commit', '--quiet', '--message', 'Sources');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function check(environment: Record<string, string> = {}): { status: number | null; output: string } {
  const { CI: _, ...env } = process.env;
  const script = join('scripts', 'check-dist.mjs');
  const options = { cwd: copy, encoding: 'utf8', env: { ...env, ...environment } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], options);
  return { status, output: stdout + stderr };
}

test('check:dist refuses what the sources do not give, in any folder', { timeout: 120_000 }, () => {
  expect(check()).toEqual({ status: 0, output: expect.stringContaining('dist/ is not committed') });
  expect(check({ CI: 'true' })).toMatchObject({ status: 1 });

  git('add', 'dist');
  git('commit', '--quiet', '--message', 'dist');
  expect(check({ CI: 'true' })).toEqual({ status: 0, output: 'dist/ is what the sources give\n' });

  appendFileSync(join(copy, 'dist', 'cli.cjs'), '\n');
  expect(check()).toEqual({ status: 1, output: expect.stringContaining('dist/cli.cjs is not what the sources give') });
  git('checkout', '--', 'dist');

  appendFileSync(
    join(copy, 'src', 'cli', 'output.ts'),
    '\nexport const added = () => process.stdout.write("added");\n',
  );
  expect(check()).toMatchObject({ status: 0 });
  appendFileSync(join(copy, 'src', 'cli', 'bin.ts'), '\nprocess.title = "other";\n');
  const { status, output } = check();
  expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining('npm run build && git add dist') });
  expect(output).toContain('dist/command.cjs is not what the sources give');
  git('checkout', '--', 'src');
});

describe('the command of a checkout', () => {
  let checkout: string;
  const dist = () => join(checkout, 'dist');

  function lint(environment: Record<string, string> = {}): { status: number | null; stdout: string } {
    const args = [join(dist(), 'cli.cjs'), 'a.sql'];
    const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment } } as const;
    const { status, stdout } = spawnSync(process.execPath, args, options);
    return { status, stdout };
  }
  const caches = () => readdirSync(dist()).filter((name) => name.includes('.cache'));

  beforeAll(() => {
    checkout = join(folder, 'checkout');
    mkdirSync(dist(), { recursive: true });
    cpSync(join(root, 'package.json'), join(checkout, 'package.json'));
    for (const name of committed) cpSync(join(root, 'dist', name), join(dist(), name));
    writeFileSync(join(folder, 'a.sql'), 'CREATE INDEX ON orders (user_id);\n');
  });

  test('needs no package beside it, and keeps what V8 compiled for the next run', () => {
    expect(caches()).toEqual([]);
    const first = lint();
    expect(first).toEqual({ status: 1, stdout: expect.stringContaining('blocking-index-build') });
    expect(caches()).toEqual([expect.stringContaining(`-${process.versions.v8}-`)]);
    const [cache = ''] = caches();
    const kept = readFileSync(join(dist(), cache));
    expect(lint()).toEqual(first);
    expect(readFileSync(join(dist(), cache)).equals(kept)).toBe(true);
  });

  const languages = [
    'alembic',
    'django-apps',
    'doctrine',
    'ecto',
    'ef-core',
    'laravel',
    'liquibase-xml',
    'rails',
    'typeorm',
  ];
  test.each(languages)('reads the language of %s', (tool) => {
    const project = join(folder, tool);
    cpSync(join(root, 'fixtures', 'frameworks', tool), project, {
      recursive: true,
      filter: (path) => !path.endsWith('/golden'),
    });
    const options = { cwd: project, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1' } } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist(), 'cli.cjs'), '.'], options);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/ in \d+ migrations? \(\d+ statements?\)/);
  });

  test('does not trust a cache that is not its own', () => {
    const [cache = ''] = caches();
    writeFileSync(join(dist(), cache), 'something else');
    expect(lint()).toEqual({ status: 1, stdout: expect.stringContaining('blocking-index-build') });
    expect(readFileSync(join(dist(), cache)).length).toBeGreaterThan(100_000);
  });

  test('works where its folder is not to be written', () => {
    for (const cache of caches()) rmSync(join(dist(), cache));
    chmodSync(dist(), 0o555);
    expect(lint()).toEqual({ status: 1, stdout: expect.stringContaining('blocking-index-build') });
    chmodSync(dist(), 0o755);
  });

  test('carries the licence of every package inside it', () => {
    const notices = readFileSync(join(dist(), 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = [...notices.matchAll(/^(\S+) \d\S* \(.+\)$/gm)].map(([, name]) => name);
    expect(named).toEqual(
      expect.arrayContaining(['@actions/core', 'fast-glob', 'libpg-query', 'pg', 'valibot', 'yaml']),
    );
    expect(notices).toContain('PostgreSQL Global Development Group');
    expect(notices).not.toContain(root);
  });
});

test('linting plain SQL to text loads no package, nor what hashes', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/bin.ts'],
    bundle: true,
    platform: 'node',
    external: ['pg-native'],
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const reached = new Set<string>();
  const builtIn = new Set<string>();
  const reach = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
      if (external) builtIn.add(next);
      else if (kind !== 'dynamic-import') reach(next);
    }
  };
  for (const path of ['src/cli/bin.ts', 'src/cli/lint-command.ts', 'src/reporters/text.ts']) reach(path);
  expect(reached.size).toBeGreaterThan(100);
  expect([...reached].filter((path) => path.includes('node_modules'))).toEqual([]);
  expect([...builtIn]).toContain('node:path');
  // It takes a tenth of the start.
  expect([...builtIn].filter((name) => name.includes('crypto'))).toEqual([]);
});
