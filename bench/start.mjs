// Times how the command starts from dist/ as git holds it, on the versions of Node.js that are packages of this folder.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeMany } from './corpus.mjs';
import { compare, ratio, row, shown } from './timing.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');

/** Linux on x64 has them. */
export const nodes = Object.fromEntries(
  ['node20', 'node24'].map((name) => [name, join(here, 'node_modules', name, 'bin', 'node')]),
);

/**
 * A repository whose HEAD holds migrations of `each` statements, with one more staged.
 * @param {string} path
 * @param {number} files
 * @param {number} each
 */
function writeRepository(path, files, each) {
  writeMany(path, files, each);
  const git = (/** @type {string[]} */ ...args) =>
    spawnSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], { cwd: path });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'History');
  writeFileSync(join(path, '9999_migration.sql'), 'CREATE INDEX CONCURRENTLY t1_note ON t1 (note);\n');
  git('add', '.');
  return path;
}

/**
 * The command in a folder of its own, where the first run leaves its cache, or can't.
 * @param {string} path
 * @param {boolean} isCached
 */
function install(path, isCached) {
  for (const name of ['cli.cjs', 'command.cjs', 'libpg-query.wasm'])
    cpSync(join(root, 'dist', name), join(path, 'dist', name));
  cpSync(join(root, 'package.json'), join(path, 'package.json'));
  const loader = join(path, 'dist', 'cli.cjs');
  if (!isCached) {
    const text = readFileSync(loader, 'utf8');
    writeFileSync(loader, text.replace('/command-$', '/nowhere/command-$'));
  }
  return loader;
}

/**
 * @param {string} folder
 * @param {{ small: string, runs: number }} sizes
 */
export async function timeStart(folder, { small, runs }) {
  const [cached, uncached] = [install(join(folder, 'cached'), true), install(join(folder, 'uncached'), false)];
  const history = { 'one statement each': 1, 'three statements each': 3 };
  row(['start from dist/', 'bare node', 'migration-lint', 'over bare node', 'without the cache', 'over bare node']);
  row(['---', '---', '---', '---', '---', '---']);
  for (const [name, node] of Object.entries({ [`node ${process.versions.node}`]: process.execPath, ...nodes })) {
    if (!existsSync(node)) continue;
    await compare({ first: [cached, small] }, folder, 1, node);
    const programs = { bare: ['-e', '0'], with: [cached, small], without: [uncached, small] };
    const { bare, with: kept, without } = await compare(programs, folder, runs * 3, node);
    row([`${name}, one small file`, shown(bare), shown(kept), ratio(kept, bare), shown(without), ratio(without, bare)]);
    for (const [size, each] of Object.entries(history)) {
      const repository = join(folder, `staged-${each}`);
      if (!existsSync(repository)) writeRepository(repository, 500, each);
      const staged = await compare({ bare: ['-e', '0'], staged: [cached, '--staged'] }, repository, runs, node);
      row([
        `${name}, --staged on 500 of ${size}`,
        shown(staged.bare),
        shown(staged.staged),
        ratio(staged.staged, staged.bare),
        '',
        '',
      ]);
    }
  }
}
