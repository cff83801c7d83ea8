// What users install must do what the source does: the packed tarball, in an empty project, run through npm's own link.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../..');
const windows = process.platform === 'win32';
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

interface Packed {
  filename: string;
  files: { path: string; mode: number }[];
}

let folder: string;
let project: string;
let packed: Packed;

beforeAll(() => {
  if (inject('buildFailed')) throw new Error('dist/ could not be built: see the top of the output');
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-package-')));
  project = join(folder, 'project');
  mkdirSync(project);
  // The test command has built them; only a bare `vitest run` in a fresh clone has not.
  if (!existsSync(join(root, 'dist', 'types'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  const listing = npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root);
  packed = (JSON.parse(listing) as Packed[])[0] as Packed;
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }');
  writeFileSync(join(project, 'clean.sql'), "SET lock_timeout = '2s';\nCREATE TABLE a (id bigint PRIMARY KEY);\n");
  writeFileSync(
    join(project, 'unsafe.sql'),
    'CREATE INDEX ON orders (user_id);\nALTER TABLE orders ALTER COLUMN id TYPE bigint;\n',
  );
  writeFileSync(join(project, 'broken.sql'), 'SELEC 1;\nDROP TABLE orders;\n');
  writeFileSync(join(project, 'migration-lint.config.yaml'), 'postgres: 16\n');
  npm(['install', '--prefer-offline', join(folder, packed.filename)], project);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(args: string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: windows, stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

function run(command: string, args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8', shell: windows });
  return { status, stdout, stderr };
}

const installed = (args: string[]) => run(join(project, 'node_modules', '.bin', 'migration-lint'), args);
const fromSource = (args: string[]) => run(process.execPath, [tsx, join(root, 'src', 'cli', 'bin.ts'), ...args]);

describe('the installed command prints and exits as the source does', () => {
  test.each([
    { args: ['--version'] },
    { args: ['--help'] },
    { args: ['unsafe.sql'] },
    { args: ['--format', 'json', 'unsafe.sql', 'clean.sql'] },
    { args: ['broken.sql'] },
    { args: ['*.sql'] },
    { args: ['missing.sql'] },
    { args: ['--no-such-flag'] },
    { args: ['explain', '--format', 'json', 'unsafe.sql'] },
    { args: ['rules'] },
    { args: ['rule', 'blocking-index-build'] },
  ])('$args', ({ args }) => {
    expect(installed(args)).toEqual(fromSource(args));
  });
});

test('--version is the version of the package', () => {
  expect(installed(['--version'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(manifest.version),
    stderr: '',
  });
});

test('an unsafe file is found so, and a missing one is an error of use', () => {
  expect(installed(['unsafe.sql'])).toMatchObject({ status: 1, stdout: expect.stringContaining('unsafe.sql') });
  expect(installed(['missing.sql'])).toMatchObject({ status: 2, stderr: expect.stringContaining('missing.sql') });
});

test('the library can be imported', () => {
  const script = "import * as library from 'migration-lint'; process.stdout.write(Object.keys(library).join(' '));";
  const { status, stdout, stderr } = run(process.execPath, ['--input-type=module', '--eval', script]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toBe('');
});

test('the types of the library compile in a strict project that has only what the package brings', () => {
  writeFileSync(
    join(project, 'use.mts'),
    "import * as library from 'migration-lint';\nexport const names: string[] = Object.keys(library);\n",
  );
  const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'false'];
  expect(run(process.execPath, [tsc, ...flags, 'use.mts'])).toEqual({ status: 0, stdout: '', stderr: '' });
}, 120_000);

test('the tarball holds what runs and what is read, and nothing else', () => {
  const paths = packed.files.map((file) => file.path);
  const expected =
    /^(dist\/|(docs|rules)\/[a-z0-9-]+\.md$|schema\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/;
  expect(paths.filter((path) => !expected.test(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/cli.cjs', 'dist/index.js', 'docs/adopting.md', 'package.json', 'LICENSE']),
  );
  expect(packed.files.find((file) => file.path === 'dist/cli.cjs')?.mode).toBe(0o755);
});

test('the installation brings the pinned run-time dependencies and no server', () => {
  expect(existsSync(join(project, 'node_modules', 'libpg-query', 'wasm', 'libpg-query.js'))).toBe(true);
  expect(existsSync(join(project, 'node_modules', 'pg', 'package.json'))).toBe(true);
  expect(readdirSync(join(project, 'node_modules')).filter((name) => /^pg\d|^@embedded/.test(name))).toEqual([]);
});
