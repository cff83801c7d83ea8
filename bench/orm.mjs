// What reading 1,000 migrations that are code costs beside parsing, with libpg-query, the SQL that comes out of them: processor time,
// in a process for each tool, when it is first done there (cold) and again (warm). `node bench/orm.mjs [-- tool…]`
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fileNames, migrations } from './orm-corpus.mjs';
import { row } from './timing.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, 'orm.bundle.tmp.mjs');
const count = 1000;
const times = 5;

if (process.send) await measure(process.argv[2] ?? '');
else await main(process.argv.slice(2).filter((name) => name !== '--'));

/** @param {string[]} named */
async function main(named) {
  const tools = Object.keys(migrations).filter((tool) => named.length === 0 || named.includes(tool));
  const contents = `export { frameworks } from './src/frameworks/index.ts';
export { SourceText } from './src/source/source-text.ts';`;
  await build({
    stdin: { contents, resolveDir: join(here, '..'), loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: bundle, logLevel: 'warning' },
  });
  try {
    console.log(`\nreading ${count} migrations over parsing their SQL with libpg-query (to reach: 4):\n`);
    row(['', 'statements', 'cold', 'warm']);
    row(['---', '---', '---', '---']);
    for (const tool of tools) row([tool, ...(await inChild(tool))]);
  } finally {
    rmSync(bundle, { force: true });
  }
}

/**
 * @param {string} tool
 * @returns {Promise<string[]>}
 */
function inChild(tool) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [tool]);
    child.on('message', (cells) => resolve(/** @type {string[]} */ (cells)));
    child.on('exit', (code) => code && reject(new Error(`${tool}: exit ${code}`)));
  });
}

/** @param {string} id */
async function measure(id) {
  const { loadModule, parseSync } = await import('libpg-query');
  const { frameworks, SourceText } = await import(pathToFileURL(bundle).href);
  const texts = new Map(Array.from({ length: count }, (_, n) => [fileName(id, n), migrations[id]?.(n) ?? '']));
  // Where nothing is known of a file, as of the files around a project.
  const around = { names: () => [], text: (/** @type {string} */ path) => texts.get(path) };
  const folder = { path: 'shop/migrations', files: [...texts.keys()], around };
  const tools = frameworks.map((/** @type {any} */ each) => each.toolNamed?.(id, folder));
  const tool = tools.find((/** @type {any} */ each) => each?.isCode);
  await Promise.all([loadModule(), tool.load()]);
  const entries = tool.list(folder);
  if (entries.length !== count) throw new Error(`${entries.length} migrations of ${count} are found`);
  const read = () => {
    const options = { direction: 'up', beside: around.text, memory: new Map() };
    return entries.flatMap((/** @type {any} */ entry) => {
      const source = SourceText.of(`${folder.path}/${entry.path}`, texts.get(entry.path));
      return tool.read(source, entry, options).flatMap(sqlOf);
    });
  };
  const runs = Array.from({ length: times }, () => {
    const [sql, reading] = timed(read);
    const [, parsing] = timed(() => sql.forEach((/** @type {string} */ each) => void parseSync(each)));
    return { statements: sql.length, reading, parsing };
  });
  const [cold = { statements: 0, reading: 0, parsing: 0 }, ...warm] = runs;
  const least = (/** @type {'reading' | 'parsing'} */ of) => Math.min(...warm.map((run) => run[of]));
  const cells = [cold, { reading: least('reading'), parsing: least('parsing') }].map(
    ({ reading, parsing }) =>
      `${(reading / parsing).toFixed(1)} (${Math.round(reading / 1000)} ms / ${Math.round(parsing / 1000)} ms)`,
  );
  process.send?.([String(cold.statements), ...cells]);
}

/**
 * @param {string} id
 * @param {number} n
 */
function fileName(id, n) {
  return fileNames[id]?.(n) ?? `${1700000000000 + n}-orders${n}.ts`;
}

/** @param {{ direction: string, gaps: { reason: string }[], pieces: { sql: string }[] }} file */
function sqlOf({ direction, gaps, pieces }) {
  if (direction !== 'up') return [];
  if (gaps[0]) throw new Error(gaps[0].reason);
  return pieces.map(({ sql }) => sql);
}

/**
 * @template T
 * @param {() => T} work
 * @returns {[T, number]}
 */
function timed(work) {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [result, user + system];
}
