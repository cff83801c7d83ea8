// Which rules the presets turn on, and what wins over them.
import { describe, expect, test } from 'vitest';
import { rules as realRules } from '../../rules/index.ts';
import { isInPreset } from '../../src/config/preset.ts';
import { defineRule, type Rule } from '../../src/rule.ts';
import { folder, run } from '../cli/run.ts';

const speaking = (rule: Pick<Rule, 'id' | 'concern'> & Partial<Rule>): Rule =>
  defineRule({
    severity: 'warning',
    summary: rule.id,
    sources: [],
    *check() {
      yield { message: rule.id };
    },
    ...rule,
  });

const rules = [
  speaking({ id: 'waits', concern: 'locks' }),
  speaking({ id: 'fails', concern: 'deploy' }),
  speaking({ id: 'lock-advice', concern: 'locks', severity: 'info' }),
  speaking({ id: 'breaks', concern: 'compatibility' }),
  speaking({ id: 'loses', concern: 'data' }),
  speaking({ id: 'taste', concern: 'design', preset: 'strict' }),
  speaking({ id: 'strict-lock', concern: 'locks', preset: 'strict' }),
];

async function reported(files: Record<string, string>, ...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(folder(files), ['--format', 'json', ...args, 'a.sql'], {
    rules: async () => rules,
  });
  expect(stderr).toBe('');
  const { findings, unusedAllowances } = JSON.parse(stdout);
  return [...findings, ...unusedAllowances].map(({ rule, severity }) => `${rule} ${severity}`);
}

const sql = { 'a.sql': 'SELECT 1;' };
const withConfig = (config: object, file = sql) => ({ ...file, 'migration-lint.config.json': JSON.stringify(config) });

const locksOnly = ['waits warning', 'fails warning'];
const recommended = [...locksOnly, 'lock-advice info', 'breaks warning', 'loses warning'];
const strict = [...recommended, 'taste warning', 'strict-lock warning'];

describe('presets', () => {
  test('recommended leaves strict rules out, locks-only is locks and deployments without advice', async () => {
    expect(await reported(sql)).toEqual(recommended);
    expect(await reported(sql, '--preset', 'recommended')).toEqual(recommended);
    expect(await reported(sql, '--preset', 'strict')).toEqual(strict);
    expect(await reported(sql, '--preset', 'locks-only')).toEqual(locksOnly);
    expect(await reported(withConfig({ preset: 'locks-only' }))).toEqual(locksOnly);
  });

  test('a severity wins over the preset, options alone do not', async () => {
    const config = { preset: 'locks-only', rules: { taste: 'info', waits: 'off', breaks: {} } };
    expect(await reported(withConfig(config))).toEqual(['fails warning', 'taste info']);
  });

  test('an override may set it, and --preset holds for every file', async () => {
    const config = withConfig({ overrides: [{ paths: ['a.sql'], preset: 'strict' }] });
    expect(await reported(config)).toEqual(strict);
    expect(await reported(config, '--preset', 'locks-only')).toEqual(locksOnly);
  });

  test('an allowance for a rule that is off is neither misspelt nor unused', async () => {
    const allowed = { 'a.sql': '-- migration-lint-allow taste: ours\nSELECT 1;' };
    expect(await reported(allowed)).toEqual(recommended);
    const misspelt = { 'a.sql': '-- migration-lint-allow tast: ours\nSELECT 1;' };
    expect(await reported(misspelt)).toContain('invalid-allowance warning');
  });

  test('another name is refused with the nearest', async () => {
    expect(await run(folder(sql), ['--preset', 'strikt', 'a.sql'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `strict`?'),
    });
    expect(await run(folder(withConfig({ preset: 'all' })), ['a.sql'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/config\.json:1:\d+: `preset` must be one of/),
    });
  });
});

test('locks-only holds rules for every way in which requests wait, and no advice', () => {
  const ids = realRules.filter((rule) => isInPreset(rule, 'locks-only')).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['validating-foreign-key', 'missing-lock-timeout', 'refused-statement']));
  expect(ids).not.toContain('dropped-column');
});

test('rules shows concern and preset; rule says where a rule is off', async () => {
  const { stdout } = await run('/', ['rules'], { rules: async () => rules });
  expect(stdout).toMatch(/^taste +warning +design +strict +taste$/m);
  expect(stdout).toMatch(/^waits +warning +locks +locks-only +waits$/m);
  const { stdout: json } = await run('/', ['rules', '--format', 'json'], { rules: async () => rules });
  expect(JSON.parse(json)[4]).toMatchObject({ id: 'loses', concern: 'data', presets: ['recommended', 'strict'] });
  const off = { ...(realRules[0] as Rule), preset: 'strict' } as const;
  const page = await run('/', ['rule', off.id], { rules: async () => [off] });
  expect(page.stdout).toMatch(/off by default: it is of the preset `strict`/);
});

test('rules keeps to the width of a terminal, and to a line a rule elsewhere', async () => {
  const long = [speaking({ id: 'waits', concern: 'locks', summary: 'word '.repeat(40).trim() })];
  const shown = await run('/', ['rules'], { rules: async () => long, tty: true, env: { NO_COLOR: '1' } });
  for (const line of shown.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const piped = await run('/', ['rules'], { rules: async () => long });
  expect(piped.stdout.split('\n')).toHaveLength(3);
});
