// Bad input gets one clear message, and what stands beside it is judged all the same.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const good = 'DROP TABLE beside;\n';

describe('a file that cannot be read', () => {
  test.each([
    { name: 'binary', bytes: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 0]), says: /binary/ },
    { name: 'a NUL in SQL', bytes: 'SELECT 1;\0 DROP TABLE x;', says: /NUL/ },
    { name: 'UTF-16 without a mark', bytes: Buffer.from('DROP TABLE x;', 'utf16le'), says: /UTF-16/ },
    { name: 'Latin-1', bytes: Buffer.from('DROP TABLE caf\u00e9;', 'latin1'), says: /UTF-8/ },
    { name: 'an open quote', bytes: "SELECT 'a;\nDROP TABLE x;", says: /unterminated|quote/i },
    {
      name: 'too deep',
      bytes: `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)};`,
      says: /deep|nest|memory|stack/i,
    },
    { name: 'too large', bytes: Buffer.alloc(70 * 1024 * 1024, 'SELECT 1;\n'), says: /70 MB/ },
  ])('$name', async ({ bytes, says }) => {
    const path = folder({ 'bad.sql': bytes, 'good.sql': good });
    const { code, stdout, stderr } = await run(path, ['bad.sql', 'good.sql']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const [, gap = ''] = /^bad\.sql\S* {2}not read.*\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
    expect(gap).toMatch(says);
    expect(stdout).toContain('public.beside is gone.');
    expect(stdout).toMatch(/1 part could not be read\n$/);
  });
});

test('UTF-16 with a mark is read, and positions count its characters', async () => {
  const path = folder({ 'a.sql': Buffer.from("\ufeffSELECT 'é';\r\nDROP TABLE x;", 'utf16le') });
  const { code, stdout } = await run(path, ['a.sql']);
  expect(code).toBe(0);
  expect(stdout).toContain('a.sql:2:1  info  sample-dropped-table');
});

test('an empty file says so', async () => {
  const { code, stdout } = await run(folder({ 'a.sql': '' }), ['a.sql']);
  expect(code).toBe(0);
  expect(stdout).toContain('a.sql holds no SQL statement.');
});

test('a folder named like a file', async () => {
  const path = folder({ 'good.sql': good });
  mkdirSync(join(path, 'folder.sql'));
  const { code, stdout, stderr } = await run(path, ['folder.sql', 'good.sql']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('public.beside is gone.');
});

test('50 MB of statements, as one file on one line', { timeout: 120_000 }, async () => {
  const row = `INSERT INTO big VALUES (1, '${'x'.repeat(20_000)}'); `;
  const path = folder({ 'big.sql': row.repeat(2_500), 'good.sql': good });
  const { code, stdout } = await run(path, ['big.sql', 'good.sql']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/1 info in 2 migrations \(2501 statements\)/);
});

test('nothing in SQL or a path controls the terminal', async () => {
  const path = folder({ 'a\u001b[31m.sql': 'DROP TABLE "evil\u001b]0;title\u0007\u202etxet";\n' });
  const { stdout } = await run(path, ['a\u001b[31m.sql']);
  expect(stdout).toContain('\\x1b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
});
