// Builds dist/: the command as one CommonJS file with what V8 compiled of it (starts fastest), the library as ES modules with
// type declarations.
// `--no-types` leaves the declarations out; they cost seconds and the command does not need them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
};

/** @type {import('esbuild').BuildOptions} */
const command = {
  ...shared,
  entryPoints: { command: 'src/cli/bin.ts' },
  outdir: 'dist',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  minify: true,
  // A real import() would start Node's ES module loader; require() of the same package is cheaper and as lazy.
  supported: { 'dynamic-import': false },
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  define: { 'import.meta.url': 'importMetaUrl' },
};

/** @type {import('esbuild').BuildOptions} */
const library = {
  ...shared,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
};

/**
 * The library, its chunks before what imports them.
 * @param {import('esbuild').BuildOptions} options
 */
async function emitLibrary(options) {
  const { outputFiles = [] } = await build(options);
  const chunks = outputFiles.filter(({ path }) => path.startsWith(join(dist, 'chunks')));
  for (const { path, contents } of [...chunks, ...outputFiles.filter((file) => !chunks.includes(file))])
    write(path, contents);
  removeOthers(join(dist, 'chunks'), (name) => chunks.some(({ path }) => basename(path) === name));
}

/**
 * Files are named by content. Another build that runs at the same time may be about to name those of its own, so only older ones go.
 * @param {string} folder
 * @param {(name: string) => boolean} isKept
 */
function removeOthers(folder, isKept) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (!isKept(name) && age > 60_000) rmSync(path, { force: true });
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

/**
 * The command with its cache, and dist/cli.cjs, which loads both. To V8 a cache fits any source of the same length: hence names by
 * content.
 */
async function emitCommand() {
  const { outputFiles: [file] = [] } = await build(command);
  if (!file) throw new Error('esbuild wrote no command');
  const name = `command-${createHash('sha256').update(file.contents).digest('hex').slice(0, 12)}`;
  write(join(dist, `${name}.cjs`), file.contents);
  const cache = join(dist, `${name}.cache`);
  const unfinished = `${cache}.${process.pid}`;
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'compile-cache.mjs'), join(dist, `${name}.cjs`), unfinished],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  // Without a cache the command only starts slower.
  if (status === 0) renameSync(unfinished, cache);
  write(join(dist, 'cli.cjs'), loader(name), 0o755);
  removeOthers(dist, (other) => !other.startsWith('command-') || other.startsWith(name));
}

/** @param {string} name */
const loader = (name) => `#!/usr/bin/env node
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const filename = __dirname + '/${name}.cjs';
let cachedData;
try {
  cachedData = readFileSync(__dirname + '/${name}.cache');
} catch {}
const source = '(function(require,__filename,__dirname){' + readFileSync(filename, 'latin1') + '\\n})';
new Script(source, { filename, cachedData }).runInThisContext()(require, filename, __dirname);
`;

function emitDeclarations() {
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(dist, { recursive: true });
await emitCommand();
await emitLibrary(library);
if (!process.argv.includes('--no-types')) emitDeclarations();
