// Programs timed in turns, so that a busy machine slows all of them alike, and what came of it as rows of a Markdown table.
import { spawn } from 'node:child_process';

export const limit = 120_000;

// With certificates of its own to read, Node.js 20 takes three times as long to start, whatever it runs.
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {string} node
 * @returns {Promise<number | undefined>} milliseconds; undefined: not finished within the limit
 */
function time(args, cwd, node) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
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
 * @param {string} node
 */
export async function compare(programs, cwd, times, node = process.execPath) {
  /** @type {Record<string, number[] | undefined>} */
  const walls = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < times; run += 1) {
    for (const [name, args] of Object.entries(programs)) {
      const measured = walls[name] && (await time(args, cwd, node));
      if (measured !== undefined) walls[name]?.push(measured);
      else walls[name] = undefined;
    }
  }
  return Object.fromEntries(Object.entries(walls).map(([name, values]) => [name, values && median(values)]));
}

/** @param {number | undefined} milliseconds */
export const shown = (milliseconds) =>
  milliseconds === undefined
    ? `> ${limit / 1000} s`
    : milliseconds < 1000
      ? `${milliseconds.toFixed(0)} ms`
      : `${(milliseconds / 1000).toFixed(2)} s`;

/** @param {number | undefined} a @param {number | undefined} b */
export const ratio = (a, b) => (a === undefined || b === undefined ? '–' : `${(a / b).toFixed(2)}`);

/** @param {string[]} cells */
export const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
