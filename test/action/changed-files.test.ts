// The lists that GitHub's API has of changed files, and their ends: whoever is cut off is told.
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../src/action/changed-files.ts';
import { act, gitHub, pullRequest } from './act.ts';

const file = (filename: string, status: string, changes = 1) => ({ filename, status, changes });

test('as git would tell it', () => {
  const files = [
    file('added.sql', 'added'),
    file('copied.sql', 'copied'),
    file('edited.sql', 'modified'),
    file('moved.sql', 'renamed', 0),
    file('moved-and-edited.sql', 'renamed', 2),
    file('mode.sql', 'changed', 0),
    file('gone.sql', 'removed'),
  ];
  const { added, edited } = changesOf('/w', files, '');
  expect([...added]).toEqual(['/w/added.sql', '/w/copied.sql']);
  expect([...edited]).toEqual(['/w/edited.sql', '/w/moved-and-edited.sql']);
});

const unknown = 'c'.repeat(40);
const others = (count: number) => Array.from({ length: count }, (_, at) => file(`app/${at}.txt`, 'modified'));
const safe = file('migrations/002_i.sql', 'added');
const made = () => pullRequest({}, { 'migrations/002_i.sql': 'CREATE INDEX CONCURRENTLY i ON t (a);\n' });

/** As in a clone that does not hold the base. */
function shallow(changed: number) {
  const { path, event } = made();
  const { pull_request: pull, ...rest } = structuredClone(event) as { pull_request: { base: { sha: string } } };
  return {
    path,
    event: { ...rest, pull_request: { ...pull, base: { ...pull.base, sha: unknown }, changed_files: changed } },
  };
}

const pages = (files: readonly object[]) => (path: string) => {
  const page = Number(new URL(path, 'http://x').searchParams.get('page'));
  return { body: files.slice((page - 1) * 100, page * 100) };
};

describe('of a pull request', () => {
  test.each([
    { count: 3000, changed: 3000, verdict: 'clean', asked: 30 },
    { count: 3000, changed: 3001, verdict: 'incomplete', asked: 30 },
    { count: 2999, changed: 2999, verdict: 'clean', asked: 30 },
    { count: 100, changed: 100, verdict: 'clean', asked: 2 },
  ])('$count of $changed files', async ({ count, changed, verdict, asked: pagesAsked }) => {
    const list = pages([safe, ...others(count - 1)]);
    const { url, asked } = await gitHub(({ path }) => (path.includes('/pulls/7/files') ? list(path) : { body: [] }));
    const { outputs, failures, summary } = await act(shallow(changed), { api: url, with: { comment: 'false' } });
    expect(outputs.verdict).toBe(verdict);
    expect(failures).toHaveLength(verdict === 'clean' ? 0 : 1);
    expect(summary.includes('no more than')).toBe(verdict === 'incomplete');
    expect(asked.filter(({ path }) => path.includes('/files'))).toHaveLength(pagesAsked);
  });

  test('how many there are is asked for where the event does not say so', async () => {
    const list = pages([safe, ...others(2999)]);
    const { url } = await gitHub(({ path }) => {
      if (path.includes('/pulls/7/files')) return list(path);
      return { body: path.endsWith('/pulls/7') ? { changed_files: 3500 } : [] };
    });
    const { path, event } = shallow(0);
    const pull = { ...(event.pull_request as object), changed_files: undefined };
    const { outputs } = await act({ path, event: { ...event, pull_request: pull } }, { api: url });
    expect(outputs.verdict).toBe('incomplete');
  });

  test('`allow-incomplete` lets it pass, and `since` makes the list of no account', async () => {
    const list = pages([safe, ...others(2999)]);
    const { url } = await gitHub(({ path }) => (path.includes('/pulls/7/files') ? list(path) : { body: [] }));
    const allowed = await act(shallow(4000), { api: url, with: { 'allow-incomplete': 'true' } });
    expect([allowed.outputs.verdict, allowed.failures]).toEqual(['incomplete', []]);
    const since = await act(shallow(4000), { api: url, with: { since: 'main' } });
    expect([since.outputs.verdict, since.failures]).toEqual(['clean', []]);
  });
});

test.each([
  { count: 299, verdict: 'clean' },
  { count: 300, verdict: 'incomplete' },
])('of a push with $count files', async ({ count, verdict }) => {
  const { path } = made();
  const event = { before: unknown, after: 'd'.repeat(40), ref: 'refs/heads/x', repository: { default_branch: 'main' } };
  const body = { files: [safe, ...others(count - 1)], merge_base_commit: { sha: unknown } };
  const { url, asked } = await gitHub(() => ({ body }));
  const { outputs, summary } = await act({ path, event }, { api: url, env: { GITHUB_EVENT_NAME: 'push' } });
  expect(outputs.verdict).toBe(verdict);
  expect(summary.includes('no more than 300 changed files')).toBe(verdict === 'incomplete');
  expect(asked[0]?.path).toBe(`/repos/o/r/compare/${unknown}...${'d'.repeat(40)}?per_page=1&page=1`);
});
