// A change that edits the linter's config, baseline or allowances says so first, with what that silences.
import { describe, expect, test } from 'vitest';
import { act, gitHub, pullRequest } from './act.ts';

const index = 'CREATE INDEX i ON t (a);\n';
const config = 'migration-lint.config.yaml';
const firstLines = (text: string): string[] =>
  text.split('\n').filter((line) => line.startsWith('This change') || line.startsWith('It sets'));

describe('the config', () => {
  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    [
      'a rule off',
      { [config]: 'rules: {}\n' },
      { [config]: 'rules: { blocking-index-build: off }\n' },
      [`This change edits the linter's config ${config} and silences rules: blocking-index-build is off (was error).`],
    ],
    [
      'a rule lowered, in a config that is new',
      {},
      { [config]: 'rules: { blocking-index-build: info }\n' },
      [`This change adds the linter's config ${config} and silences rules: blocking-index-build is info (was error).`],
    ],
    [
      'a strict config removed',
      { [config]: 'rules: { missing-lock-timeout: error }\n' },
      { [config]: '' },
      [
        `This change edits the linter's config ${config} and silences rules: missing-lock-timeout is warning (was error).`,
      ],
    ],
    [
      'an override for a judged file',
      { [config]: 'rules: {}\n' },
      { [config]: 'overrides: [{ paths: [migrations], rules: { blocking-index-build: off } }]\n' },
      [
        `This change edits the linter's config ${config} and silences rules: blocking-index-build is off (was error) for migrations/002_i.sql.`,
        'It sets other things in the config, too: `overrides`.',
      ],
    ],
    [
      'what fails',
      {},
      { [config]: 'failOn: never\nignore: [x]\n' },
      [
        `This change adds the linter's config ${config}; no rule is off or less severe for that.`,
        'It sets other things in the config, too: `ignore`, `failOn` (never, was error).',
      ],
    ],
    [
      'in package.json',
      { 'package.json': '{ "name": "a" }' },
      { 'package.json': '{ "name": "a", "migration-lint": { "rules": { "blocking-index-build": "off" } } }' },
      [
        "This change adds the linter's config package.json and silences rules: blocking-index-build is off (was error).",
      ],
    ],
    [
      'a package.json that holds none',
      { 'package.json': '{ "name": "a" }' },
      { 'package.json': '{ "name": "b" }' },
      [],
    ],
    ['a config that stays', { [config]: 'rules: { blocking-index-build: off }\n' }, {}, []],
  ])('%s', async (_, base, head, sentences) => {
    const made = pullRequest(base, { 'migrations/002_i.sql': index, ...head });
    const { stdout, summary, failures } = await act(made);
    expect(failures.filter((failure) => failure.includes('fault'))).toEqual([]);
    expect(firstLines(stdout)).toEqual(sentences);
    if (sentences.length > 0) expect(summary.indexOf('This change')).toBeLessThan(summary.indexOf('## migration-lint'));
  });

  test('a config that was wrong counts as none', async () => {
    const made = pullRequest(
      { [config]: 'rules: [' },
      { 'migrations/002_i.sql': index, [config]: 'rules: { blocking-index-build: off }\n' },
    );
    expect(firstLines((await act(made)).stdout)).toHaveLength(1);
  });
});

const entry = (file: string, fingerprint: string) => ({
  rule: 'blocking-index-build',
  file,
  statement: 'x',
  fingerprint,
});
const baseline = (...findings: object[]): string => JSON.stringify({ version: 1, findings });
const a = entry('a.sql', '0123456789abcdef');
const b = entry('b.sql', 'fedcba9876543210');

describe('the baseline', () => {
  test('more entries', async () => {
    const name = 'migration-lint.baseline.json';
    const { stdout } = await act(
      pullRequest({ [name]: baseline(a) }, { [name]: baseline(a, b), 'migrations/002_i.sql': index }),
    );
    expect(firstLines(stdout)).toEqual([
      `This change edits the baseline ${name}: it accepts 1 finding more than the base does (blocking-index-build).`,
    ]);
  });

  test('fewer entries', async () => {
    const name = 'migration-lint.baseline.json';
    const { stdout } = await act(pullRequest({ [name]: baseline(a, b) }, { [name]: baseline(a) }));
    expect(firstLines(stdout)).toEqual([`This change edits the baseline ${name} and adds nothing to it.`]);
  });
});

describe('allowances', () => {
  const allowed = `-- migration-lint-allow blocking-index-build: small\n${index}`;

  test('in a new file', async () => {
    const { stdout } = await act(pullRequest({}, { 'migrations/002_i.sql': allowed }));
    expect(firstLines(stdout)).toEqual([
      'This change allows 1 finding by comments of its own: blocking-index-build at migrations/002_i.sql:2.',
    ]);
  });

  test('on a new line of a file that was there, and not those that were there', async () => {
    const old = `-- migration-lint-allow-file applied-migration-edited: as agreed\n${allowed}`;
    const made = pullRequest(
      { 'migrations/002_i.sql': old },
      {
        'migrations/002_i.sql': `${old}-- migration-lint-allow blocking-index-build: also small\nCREATE INDEX j ON t (a);\n`,
      },
    );
    expect(firstLines((await act(made)).stdout)).toEqual([
      'This change allows 1 finding by comments of its own: blocking-index-build at migrations/002_i.sql:5.',
    ]);
  });
});

test('in a shallow clone GitHub tells how the base had it', async () => {
  const made = pullRequest(
    { [config]: 'rules: {}\n' },
    {
      'migrations/002_i.sql': index,
      [config]: 'rules: { blocking-index-build: off }\n',
    },
  );
  const { pull_request: pull } = made.event as { pull_request: { base: { sha: string } } };
  // As a clone that lacks the base.
  const shallow = {
    ...made,
    event: structuredClone(made.event) as { pull_request: { base: { sha: string; ref: string } } },
  };
  shallow.event.pull_request.base.sha = 'c'.repeat(40);
  const files = ['migrations/002_i.sql', config].map((filename) => ({
    filename,
    status: filename === config ? 'modified' : 'added',
    changes: 1,
  }));
  const { url, asked } = await gitHub(({ path }) => {
    if (path.startsWith('/repos/o/r/pulls/7/files')) return { body: files };
    if (path.startsWith('/repos/o/r/contents/')) {
      return { body: { type: 'file', encoding: 'base64', content: Buffer.from('rules: {}\n').toString('base64') } };
    }
    return { body: [] };
  });
  const { stdout, summary } = await act(shallow, { api: url });
  expect(firstLines(stdout)[0]).toContain('silences rules: blocking-index-build is off (was error).');
  expect(summary).toContain('list of changed files');
  expect(asked.filter(({ path }) => path.includes('/contents/')).map(({ path }) => path)).toEqual([
    `/repos/o/r/contents/${config}?ref=${'c'.repeat(40)}`,
  ]);
  expect(pull.base.sha).not.toBe('c'.repeat(40));
});
