// What each event says of what is new.
import { expect, test } from 'vitest';
import { readEvent } from '../../src/action/event.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const none = '0'.repeat(40);
const repository = { default_branch: 'main' };

const read = (name: string, payload: unknown, env: Record<string, string> = {}) =>
  readEvent({ GITHUB_EVENT_NAME: name, GITHUB_SHA: b, ...env }, payload);

const pull = (head: object) => ({
  pull_request: {
    number: 7,
    base: { ref: 'main', sha: a, repo: { full_name: 'o/r' } },
    head: { ref: 'x', sha: b, ...head },
    changed_files: 3,
  },
  repository,
});

test.each(['pull_request', 'pull_request_target'])('%s: against its base', (name) => {
  const { pull: request, comparison } = read(name, pull({ repo: { full_name: 'o/r' } }));
  expect(request).toEqual({ number: 7, baseRef: 'main', baseSha: a, headSha: b, changedFiles: 3, isFork: false });
  expect(comparison).toMatchObject({ commits: [a, 'refs/remotes/origin/main'], base: a, head: b });
});

test.each([{ repo: { full_name: 'x/r' } }, { repo: null }])('a fork: %o', (head) => {
  expect(read('pull_request', pull(head)).pull?.isFork).toBe(true);
});

test('push: since the commit before', () => {
  const { comparison } = read('push', { before: a, after: b, ref: 'refs/heads/x', repository });
  expect(comparison).toMatchObject({ commits: [a], base: a, head: b });
});

test('push of a new branch, or a tag: what the default branch does not have', () => {
  for (const ref of ['refs/heads/x', 'refs/tags/v1']) {
    const { comparison } = read('push', { before: none, after: b, ref, repository }, { GITHUB_REF: ref });
    expect(comparison).toMatchObject({ commits: ['refs/remotes/origin/main'], base: 'main', head: b });
  }
});

test('the first push of all: everything', () => {
  const event = read('push', { before: none, after: b, ref: 'refs/heads/main', repository });
  expect(event).toMatchObject({ otherwise: 'all', note: expect.stringContaining('first push') });
  expect(event.comparison).toBeUndefined();
});

test('push that deletes a branch: nothing', () => {
  const event = read('push', { before: a, after: none, deleted: true, ref: 'refs/heads/x', repository });
  expect(event).toMatchObject({ otherwise: 'nothing' });
});

test('merge_group: against its base', () => {
  const { comparison } = read('merge_group', { merge_group: { base_sha: a, head_sha: b }, repository });
  expect(comparison).toMatchObject({ commits: [a], base: a, head: b });
});

test.each(['workflow_dispatch', 'schedule', 'release'])(
  '%s: what the default branch does not have, if anything',
  (name) => {
    const elsewhere = read(name, { repository }, { GITHUB_REF: 'refs/heads/x' });
    expect(elsewhere.comparison).toMatchObject({ commits: ['refs/remotes/origin/main'], base: 'main', head: b });
    const there = read(name, { repository }, { GITHUB_REF: 'refs/heads/main' });
    expect(there.comparison).toBeUndefined();
    expect(there.note).toContain('`all: true`');
  },
);

test.each([
  ['pull_request', {}],
  ['pull_request', { pull_request: { number: 7, base: { sha: '--upload-pack=x' }, head: { sha: b } } }],
  ['merge_group', { merge_group: { base_sha: 'HEAD', head_sha: b } }],
  ['push', { before: 'HEAD', after: b }],
  ['pull_request', null],
])('no such document: %s %o', (name, payload) => {
  expect(() => read(name, payload)).toThrow('The event does not say');
});
