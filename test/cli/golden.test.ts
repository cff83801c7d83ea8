// What users read: each folder of fixtures/cli is a scenario, its expected.txt the command and all that it prints.
// `UPDATE=1 npx vitest run test/cli/golden.test.ts` writes them anew, to be reviewed as a diff.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run.ts';

const scenarios = resolve(import.meta.dirname, '../../fixtures/cli');

test.each(readdirSync(scenarios))('%s', async (name) => {
  const folder = join(scenarios, name);
  const file = join(folder, 'expected.txt');
  const expected = readFileSync(file, 'utf8');
  const [command = ''] = expected.split('\n');
  const { code, stdout, stderr } = await run(folder, command.split(' ').slice(2));
  const errors = stderr === '' ? '' : `--- stderr\n${stderr}`;
  const actual = `${command}\n${stdout}${errors}--- exit ${code}\n`;
  if (process.env.UPDATE) writeFileSync(file, actual);
  expect(actual).toBe(process.env.UPDATE ? actual : expected);
});
