// Builds dist/ once before the tests, so that those which run the command never meet yesterday's. A tree that does not
// build fails the tests of the package (they ask `buildFailed`) and leaves the others to say what they know.
import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    buildFailed: boolean;
  }
}

/** vitest's global set-up. */
export default function setup(project: TestProject): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--no-types'], { stdio: 'inherit' });
  project.provide('buildFailed', status !== 0);
}
