// Installs under CI, on Debian and its kin as root, the programs that some tests need and npm does not bring
// (test/support/system-programs.ts). Elsewhere it does nothing, and those tests say that they were left out.
import { spawnSync } from 'node:child_process';

const programs = ['pre-commit', 'chromium'];

/** @param {string} program */
const isThere = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** @param {string[]} args */
const apt = (args) =>
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });

const missing = process.env.CI ? programs.filter((program) => !isThere(program)) : [];
if (missing.length > 0 && process.getuid?.() === 0 && isThere('apt-get')) {
  console.log(`Installing ${missing.join(' and ')} for the tests`);
  apt(['update', '-qq']);
  // What could not be installed fails the tests that need it, each with the reason.
  apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}
