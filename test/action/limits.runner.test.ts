// Where there is more to say than GitHub takes: the comment ends at a finding and points to the summary, annotations are counted.
import { describe, expect, test } from 'vitest';
import type { StepResult } from './runner/run-action.ts';
import { asJson, blockingIndex, judgedBy, scenario, usersTable, withMigration } from './runner/scenario.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** As many errors as indexes, in files of ten. */
const indexes = (count: number, name = 'an_index_on_users'): Record<string, string> => {
  const files: Record<string, string> = {};
  for (const at of numbers(count)) {
    const path = `db/migrations/1${String(Math.floor(at / 10)).padStart(4, '0')}_indexes.sql`;
    files[path] = `${files[path] ?? ''}CREATE INDEX ${name}_${at} ON users (email);\n`;
  }
  return files;
};

const migrations = (head: Record<string, string>) => ({ base: { 'db/migrations/0001_users.sql': usersTable }, head });

const counted = ({ annotations }: StepResult) =>
  (['error', 'warning', 'notice'] as const).map(
    (kind) => annotations.filter(({ severity }) => severity === kind).length,
  );

describe.concurrent('a comment that would be too long', () => {
  test.each([
    ['many findings', indexes(400)],
    ['long names', indexes(120, 'i'.repeat(58))],
    [
      'one huge statement',
      { 'db/migrations/2.sql': `CREATE INDEX a ON users (email) WHERE id IN (${numbers(40_000).join(', ')});\n` },
    ],
    [
      'characters of four bytes',
      { 'db/migrations/2.sql': `CREATE INDEX "${'🙈'.repeat(15)}" ON users (email);\n`.repeat(600) },
    ],
    [
      'markup, which is longer when it is inert',
      { 'db/migrations/2.sql': `DROP TABLE "${'<@>&'.repeat(15)}";\n`.repeat(900) },
    ],
  ])('%s: it is cut, says how much is left out, and where it is', async (_, head) => {
    const { run, own, gitHub } = await scenario(migrations(head));
    const { code, summary, stdout } = await run();
    expect(code).toBe(1);
    const [{ body } = { body: '' }] = own();
    expect([...body].length).toBeLessThanOrEqual(65_536);
    expect(gitHub.asked.filter(({ status }) => status === 422)).toEqual([]);
    if (body.length < summary.length - 1000) expect(body).toMatch(/actions\/runs\/\d+/);
    expectBalanced(body);
    expectBalanced(summary);
    expect(stdout).not.toMatch(/is not written/);
  });

  test('the count is that of the findings that are not in it', async () => {
    const { run, own } = await scenario(migrations(indexes(400)));
    const { summary, outputs } = await run();
    expect(outputs.errors).toBe('400');
    const [{ body } = { body: '' }] = own();
    const shown = (text: string) => text.match(/\*\*error\*\* `blocking-index-build`/g)?.length ?? 0;
    const left = Number(/(\d+) more findings? had no room/.exec(body)?.[1]);
    expect(shown(body)).toBeGreaterThan(50);
    expect(shown(body) + left).toBe(400);
    expect(shown(summary)).toBe(400);
  });

  test('without a job summary it does not point there', async () => {
    const { run, own } = await scenario(migrations(indexes(400)));
    const { summary } = await run({ inputs: { summary: 'false' } });
    expect(summary).toBe('');
    expect(own()[0]?.body).not.toContain('/actions/runs/');
    expect(own()[0]?.body).toMatch(/more findings? had no room/);
  });

  test('a summary over its own limit is cut as well', async () => {
    const { run } = await scenario(migrations(indexes(3500)));
    const { summary, outputs, code } = await run({ inputs: { annotations: 'false' } });
    expect([code, outputs.errors]).toEqual([1, '3500']);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000);
    expect(summary).toMatch(/more findings? had no room/);
    expectBalanced(summary);
  });
});

/** Cut between findings: nothing is left open. */
function expectBalanced(markdown: string): void {
  const count = (pattern: RegExp) => markdown.match(pattern)?.length ?? 0;
  expect(count(/^<details/gm)).toBe(count(/^<\/details>/gm));
  expect(count(/<table>/g)).toBe(count(/<\/table>/g));
  expect(count(/^`{3,}/gm) % 2).toBe(0);
}

describe.concurrent('annotations', () => {
  test("ten of a kind at most, the step's own error and the count of the rest among them", async () => {
    const head = {
      ...indexes(25),
      'db/migrations/2_warnings.sql': numbers(25)
        .map((at) => `ALTER TABLE users ALTER COLUMN email SET DEFAULT '${at}';\n`)
        .join(''),
      'db/migrations/3_infos.sql': numbers(25)
        .map((at) => `CREATE TABLE t${at} (id int PRIMARY KEY, c char(3));\n`)
        .join(''),
    };
    const { run } = await scenario(migrations(head));
    const result = await run();
    const [errors = 0, warnings = 0, notices = 0] = counted(result);
    expect([errors, warnings, notices]).toEqual([10, 10, 10]);
    const total = Number(result.outputs.errors) + Number(result.outputs.warnings) + Number(result.outputs.infos);
    const onLines = result.annotations.filter(({ file }) => file !== undefined).length;
    const rest = Number(/(\d+) more problems? without an annotation/.exec(result.stdout)?.[1]);
    expect(onLines + rest).toBe(total);
  });

  test('the worst first, each on its lines', async () => {
    const head = {
      'db/migrations/2.sql': `SET lock_timeout = '5s';\n\nDROP TABLE\n  users;\nALTER TABLE orders RENAME TO o;\n`,
    };
    const { run } = await scenario(migrations(head));
    const { annotations } = await run();
    expect(annotations).toContainEqual(expect.objectContaining({ severity: 'error', line: 3, endLine: 4 }));
    expect(annotations).toContainEqual(expect.objectContaining({ severity: 'error', line: 5, endLine: 5 }));
  });

  test('none with `annotations: false`, but why the step fails', async () => {
    const { run } = await scenario(withMigration('DROP TABLE users;\n'));
    const { annotations, code } = await run({ inputs: { annotations: 'false' } });
    expect(code).toBe(1);
    expect(annotations.filter(({ file }) => file !== undefined)).toEqual([]);
    expect(annotations.length).toBe(1);
  });

  test('no second time with `format: github`', async () => {
    const { run } = await scenario(withMigration(blockingIndex));
    const { annotations } = await run({ inputs: { format: 'github' } });
    expect(annotations.filter(({ file }) => file !== undefined)).toHaveLength(1);
  });
});

test('more files than GitHub lists: what may be left out is said, and nothing is called clean', async () => {
  const head: Record<string, string> = Object.fromEntries(numbers(3010).map((at) => [`app/${at}.txt`, `${at}`]));
  const { run, gitHub, own } = await scenario(withMigration('SELECT 1;\n', { head }));
  const result = await run({ inputs: asJson });
  expect(gitHub.asked.filter(({ operation }) => operation === 'pulls/list-files')).toHaveLength(30);
  expect([result.code, result.outputs.verdict]).toEqual([1, 'incomplete']);
  expect(own()[0]?.body).toContain('fetch-depth: 0');
  const whole = await run({ checkout: { depth: 0 }, inputs: asJson });
  expect([whole.code, whole.outputs.verdict, judgedBy(whole)]).toEqual([0, 'clean', ['db/migrations/0002_email.sql']]);
});
