// The set-ups of docs/git-hooks.md without pre-commit, done to the letter with the packed package in temporary repositories.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { headings, holdsUnsafeCommits, hookProject, packed, setUp } from './hook-project.ts';

let folder: string;
let tarball: string;

beforeAll(() => {
  if (inject('buildFailed')) throw new Error('dist/ could not be built: see the top of the output');
  folder = mkdtempSync(join(tmpdir(), 'migration-lint-packed-'));
  tarball = packed(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('a commit is held up by', () => {
  test.each(['husky', 'lefthook', 'lint-staged', "A hook of git's own"])('%s', { timeout: 240_000 }, (heading) => {
    const project = hookProject();
    try {
      setUp(project, heading, { '--save-dev migration-lint': `--save-dev ${tarball}` });
      holdsUnsafeCommits(project);
    } finally {
      project.remove();
    }
  });
});

test('every set-up of the page is tried', () => {
  expect(headings()).toEqual(['pre-commit', 'husky', 'lefthook', 'lint-staged', "A hook of git's own"]);
});
