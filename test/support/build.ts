// Builds dist/ once before the tests, so that those which run the command never meet yesterday's.
import { execFileSync } from 'node:child_process';

/** vitest's global set-up. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--no-types'], { stdio: 'inherit' });
}
