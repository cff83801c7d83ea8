// Builds dist/: what git holds of it (bundle.mjs), and the library as ES modules with type declarations, which it does not hold.
// `--no-types` leaves the declarations out: they cost seconds, and only who imports the library needs them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { committedFiles, grammarsBeside, root } from './bundle.mjs';

const dist = join(root, 'dist');

/** @type {import('esbuild').BuildOptions} */
const library = {
  absWorkingDir: root,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  plugins: [grammarsBeside("import.meta.dirname.replace(/chunks$/, '')")],
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
};

/** The library, its chunks before what imports them. */
async function emitLibrary() {
  const { outputFiles = [] } = await build(library);
  const chunks = outputFiles.filter(({ path }) => path.startsWith(join(dist, 'chunks')));
  for (const { path, contents } of [...chunks, ...outputFiles.filter((file) => !chunks.includes(file))])
    write(path, contents);
  removeOthers(join(dist, 'chunks'), (name) => chunks.some(({ path }) => basename(path) === name));
}

/** Everything but the library, which has folders and files of its own. */
async function emitCommitted() {
  const files = await committedFiles();
  for (const [name, { contents, mode }] of files) write(join(dist, name), contents, mode);
  removeOthers(dist, (name) => files.has(name) || ['index.js', 'chunks', 'types'].includes(name));
}

/**
 * Another build that runs at the same time may be about to name files of its own, and a run to read its cache: only older ones go.
 * @param {string} folder
 * @param {(name: string) => boolean} isKept
 */
function removeOthers(folder, isKept) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (!isKept(name) && age > 60_000) rmSync(path, { force: true, recursive: true });
  }
}

/**
 * Writes through a rename, so that a test that runs the command never meets half a file.
 * @param {string} path
 * @param {string | Uint8Array} contents
 * @param {number} mode
 */
function write(path, contents, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  chmodSync(unfinished, mode);
  renameSync(unfinished, path);
}

function emitDeclarations() {
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(dist, { recursive: true });
await emitCommitted();
await emitLibrary();
if (!process.argv.includes('--no-types')) emitDeclarations();
