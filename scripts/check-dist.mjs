// Fails where dist/, as git holds it and as it lies here, is not what the sources give. Until dist/ is committed it only says so,
// and fails under CI.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedFiles, root } from './bundle.mjs';

const remedy = 'npm run build && git add dist';

/** @param {string[]} args */
function git(args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.split('\0').filter(Boolean) : [];
}

/** @param {string} name @param {string | Uint8Array} built */
function isSame(name, built) {
  try {
    return Buffer.from(built).equals(readFileSync(join(root, 'dist', name)));
  } catch {
    return false;
  }
}

const tracked = git(['ls-files', '-z', '--', 'dist']).map((path) => path.slice('dist/'.length));
if (tracked.length === 0) {
  console.error(`dist/ is not committed: ${remedy}`);
  process.exit(process.env.CI ? 1 : 0);
}

const built = await committedFiles();
const uncommitted = new Set(git(['diff', '--name-only', '-z', 'HEAD', '--', 'dist']));
const problems = [
  ...[...built]
    .filter(([name, { contents }]) => !isSame(name, contents))
    .map(([name]) => `dist/${name} is not what the sources give`),
  ...[...built.keys()].filter((name) => !tracked.includes(name)).map((name) => `dist/${name} is not committed`),
  ...tracked.filter((name) => !built.has(name)).map((name) => `dist/${name} is committed, and nothing builds it`),
  ...(process.env.CI ? [...uncommitted].map((path) => `${path} is not as it was committed`) : []),
];
if (problems.length > 0) {
  console.error(`${problems.join('\n')}\n\nRun ${remedy}`);
  process.exit(1);
}
console.log(`dist/ is what the sources give${uncommitted.size > 0 ? ', and not committed yet: git add dist' : ''}`);
