// Where histories are kept: a folder of the user's own, bounded, and none where that can't be had.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { historyStore } from '../../src/cli/history-folder.ts';
import type { HistoryStore } from '../../src/kept-history.ts';
import { folder, run } from './run.ts';

const project = '/nowhere/project';
const storeIn = (cache: string): HistoryStore =>
  historyStore('id', { XDG_CACHE_HOME: cache }, project) ?? expect.fail('there is none');

test('what is written is read, by the user alone', () => {
  const cache = join(folder({}), 'not', 'there yet');
  const store = storeIn(cache);
  expect(store.names()).toEqual([]);
  store.write('a', Buffer.from('text'));
  expect(store.names()).toEqual(['a']);
  expect(store.read('a')).toEqual(Buffer.from('text'));
  expect(store.read('b')).toBeUndefined();
  expect(statSync(join(cache, 'migration-lint')).mode & 0o777).toBe(0o700);
  expect(statSync(join(cache, 'migration-lint', 'a')).mode & 0o777).toBe(0o600);
});

test('the folder is where the system has such, but never in the project, nor relative', () => {
  const home = folder({});
  const env = { HOME: home };
  historyStore('id', env, project)?.write('a', Buffer.from('x'));
  expect(readdirSync(join(home, '.cache', 'migration-lint'))).toEqual(['a']);
  expect(historyStore('id', env, home)).toBeUndefined();
  expect(historyStore('id', { XDG_CACHE_HOME: join(home, 'cache') }, home)).toBeUndefined();
  expect(historyStore('id', { XDG_CACHE_HOME: 'cache' }, project)).toBeUndefined();
  expect(historyStore('id', {}, project)).toBeUndefined();
});

test("what is not the user's alone is not used", () => {
  const cache = folder({ 'migration-lint/a': 'x', 'elsewhere/a': 'y' });
  const own = join(cache, 'migration-lint');
  const store = storeIn(cache);
  chmodSync(own, 0o755);
  store.write('b', Buffer.from('x'));
  expect(store.names()).toEqual([]);
  expect(existsSync(join(own, 'b'))).toBe(false);
  chmodSync(own, 0o700);
  expect(store.names()).toEqual(['a']);
  expect(store.read('a')).toBeUndefined();
  chmodSync(join(own, 'a'), 0o600);
  expect(store.read('a')).toEqual(Buffer.from('x'));
  symlinkSync(join(own, 'a'), join(own, 'link'));
  expect(store.read('link')).toBeUndefined();

  const linked = folder({});
  symlinkSync(own, join(linked, 'migration-lint'));
  expect(storeIn(linked).names()).toEqual([]);
});

test('what stands in the way is nothing to speak of', () => {
  const store = storeIn(join(folder({ cache: 'a file' }), 'cache'));
  store.write('a', Buffer.from('x'));
  expect(store.names()).toEqual([]);
});

test('the oldest go', () => {
  const cache = folder({});
  const store = storeIn(cache);
  const path = (name: string) => join(cache, 'migration-lint', name);
  for (let at = 0; at < 210; at += 1) {
    store.write(`n${at}`, Buffer.from('x'));
    utimesSync(path(`n${at}`), 1000 + at, 1000 + at);
  }
  store.write('last', Buffer.from('x'));
  const names = store.names();
  expect(names).toHaveLength(200);
  expect(names).toContain('last');
  expect(names).not.toContain('n0');
  // What is used is not old.
  store.read('n209');
  expect(statSync(path('n209')).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  store.write('large', Buffer.alloc(32_000_001));
  expect(store.names()).not.toContain('large');
  for (const name of ['l1', 'l2', 'l3', 'l4', 'l5']) store.write(name, Buffer.alloc(31_000_000));
  expect(
    store
      .names()
      .filter((name) => name.startsWith('l'))
      .sort(),
  ).toEqual(['l2', 'l3', 'l4', 'l5']);
});

describe('the command in dist/', () => {
  const cli = join(import.meta.dirname, '../../dist/cli.cjs');

  test('keeps a history, finds it, and leaves both under --no-cache', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `migrations/0${at + 10}_t.sql`,
        `CREATE TABLE t${at} (id int, name varchar(9));\n`,
      ]),
    );
    const path = folder({ ...files, 'migrations/099_last.sql': 'ALTER TABLE t3 ALTER name TYPE int USING 1;\n' });
    const cache = folder({});
    const own = join(cache, 'migration-lint');
    const lint = (...args: string[]): string => {
      const env = { ...process.env, XDG_CACHE_HOME: cache };
      const all = [cli, 'migrations/099_last.sql', '--format', 'json', '--fail-on', 'never', ...args];
      return execFileSync(process.execPath, all, {
        cwd: path,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    };
    const without = lint('--no-cache');
    expect(existsSync(own)).toBe(false);
    expect(lint()).toBe(without);
    const [name = ''] = readdirSync(own);
    expect(readdirSync(own)).toEqual([expect.stringMatching(/^30-[0-9a-f]{48}\.history$/)]);
    expect(lint()).toBe(without);
    // What is found is what is told: the history of another is.
    const kept = readFileSync(join(own, name));
    writeFileSync(join(own, name), kept.subarray(1));
    expect(lint()).toBe(without);
    expect(readFileSync(join(own, name))).toEqual(kept);
  });

  test('run from the sources, it keeps nothing', async () => {
    const cache = folder({});
    mkdirSync(join(cache, 'migration-lint'), { mode: 0o700 });
    const path = folder({ '1_a.sql': 'CREATE TABLE t (id int);', '2_b.sql': 'DROP TABLE t;' });
    await run(path, ['2_b.sql'], { env: { XDG_CACHE_HOME: cache } });
    expect(readdirSync(join(cache, 'migration-lint'))).toEqual([]);
  });
});
