// Folders that go when the file's tests are over, and the environment that every process of these tests starts from.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** An absolute path without links. */
export function temporaryFolder(prefix: string): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `action-${prefix}`)));
  made.push(path);
  return path;
}

let home: string | undefined;

/** Nothing of the user's: no configuration of git, no variables of a CI server that runs these tests. */
export function runnerEnvironment(): Record<string, string> {
  home ??= temporaryFolder('home-');
  return { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1' };
}
