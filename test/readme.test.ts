// The README is what a newcomer follows to the letter: its commands, its output and its links have to hold.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withIncidents } from './support/incidents.ts';
import { withOutput } from './support/readme.ts';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(resolve(root, 'README.md'), 'utf8');

test('shows what its first command prints now', async () => {
  expect(await withOutput(readme)).toBe(readme);
});

test('says of each outage which rule would have caught it', () => {
  expect(withIncidents(readme)).toBe(readme);
});

test('names the test command that CI runs', () => {
  const commands = [...readme.matchAll(/^npm ci && .*$/gm)].map(([line]) => line);
  expect(commands).toEqual([
    'npm ci && npx migration-lint --all fixtures/incidents/circle-2024-11-14/',
    'npm ci && npm test',
  ]);
  const ci = readFileSync(resolve(root, '.ci/run'), 'utf8').split('\n');
  expect(ci).toContain(commands[1]);
});

test('links to files that are there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path ?? '');
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
});
