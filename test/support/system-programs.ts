// Programs that npm does not bring (Chromium, pre-commit): tests that need one are left out where it is missing, by a name that
// says so (closing-line.ts counts them), and fail under CI, which has installed it before (scripts/install-system.mjs).
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

/** Each with the names that systems have for it. */
const names = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  'pre-commit': ['pre-commit'],
} as const;

export type SystemProgram = keyof typeof names;

/** The absolute path of the program; undefined where PATH has none. */
function systemProgram(program: SystemProgram): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names[program].flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * As `describe(name, …)`, with the program's absolute path: `describeWith('chromium', 'the page', (chromium) => { test(…) })`.
 * Only what runs inside tests and hooks may use the path: where the program is missing, `define` is called too, to count its tests.
 */
export function describeWith(program: SystemProgram, name: string, define: (path: string) => void): void {
  const path = systemProgram(program);
  const title = `${name} (needs ${program})`;
  if (path) describe(title, () => define(path));
  else if (process.env.CI)
    test(title, () => {
      throw new Error(`CI has to run these tests, and ${program} is not installed: see scripts/install-system.mjs`);
    });
  else describe.skip(title, () => define(program));
}

/** The program for whose want a test was left out, by the test's full name. */
export const missingProgram = (fullName: string): string | undefined =>
  new RegExp(`\\(needs (${Object.keys(names).join('|')})\\)`).exec(fullName)?.[1];
