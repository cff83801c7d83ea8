// What dist/ holds in git, so that an action and a pre-commit hook run from a checkout as it is: the command and the action, each
// one file with all that it needs, the parser's binary, and the licences of what is inside. The same sources give the same bytes in any folder.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const binary = 'node_modules/libpg-query/wasm/libpg-query.wasm';

/** @typedef {{ contents: string | Uint8Array, mode: number }} BuiltFile */

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  // esbuild orders what it minifies by path: by that here, not by where a linked node_modules/ is.
  preserveSymlinks: true,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Read as Latin-1, which is quickest; esbuild escapes what is not ASCII.
  charset: 'ascii',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  metafile: true,
  outdir: 'dist',
  // pg asks for it only where NODE_PG_FORCE_NATIVE is set.
  external: ['pg-native'],
  // A real import() would start Node's ES module loader; require() is cheaper and as lazy.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
};

/**
 * The module that stands for src/postgres/parser-binary.ts in a bundle.
 * @param {string} before what else happens when a run comes to need the parser
 * @returns {import('esbuild').Plugin}
 */
const binaryBeside = (before = '') => ({
  name: 'binary-beside',
  setup({ onLoad }) {
    const contents = `import { readFileSync } from 'node:fs';
export const parserBinary = () => { ${before} return readFileSync(__dirname + '/libpg-query.wasm'); };`;
    onLoad({ filter: /[\\/]src[\\/]postgres[\\/]parser-binary\.ts$/ }, () => ({ contents, loader: 'js' }));
  },
});

/**
 * @param {string} entry
 * @param {import('esbuild').Plugin} plugin
 */
async function bundle(entry, plugin) {
  const { outputFiles: [file] = [], metafile } = await build({ ...shared, entryPoints: [entry], plugins: [plugin] });
  if (!file || !metafile) throw new Error(`esbuild wrote nothing for ${entry}`);
  return { text: file.text, inputs: Object.keys(metafile.inputs) };
}

/** The committed files of dist/ by name. @returns {Promise<Map<string, BuiltFile>>} */
export async function committedFiles() {
  // Only what a run that parses SQL has compiled is worth keeping; cli.cjs passes `keepCompiled`.
  const command = await bundle('src/cli/bin.ts', binaryBeside('keepCompiled();'));
  const action = await bundle('src/action/bin.ts', binaryBeside());
  const inputs = [...command.inputs, ...action.inputs, binary];
  const hash = createHash('sha256').update(command.text).digest('hex').slice(0, 16);
  const script = `//${hash}\n(function(require,__dirname,keepCompiled){${command.text}})`;
  const files = {
    'THIRD-PARTY-NOTICES.txt': { contents: thirdPartyNotices(root, inputs), mode: 0o644 },
    'libpg-query.wasm': { contents: readFileSync(join(root, binary)), mode: 0o644 },
    // An expression for the loader: to put it together there would copy the whole text.
    'command.cjs': { contents: script, mode: 0o644 },
    'cli.cjs': { contents: readFileSync(join(root, 'scripts', 'loader.cjs')), mode: 0o755 },
    'action.cjs': { contents: action.text, mode: 0o644 },
  };
  return new Map(Object.entries(files));
}
