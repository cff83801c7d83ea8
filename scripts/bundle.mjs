// What dist/ holds in git, so that an action and a pre-commit hook run from a checkout as it is: the command and the action, each
// one file with all that it needs, the parser's binary, and the licences of what is inside. The same sources give the same bytes in any folder.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const binary = 'node_modules/libpg-query/wasm/libpg-query.wasm';
const treeSitter = 'node_modules/web-tree-sitter/web-tree-sitter';
/** Of the languages that migrations are written in. */
const grammars = ['c-sharp', 'elixir', 'php', 'python', 'ruby'].map(
  (name) => `node_modules/tree-sitter-${name}/tree-sitter-${name.replaceAll('-', '_')}.wasm`,
);

/** @typedef {{ contents: string | Uint8Array, mode: number }} BuiltFile */

/** @satisfies {import('esbuild').TransformOptions & import('esbuild').BuildOptions} */
const commonJs = {
  platform: /** @type {const} */ ('node'),
  target: 'node20.19',
  format: /** @type {const} */ ('cjs'),
  // Read as Latin-1, which is quickest; esbuild escapes what is not ASCII.
  charset: /** @type {const} */ ('ascii'),
  minify: true,
  legalComments: /** @type {const} */ ('none'),
  logLevel: /** @type {const} */ ('warning'),
  // A real import() would start Node's ES module loader; require() is cheaper and as lazy.
  supported: { 'dynamic-import': false },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  ...commonJs,
  absWorkingDir: root,
  // esbuild orders what it minifies by path: by that here, not by where a linked node_modules/ is.
  preserveSymlinks: true,
  bundle: true,
  write: false,
  metafile: true,
  outdir: 'dist',
  // Its form as an ES module asks where it is, which a bundle does not know.
  alias: { 'web-tree-sitter': `./${treeSitter}.cjs` },
  // pg asks for it only where NODE_PG_FORCE_NATIVE is set.
  external: ['pg-native'],
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
 * The module that stands for src/frameworks/grammar-binaries.ts.
 * @param {string} folder an expression for where dist/ is
 * @returns {import('esbuild').Plugin}
 */
export const grammarsBeside = (folder) => ({
  name: 'grammars-beside',
  setup({ onLoad }) {
    const contents = `import { readFileSync } from 'node:fs';
const beside = (name) => readFileSync(${folder} + '/' + name + '.wasm');
export const runtimeBinary = () => beside('web-tree-sitter');
export const grammarBinary = (name) => beside('tree-sitter-' + name.replaceAll('-', '_'));`;
    onLoad({ filter: /[\\/]src[\\/]frameworks[\\/]grammar-binaries\.ts$/ }, () => ({ contents, loader: 'js' }));
  },
});

/** Stands for src/cli/program-id.ts in the command. @type {import('esbuild').Plugin} */
const idOfLoader = {
  name: 'id-of-loader',
  setup({ onLoad }) {
    const contents = 'export const programId = () => ownId;';
    onLoad({ filter: /[\\/]src[\\/]cli[\\/]program-id\.ts$/ }, () => ({ contents, loader: 'js' }));
  },
};

/**
 * @param {string} entry
 * @param {import('esbuild').Plugin[]} plugins
 */
async function bundle(entry, plugins) {
  const { outputFiles: [file] = [], metafile } = await build({ ...shared, entryPoints: [entry], plugins });
  if (!file || !metafile) throw new Error(`esbuild wrote nothing for ${entry}`);
  return { text: file.text, inputs: Object.keys(metafile.inputs) };
}

/** A package that is CommonJS is all in its default export: an import of Node.js has its names too. */
const namesOfDefault = ';module.exports={__esModule:true,...module.exports.default,default:module.exports.default}';

/**
 * As `bundle`, but each part that is imported together is a function of its own, so that V8 reads and keeps compiled only what runs:
 * most of the text is readers of languages that a run does not meet.
 * @param {string} entry
 * @param {import('esbuild').Plugin[]} plugins
 */
async function bundleInParts(entry, plugins) {
  const options = { ...shared, entryPoints: [entry], plugins, format: /** @type {const} */ ('esm'), splitting: true };
  const { outputFiles = [], metafile } = await build({ ...options, supported: {} });
  if (!metafile) throw new Error(`esbuild wrote nothing for ${entry}`);
  const numbers = new Map(outputFiles.map(({ path }, number) => [`"./${basename(path)}"`, number]));
  const first = outputFiles.findIndex(({ path }) => basename(path) === basename(entry).replace(/\.ts$/, '.js'));
  const parts = [];
  for (const { path, text } of outputFiles) {
    const { entryPoint = '', exports = [] } = metafile.outputs[relative(root, path)] ?? {};
    const { code } = await transform(text, commonJs);
    const numbered = code.replace(/\brequire\(("\.\/[\w-]+\.js")\)/g, (call, name) =>
      numbers.has(name) ? `require(${numbers.get(name)})` : call,
    );
    const left = [...numbers.keys()].find((name) => numbered.includes(name));
    if (left) throw new Error(`${left} is imported in a way that is not known here`);
    const isCommonJs = entryPoint.startsWith('node_modules/') && exports.join() === 'default';
    parts.push(`function(require,module,exports){${numbered}${isCommonJs ? namesOfDefault : ''}}`);
  }
  // The name `require` is that of Node.js outside, and asks for a part by its number inside.
  const text = `const nodeRequire=require,parts=[${parts.join(',')}],loaded=[];
const own=(id)=>{if(typeof id!=='number')return nodeRequire(id);
let module=loaded[id];if(!module){module=loaded[id]={exports:{}};parts[id](own,module,module.exports)}return module.exports};own(${first});`;
  return { text, inputs: Object.keys(metafile.inputs) };
}

/** The committed files of dist/ by name. @returns {Promise<Map<string, BuiltFile>>} */
export async function committedFiles() {
  // Only what a run that parses SQL has compiled is worth keeping; cli.cjs passes `keepCompiled` and `ownId`.
  const command = await bundleInParts('src/cli/bin.ts', [
    binaryBeside('keepCompiled();'),
    idOfLoader,
    grammarsBeside('__dirname'),
  ]);
  const action = await bundle('src/action/bin.ts', [binaryBeside(), grammarsBeside('__dirname')]);
  const binaries = [binary, `${treeSitter}.wasm`, ...grammars];
  const inputs = [...command.inputs, ...action.inputs, ...binaries];
  const parser = readFileSync(join(root, binary));
  const hash = createHash('sha256').update(command.text).update(parser).digest('hex').slice(0, 16);
  const script = `//${hash}\n(function(require,__dirname,keepCompiled,ownId){${command.text}})`;
  const files = {
    'THIRD-PARTY-NOTICES.txt': { contents: thirdPartyNotices(root, inputs), mode: 0o644 },
    // An expression for the loader: to put it together there would copy the whole text.
    'command.cjs': { contents: script, mode: 0o644 },
    'cli.cjs': { contents: readFileSync(join(root, 'scripts', 'loader.cjs')), mode: 0o755 },
    'action.cjs': { contents: action.text, mode: 0o644 },
  };
  /** @type {Map<string, BuiltFile>} */
  const built = new Map(Object.entries(files));
  for (const path of binaries) built.set(basename(path), { contents: readFileSync(join(root, path)), mode: 0o644 });
  return built;
}
