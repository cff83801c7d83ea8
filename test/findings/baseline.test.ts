// Writing a baseline, matching it as files change, and pruning it.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { baselineJsonSchema, baselineSchemaPath } from '../../scripts/generate-config-schema.ts';
import { folder, run } from '../cli/run.ts';

const name = 'migration-lint.baseline.json';

interface Entry {
  rule: string;
  file: string;
  statement: string;
  fingerprint: string;
  count?: number;
}

const entriesIn = (path: string): Entry[] => JSON.parse(readFileSync(join(path, name), 'utf8')).findings;

function put(project: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
}

/** A project whose baseline accepts all that is there. */
async function adopted(files: Record<string, string>): Promise<string> {
  const project = folder(files);
  const { code } = await run(project, ['--write-baseline']);
  expect(code).toBe(0);
  return project;
}

/** `file:line` of open findings, how many are in the baseline, and the exit code, all severities failing. */
async function judged(project: string, ...args: string[]) {
  const { code, stdout, stderr } = await run(project, ['--all', '--fail-on', 'info', '--format', 'json', ...args]);
  if (code > 1) throw new Error(stderr);
  const report = JSON.parse(stdout);
  const open = report.findings.filter(({ status }: { status: string }) => status === 'open');
  return {
    code,
    open: open.map(({ file, start }: { file: string; start: { line: number } }) => `${file}:${start.line}`),
    accepted: report.summary.inBaseline,
    stale: (report.baseline?.stale ?? []).map(({ file, count }: Entry) => `${file} ${count}`),
  };
}

const old = {
  'migrations/001_a.sql': 'DROP TABLE a;\n',
  'migrations/002_b.sql': 'DROP TABLE b;\nDROP TABLE a;\nDROP TABLE a;\n',
};

describe('writing', () => {
  test('where the file can not be: said, and nothing is written', async () => {
    const project = folder(old);
    const { code, stderr } = await run(project, ['--write-baseline', '--baseline', 'missing/accepted.json']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "migration-lint: The baseline missing/accepted.json can't be written: its folder does not exist.\n",
    });
  });

  test('accepts all that is there, and a new hazard fails', async () => {
    const project = await adopted(old);
    expect(await judged(project)).toEqual({ code: 0, open: [], accepted: 4, stale: [] });
    put(project, { 'migrations/003_c.sql': 'DROP TABLE c;' });
    expect(await judged(project)).toMatchObject({ code: 1, open: ['migrations/003_c.sql:1'], accepted: 4 });
    expect(await judged(project, '--no-baseline')).toMatchObject({ accepted: 0, code: 1 });
  });

  test('the file is sorted, readable and of its schema, and the same when written again', async () => {
    const project = await adopted(old);
    const text = readFileSync(join(project, name), 'utf8');
    expect(entriesIn(project).map(({ file, statement, count }) => [file, statement, count])).toEqual([
      ['migrations/001_a.sql', 'DROP TABLE a', undefined],
      ['migrations/002_b.sql', 'DROP TABLE a', 2],
      ['migrations/002_b.sql', 'DROP TABLE b', undefined],
    ]);
    const shipped = JSON.parse(readFileSync(baselineSchemaPath, 'utf8'));
    expect(shipped).toEqual(baselineJsonSchema());
    expect(new Ajv({ strict: true }).validate(shipped, JSON.parse(text))).toBe(true);
    await run(project, ['--write-baseline']);
    expect(readFileSync(join(project, name), 'utf8')).toBe(text);
  });

  test('keeps what is accepted of files that are not judged', async () => {
    const project = await adopted(old);
    put(project, { 'migrations/003_c.sql': 'DROP TABLE c;' });
    await run(project, ['--write-baseline', 'migrations/003_c.sql']);
    expect(await judged(project)).toMatchObject({ code: 0, accepted: 5 });
  });

  test('what is allowed, and what is wrong with allowances, is not accepted', async () => {
    const project = await adopted({
      'migrations/001_a.sql':
        '-- migration-lint-allow sample-dropped-table: ok\nDROP TABLE a;\n-- migration-lint-alow x: y\nSELECT 1;\n',
    });
    expect(entriesIn(project)).toEqual([]);
    expect(await judged(project)).toMatchObject({ code: 1, open: [] });
  });
});

test('what can not be read is accepted too, as long as it stays as it is', async () => {
  const project = await adopted({ 'migrations/001_a.sql': 'DROP TABEL a;\nDROP TABLE b;\n' });
  expect(entriesIn(project).map(({ rule, statement }) => [rule, statement])).toEqual([
    ['not-read', 'DROP TABEL a'],
    ['sample-dropped-table', 'DROP TABLE b'],
  ]);
  expect(await judged(project)).toMatchObject({ code: 0, accepted: 1, stale: [] });
  expect((await run(project, ['--all'])).stdout).toContain(
    '; 1 finding in the baseline; 1 part not read, in the baseline\n',
  );
  put(project, { 'migrations/001_a.sql': 'DROP TABEL a, c;\n' });
  expect(await judged(project)).toMatchObject({ code: 1, open: [], stale: ['migrations/001_a.sql 1'] });
});

describe('a statement is known again', () => {
  test.each([
    { change: 'lines moved', sql: '\n\n-- more\nSELECT 1;\nDROP TABLE a;\n' },
    { change: 'reformatted', sql: 'drop /* really */\n  TABLE\n\ta -- gone\n;' },
    { change: 'keywords in another case', sql: 'drop table A;' },
    { change: 'Windows line ends', sql: '-- x\r\nDROP TABLE\r\na;\r\n' },
  ])('$change', async ({ sql }) => {
    const project = await adopted({ 'migrations/001_a.sql': 'DROP TABLE a;\n' });
    put(project, { 'migrations/001_a.sql': sql });
    expect(await judged(project)).toEqual({ code: 0, open: [], accepted: 1, stale: [] });
  });

  test.each([
    { change: 'another table', sql: 'DROP TABLE b;' },
    { change: 'more of it', sql: 'DROP TABLE public.a;' },
    { change: 'a quoted name in another case', sql: 'DROP TABLE "A";' },
  ])('but not when edited: $change', async ({ sql }) => {
    const project = await adopted({ 'migrations/001_a.sql': 'DROP TABLE a;\n' });
    put(project, { 'migrations/001_a.sql': sql });
    expect(await judged(project)).toMatchObject({
      code: 1,
      open: ['migrations/001_a.sql:1'],
      stale: ['migrations/001_a.sql 1'],
    });
  });

  test('a second one like it is new', async () => {
    const project = await adopted({ 'migrations/001_a.sql': 'DROP TABLE a;\n' });
    put(project, { 'migrations/001_a.sql': 'DROP TABLE a;\nDROP TABLE a;\n' });
    expect(await judged(project)).toMatchObject({ code: 1, open: ['migrations/001_a.sql:2'], accepted: 1 });
  });

  test('in a renamed file, and in a moved folder', async () => {
    const project = await adopted(old);
    renameSync(join(project, 'migrations/001_a.sql'), join(project, 'migrations/001_other.sql'));
    // Both files had it, but 002 still has its own.
    expect(await judged(project)).toEqual({ code: 0, open: [], accepted: 4, stale: [] });
    renameSync(join(project, 'migrations/001_other.sql'), join(project, 'migrations/001_a.sql'));
    mkdirSync(join(project, 'db'));
    renameSync(join(project, 'migrations'), join(project, 'db/migrations'));
    expect(await judged(project)).toEqual({ code: 0, open: [], accepted: 4, stale: [] });
  });

  test('but a copy in a new file is new', async () => {
    const project = await adopted({ 'migrations/001_a.sql': 'DROP TABLE a;\n' });
    put(project, { 'migrations/002_b.sql': 'DROP TABLE a;\n' });
    expect(await judged(project, 'migrations/002_b.sql')).toMatchObject({ code: 1, open: ['migrations/002_b.sql:1'] });
  });

  test('from another working directory', async () => {
    const project = await adopted({ ...old, 'migration-lint.config.yaml': '{}' });
    expect(await judged(join(project, 'migrations'))).toMatchObject({ code: 0, accepted: 4 });
  });
});

describe('what meets nothing any more', () => {
  test('is said in one line and pruned', async () => {
    const project = await adopted(old);
    put(project, { 'migrations/002_b.sql': 'DROP TABLE a;\n' });
    rmSync(join(project, 'migrations/001_a.sql'));
    expect((await judged(project)).stale.sort()).toEqual([
      'migrations/001_a.sql 1',
      'migrations/002_b.sql 1',
      'migrations/002_b.sql 1',
    ]);
    const { stdout } = await run(project, ['--all']);
    expect(stdout).toContain(`${name}: 3 findings of it are gone; --prune-baseline takes them out.\n`);
    expect(await run(project, ['--prune-baseline', '--all'])).toMatchObject({ code: 0 });
    expect(entriesIn(project)).toMatchObject([{ file: 'migrations/002_b.sql', statement: 'DROP TABLE a' }]);
  });

  test('stays where its file was not judged or not read in full', async () => {
    const project = await adopted(old);
    put(project, { 'migrations/002_b.sql': 'DROP TABEL b;\n' });
    await run(project, ['--prune-baseline', 'migrations/001_a.sql']);
    await run(project, ['--prune-baseline', '--all']);
    expect(entriesIn(project)).toHaveLength(3);
  });
});

describe('the file', () => {
  test.each([
    { text: '{', says: /no baseline that can be read/ },
    { text: '[]', says: /no baseline that can be read/ },
    { text: '{"version": 2, "findings": []}', says: /version/ },
    { text: '{"version": 1, "findings": [{"rule": "x"}]}', says: /findings\.0\.file/ },
  ])('broken: $text', async ({ text, says }) => {
    const { code, stderr, stdout } = await run(folder({ ...old, [name]: text }), ['--all']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^migration-lint: migration-lint\.baseline\.json .*\n$/);
    expect(stderr).toMatch(says);
  });

  test('one that is named must be there', async () => {
    for (const args of [['--baseline', 'no.json'], ['--baseline'], ['--prune-baseline']]) {
      const { code, stderr } = await run(folder(old), ['--all', ...args]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/There is no baseline (no|migration-lint\.baseline)\.json/);
    }
    const configured = folder({ ...old, 'migration-lint.config.yaml': 'baseline: lint/old.json' });
    expect(await run(configured, ['--all'])).toMatchObject({ code: 2 });
  });

  test('the config or the command line names it', async () => {
    const project = folder({ ...old, 'migration-lint.config.yaml': 'baseline: old.json' });
    await run(project, ['--write-baseline']);
    expect(await judged(project)).toMatchObject({ code: 0, accepted: 4 });
    await run(project, ['--write-baseline', '--baseline', 'other.json']);
    rmSync(join(project, 'old.json'));
    expect(await judged(project, '--baseline=other.json')).toMatchObject({ code: 0, accepted: 4 });
  });

  test.each([
    [['--write-baseline', '--prune-baseline']],
    [['--write-baseline', '--no-baseline']],
    [['--baseline', '--no-baseline']],
  ])('%s exclude one another', async (args) => {
    expect(await run(folder(old), args)).toMatchObject({ code: 2, stderr: expect.stringContaining('exclude') });
  });
});
