// Installs test/live's own packages (a PostgreSQL server per major) unless they are there and as old as their lock says.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const live = join(dirname(fileURLToPath(import.meta.url)), '..', 'test', 'live');

/** @param {string} path */
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const lock = modified(join(live, 'package-lock.json'));
// npm writes this file last, so an interrupted installation counts as none.
const installed = modified(join(live, 'node_modules', '.package-lock.json'));

if (lock === 0) {
  console.error('test/live/package-lock.json is missing: the live tests cannot be installed');
  process.exit(1);
}
if (installed < lock) {
  console.log('Installing the PostgreSQL servers of test/live');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: live,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
