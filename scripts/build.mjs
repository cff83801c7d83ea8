// Builds dist/: the command as one CommonJS file (starts fastest), the library as ES modules with type declarations.
// `--no-types` leaves the declarations out; they cost seconds and the command does not need them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
  entryPoints: { cli: 'src/cli/bin.ts' },
  outdir: 'dist',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  minify: true,
  // Keeps function names readable in the report of a bug of ours.
  keepNames: false,
  // A real import() would start Node's ES module loader; require() of the same package is cheaper and as lazy.
  supported: { 'dynamic-import': false },
  banner: { js: '#!/usr/bin/env node\nconst importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
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
 * Writes through a rename, so that a test that runs the command never meets half a file.
 * @param {import('esbuild').BuildOptions} options
 */
async function emit(options) {
  const { outputFiles = [] } = await build(options);
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, contents);
    if (path.endsWith('.cjs')) chmodSync(unfinished, 0o755);
    renameSync(unfinished, path);
  }
}

function emitDeclarations() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(dist, 'chunks'), { recursive: true, force: true });
await emit(command);
await emit(library);
if (!process.argv.includes('--no-types')) emitDeclarations();
