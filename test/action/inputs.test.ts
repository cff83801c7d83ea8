// The inputs in one table: action.yml, the page and the command's options hold the same, and what is wrong is said in their names.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionDocument, withTables } from '../../scripts/generate-action.ts';
import { inputs, notMirrored, readInputs } from '../../src/action/inputs.ts';
import { optionNames, readArguments } from '../../src/cli/arguments.ts';

const read = (given: Readonly<Record<string, string>>) =>
  readInputs(Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])));

test('action.yml is written from the table', () => {
  const text = readFileSync('action.yml', 'utf8');
  expect(text).toBe(actionDocument());
  expect(Object.keys(parse(text).inputs)).toEqual(inputs.map(({ name }) => name));
  expect(parse(text).runs).toEqual({ using: 'node24', main: 'dist/action.cjs' });
});

test('the page has the tables', () => {
  const page = readFileSync('docs/github-actions.md', 'utf8');
  expect(page).toBe(withTables(page));
  for (const { name } of inputs) expect(page).toContain(`| \`${name}\` |`);
});

test('each option of the command is an input, or is said to be none, and why', () => {
  const mirrored = inputs.filter(({ isOption }) => isOption).map(({ name }) => name);
  expect([...mirrored, ...Object.keys(notMirrored)].sort()).toEqual([...optionNames].sort());
});

test('without inputs it is the command without options', () => {
  const { asked, ...others } = read({});
  expect(asked).toEqual(readArguments([]));
  expect(others).toEqual({ workingDirectory: '.', comment: true, annotations: true, summary: true, token: '' });
});

test('every option arrives as on the command line', () => {
  const { asked } = read({
    paths: 'a.sql\n\n  db/*.sql  \n',
    config: 'c.yaml',
    since: 'main',
    down: 'true',
    'no-history': 'TRUE',
    'pg-version': '16',
    preset: 'strict',
    stats: 's.json',
    baseline: 'b.json',
    'fail-on': 'warning',
    'allow-incomplete': 'true',
    'allow-empty': 'true',
    format: 'text\nsarif=a.sarif',
    'sarif-file': 'b.sarif',
  });
  const options = ['--config=c.yaml', '--since=main', '--down', '--no-history', '--pg-version=16', '--preset=strict'];
  const more = ['--stats=s.json', '--baseline=b.json', '--fail-on=warning', '--allow-incomplete', '--allow-empty'];
  const formats = ['--format=text', '--format=sarif=a.sarif', '--format=sarif=b.sarif'];
  expect(asked).toEqual(readArguments([...options, ...more, ...formats, 'a.sql', 'db/*.sql']));
});

test('a path is no option and no command, whatever it is called', () => {
  expect(read({ paths: '--all\nstats\n-x.sql' }).asked).toMatchObject({
    command: 'lint',
    mode: 'new',
    paths: ['--all', './stats', '-x.sql'],
  });
});

test('a value is no option', () => {
  expect(read({ config: '--all', since: '--upload-pack=x' }).asked).toMatchObject({
    mode: 'new',
    config: '--all',
    since: '--upload-pack=x',
  });
});

describe('refused', () => {
  test.each([
    [{ comment: 'yes' }, 'The input `comment` is true or false, not yes.'],
    [{ all: '1' }, 'The input `all` is true or false, not 1.'],
    [{ 'pg-version': '9' }, '`pg-version` is a PostgreSQL version from 13 to 19, such as 16 or 14.2, not 9.'],
    [{ all: 'true', since: 'x' }, '`all` and `since` exclude one another.'],
    [{ baseline: 'x.json', 'no-baseline': 'true' }, '`baseline` and `no-baseline` exclude one another.'],
    [{ format: 'sarfi=x' }, 'not sarfi. Did you mean `sarif`?'],
    [{ format: 'sarif=x', 'sarif-file': 'x' }, 'name one file, x.'],
    [{ paths: '-' }, 'an action has no standard input'],
  ])('%o', (given, message) => {
    expect(() => read(given as Record<string, string>)).toThrow(message);
  });
});
