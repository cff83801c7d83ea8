// Times the built command beside a bare node and squawk, in turns, so that a busy machine slows all of them alike.
// `npm run bench [-- runs]`; it needs `npm run build` to have been run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeMany, writeOne } from './corpus.mjs';
import { nodes, timeStart } from './start.mjs';
import { compare, ratio, row, shown } from './timing.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const runs = Number(process.argv[2] ?? 5);
const cli = join(here, '..', 'dist', 'cli.cjs');
const squawk = join(here, 'node_modules', 'squawk-cli', 'js', 'bin', 'squawk');

const areInstalled =
  existsSync(squawk) &&
  (!(process.platform === 'linux' && process.arch === 'x64') || Object.values(nodes).every(existsSync));
if (!areInstalled) spawnSync('npm', ['ci'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });

const folder = mkdtempSync(join(tmpdir(), 'migration-lint-bench-'));
try {
  const [small, middle, larger, large] = /** @type {[string, string, string, string]} */ (
    [20, 10_000, 20_000, 50_000].map((count) => writeOne(folder, count))
  );
  const many = writeMany(join(folder, 'migrations'), 1000, 20);

  await timeStart(folder, { small, runs });
  console.log();

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
