// Times the built command beside a bare node and squawk, in turns, so that a busy machine slows all of them alike.
// `npm run bench [-- runs]`; it needs `npm run build` to have been run.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeMany, writeOne } from './corpus.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const runs = Number(process.argv[2] ?? 5);
const limit = 120_000;
const cli = join(here, '..', 'dist', 'cli.cjs');
const squawk = join(here, 'node_modules', 'squawk-cli', 'js', 'bin', 'squawk');

if (!existsSync(squawk)) spawnSync('npm', ['ci'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });

/**
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<number | undefined>} milliseconds; undefined: not finished within the limit
 */
function time(args, cwd) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limit);
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(late ? undefined : performance.now() - start);
    });
  });
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * Medians of the wall time by name, each measured in turn; undefined where a program did not finish.
 * @param {Record<string, string[]>} programs
 * @param {string} cwd
 * @param {number} times
 */
async function compare(programs, cwd, times) {
  /** @type {Record<string, number[] | undefined>} */
  const walls = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < times; run += 1) {
    for (const [name, args] of Object.entries(programs)) {
      const measured = walls[name] && (await time(args, cwd));
      if (measured !== undefined) walls[name]?.push(measured);
      else walls[name] = undefined;
    }
  }
  return Object.fromEntries(Object.entries(walls).map(([name, values]) => [name, values && median(values)]));
}

/** @param {number | undefined} milliseconds */
const shown = (milliseconds) =>
  milliseconds === undefined
    ? `> ${limit / 1000} s`
    : milliseconds < 1000
      ? `${milliseconds.toFixed(0)} ms`
      : `${(milliseconds / 1000).toFixed(2)} s`;

/** @param {number | undefined} a @param {number | undefined} b */
const ratio = (a, b) => (a === undefined || b === undefined ? '–' : `${(a / b).toFixed(2)}`);

/** @param {string[]} cells */
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

const folder = mkdtempSync(join(tmpdir(), 'migration-lint-bench-'));
try {
  const [small, middle, larger, large] = /** @type {[string, string, string, string]} */ (
    [20, 10_000, 20_000, 50_000].map((count) => writeOne(folder, count))
  );
  const many = writeMany(join(folder, 'migrations'), 1000, 20);

  row(['', 'bare node', 'migration-lint', 'squawk 2.66.0', 'over bare node', 'over squawk']);
  row(['---', '---', '---', '---', '---', '---']);
  const inputs = [
    { name: 'one file of 20 statements', ours: [small], theirs: [small], times: runs * 3 },
    { name: '1,000 files of 20 statements', ours: ['--all', many], theirs: [join(many, '*.sql')], times: runs },
    { name: 'one file of 50,000 statements', ours: [large], theirs: [large], times: runs },
  ];
  for (const { name, ours, theirs, times } of inputs) {
    const programs = { node: ['-e', '0'], lint: [cli, ...ours], squawk: [squawk, '--reporter', 'gcc', ...theirs] };
    const { node, lint, squawk: other } = await compare(programs, folder, times);
    row([name, shown(node), shown(lint), shown(other), ratio(lint, node), ratio(lint, other)]);
  }

  console.log('\nmigration-lint by size, one file:\n');
  row(['statements', 'wall', 'per 1,000']);
  row(['---', '---', '---']);
  const bySize = { 10000: [cli, middle], 20000: [cli, larger], 50000: [cli, large] };
  for (const [size, wall] of Object.entries(await compare(bySize, folder, runs))) {
    const count = Number(size);
    row([count.toLocaleString('en'), shown(wall), shown(wall && (wall / count) * 1000)]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
