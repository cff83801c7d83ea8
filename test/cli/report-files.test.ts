// --format, once and several times: what is printed, what is written, and what is refused.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../selection/repository.ts';
import { folder, run } from './run.ts';

const files = { 'a.sql': 'DROP TABLE a;\n' };

test('one on standard output, the others as files', async () => {
  const path = folder(files);
  const { code, stdout, stderr } = await run(path, [
    ...['--format', 'text', '--format', 'sarif=report.sarif', '--format=json=report.json'],
    'a.sql',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe((await run(path, ['a.sql'])).stdout);
  expect(JSON.parse(readFileSync(join(path, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
  expect(readFileSync(join(path, 'report.json'), 'utf8')).toBe((await run(path, ['--format', 'json', 'a.sql'])).stdout);
});

test('files only, and then nothing on standard output', async () => {
  const path = folder(files);
  const outcome = await run(path, ['--format', 'junit=junit.xml', '--fail-on', 'info', 'a.sql']);
  expect(outcome).toEqual({ code: 1, stdout: '', stderr: '' });
  expect(readFileSync(join(path, 'junit.xml'), 'utf8')).toContain('<failure type="sample-dropped-table"');
});

test('text in a file has no colour and no terminal width', async () => {
  const path = folder(files);
  await run(path, ['--color=always', '--format', 'text=report.txt', 'a.sql'], { tty: true });
  expect(readFileSync(join(path, 'report.txt'), 'utf8')).toBe((await run(path, ['a.sql'])).stdout);
});

describe('refused before anything is read', () => {
  test.each([
    {
      args: ['--format', 'text', '--format', 'json'],
      says: "can't both go to standard output: name a file for one, --format json=FILE.",
    },
    { args: ['--format', 'text', '--format', 'text'], says: "can't both go to standard output" },
    { args: ['--format', 'json=a.txt', '--format', 'sarif=a.txt'], says: 'name one file, a.txt.' },
    { args: ['--format', 'json='], says: '--format json= needs the name of a file.' },
    { args: ['--format', 'junti=a.xml'], says: 'not junti. Did you mean `junit`?' },
    { args: ['explain', '--format', 'sarif'], says: '--format is one of text, json, not sarif.' },
    { args: ['rules', '--format', 'json=a.json'], says: '--format is one of text, json, not json=a.json.' },
  ])('$args', async ({ args, says }) => {
    const path = folder(files);
    const { code, stdout, stderr } = await run(path, [...args, 'a.sql']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(readdirSync(path)).toEqual(['a.sql']);
  });
});

test('what cannot be written is said, what can be is, and the exit code is 2', async () => {
  const path = folder(files);
  mkdirSync(join(path, 'folder'));
  const { code, stdout, stderr } = await run(path, [
    ...['--format', 'text', '--format', 'json=missing/a.json', '--format', 'sarif=folder', '--format', 'junit=a.xml'],
    'a.sql',
  ]);
  expect(code).toBe(2);
  expect(stdout).toContain('sample-dropped-table');
  expect(stderr).toBe(
    "migration-lint: The report missing/a.json can't be written: its folder does not exist. The report folder can't be written: it is a folder.\n",
  );
  expect(existsSync(join(path, 'a.xml'))).toBe(true);
});

test('the page has the locks beside the statements', async () => {
  const path = folder(files);
  await run(path, ['--format', 'text', '--format', 'html=report.html', 'a.sql']);
  expect(readFileSync(join(path, 'report.html'), 'utf8')).toContain('<b>ACCESS EXCLUSIVE</b>');
});

test('a migration is never written over', async () => {
  const path = folder(files);
  const { code, stderr } = await run(path, ['--format', 'json=./a.sql', 'a.sql']);
  expect(code).toBe(2);
  expect(stderr).toBe('migration-lint: ./a.sql is a migration: the report is not written over it.\n');
  expect(readFileSync(join(path, 'a.sql'), 'utf8')).toBe(files['a.sql']);
});

test('what a code host looks up is named from the root of the repository', async () => {
  const { path, write } = repository();
  write({ 'services/api/a.sql': files['a.sql'] });
  const api = join(path, 'services', 'api');
  const output = async (format: string) => (await run(api, ['--format', format, 'a.sql'])).stdout;
  expect(await output('github')).toContain('file=services/api/a.sql,');
  expect(await output('sarif')).toContain('"uri": "services/api/a.sql"');
  expect(await output('gitlab')).toContain('"path": "services/api/a.sql"');
  expect(await output('json')).toContain('"path": "a.sql"');
});

test('a fault or a path in an error is no command of a CI server', async () => {
  const { stderr } = await run(folder({}), ['x\n::error::pwned.sql', '##[add-mask]a.sql']);
  expect(stderr).toContain('pwned');
  expect(stderr).not.toMatch(/^\s*::error|##\[/m);
});
