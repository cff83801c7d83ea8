// The comment on a pull request and the job's summary: what a reviewer reads first, what is cut where there is no room, and its picture.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { Finding, Report, Severity } from '../../src/findings/finding.ts';
import { lint } from '../../src/lint.ts';
import { type PullRequestContext, pullRequestReport } from '../../src/reporters/pull-request.ts';
import { sampleRules } from '../cli/sample-rules.ts';
import { folder } from '../selection/repository.ts';
import { exampleReport } from './example.ts';
import { rendered } from './readers.ts';

const context: PullRequestContext = {
  limit: 65_536,
  allowIncomplete: false,
  notices: [],
  summaryUrl: 'https://github.com/o/r/actions/runs/1',
  blobUrl: (file, line) => `https://github.com/o/r/blob/abc/${file}#L${line}`,
};

const schema = 'CREATE TABLE a (id bigint PRIMARY KEY, b bigint);\nCREATE TABLE b (id bigint PRIMARY KEY);\n';

/** The report of migrations after the schema's. */
async function reportOf(...migrations: string[]): Promise<Report> {
  const { path, write } = folder();
  const files = [schema, ...migrations].map((sql, at) => [`migrations/${101 + at}_m.sql`, sql] as const);
  write(Object.fromEntries(files));
  const paths = files.slice(1).map(([name]) => name);
  const request = { paths, mode: 'all', history: true, allowEmpty: true, config: defaultConfig(path) } as const;
  return lint({ rules: sampleRules, request, host: nodeHost(path), timelines: true });
}

const example = await exampleReport();

test('the example', async () => {
  const notices = ['The pull request edits migration-lint.json: 2 findings in db/*.sql are silenced by it.'];
  const { text, left } = pullRequestReport(example, { ...context, notices });
  expect(left).toBe(0);
  await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, '../../fixtures/reports/comment.md'));
});

/** The line under the title. */
const verdict = (report: Report, changes: Partial<PullRequestContext> = {}): string =>
  pullRequestReport(report, { ...context, ...changes }).text.split('\n')[2] ?? '';

describe('the verdict', () => {
  test('all clear says what was checked, and what is locked nevertheless', async () => {
    const report = await reportOf('ALTER TABLE a ADD c int;\n', 'CREATE TABLE c (id int);\nSELECT 1;\n');
    expect(verdict(report)).toBe('✅ **All clear.** No findings in 2 migrations (3 statements).');
    const { text, left } = pullRequestReport(report, context);
    expect(left).toBe(0);
    expect(text).toContain('<details><summary>Locks of <code>migrations/102_m.sql</code></summary>');
    expect(text).not.toContain('<summary>Locks of <code>migrations/103_m.sql');
  });

  test('all clear says what is allowed, with the reason', async () => {
    const report = await reportOf('-- migration-lint-allow sample-dropped-table: nobody reads it\nDROP TABLE b;\n');
    expect(verdict(report)).toBe('✅ **All clear.** No findings in 1 migration (1 statement); 1 finding allowed.');
    expect(pullRequestReport(report, context).text).toContain('`sample-dropped-table`, allowed: nobody reads it\n');
  });

  test('nothing to judge', async () => {
    expect(verdict({ ...(await reportOf()), files: [] })).toBe('✅ **No migration to judge.**');
  });

  test('a part that could not be read is not clear, whatever else is clean', async () => {
    const report = await reportOf('SELECT 1;\n\nALTER TABLE a ADD COLUM c int;\n');
    expect(verdict(report)).toMatch(
      /^⚠️ \*\*Not all of it could be read, so nobody can call it safe\.\*\* Incomplete: /,
    );
    expect(verdict(report, { allowIncomplete: true })).toMatch(/^⚠️ \*\*Not all of it could be read/);
    expect(pullRequestReport(report, context).text).toContain(
      '❌ **error** `not-read`, [line 3](https://github.com/o/r/blob/abc/migrations/102_m.sql#L3): Not read',
    );
  });

  test('a fault of ours leaves things unjudged, though all was read', async () => {
    const bugs = [{ where: 'the rule x', file: 'a.sql', message: 'oops' }];
    const report = { ...manyFindings(0), bugs, verdict: 'incomplete' } as const;
    expect(verdict(report)).toMatch(/^⚠️ \*\*Not all of it could be judged, so nobody can call it safe\.\*\*/);
  });

  test.each([
    ['error', '❌ **Not safe to run as it is.**'],
    ['warning', '⚠️ **Look at this before it runs.**'],
    ['info', '✅ **Nothing unsafe.**'],
  ] as const)('%s', (severity, words) => {
    expect(verdict(manyFindings(1, severity)).slice(0, words.length)).toBe(words);
  });
});

/** So many findings in each of three migrations. */
function manyFindings(count: number, ...kinds: Severity[]): Report {
  const [model] = example.findings.filter(({ instead }) => instead !== undefined) as [Finding];
  const severities = kinds.length > 0 ? kinds : (['info', 'warning', 'error'] as const);
  const files = ['x/1.sql', 'x/2_ä.sql', 'x/3.sql'];
  const findings = files.flatMap((file) =>
    Array.from({ length: count }, (_, at): Finding => {
      const line = at + 1;
      const span = { start: { ...model.span.start, line }, end: { ...model.span.end, line } };
      const severity = severities[at % severities.length] ?? 'info';
      return {
        ...model,
        file,
        span,
        severity,
        message: `Größe ${file} ${at} 🐘.`,
        circumstances: [`On line ${line}.`],
      };
    }),
  );
  const judged = files.map(
    (path) => ({ path, framework: 'sql', direction: 'up', judged: true, statements: count }) as const,
  );
  return {
    ...example,
    findings,
    unusedAllowances: [],
    gaps: [],
    bugs: [],
    files: judged,
    notes: [],
    timelines: [],
    verdict: 'findings',
  };
}

const found = (text: string): number => text.match(/^\S+ \*\*(?:error|warning|info)\*\* `/gm)?.length ?? 0;

function expectWhole(text: string): void {
  expect(text.match(/^<details>/gm)?.length ?? 0).toBe(text.match(/^<\/details>$/gm)?.length ?? 0);
  expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  expect(text.match(/<table>/g)?.length).toBe(text.match(/<\/table>/g)?.length);
  expect(text.endsWith('\n\n')).toBe(true);
}

describe('where there is no room', () => {
  const many = manyFindings(3_000);

  test.each([65_536, 1_048_576, 20_000])('%i: cut at the border of a finding, the rest counted', (limit) => {
    const { text, left } = pullRequestReport(many, { ...context, limit });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(Buffer.byteLength(text)).toBeGreaterThan(limit - 2_000);
    expect(found(text)).toBe(9_000 - left);
    expect(text).toContain(
      `**${left} more findings had no room here:** see [the summary of the job](https://github.com/o/r/actions/runs/1).`,
    );
    expectWhole(text);
  });

  test('what is least severe is left out first, in whichever migration', () => {
    const report = manyFindings(120);
    const { text, left } = pullRequestReport(report, { ...context, limit: 40_000 });
    expect(left).toBeGreaterThan(120);
    expect(text).not.toContain('**info**');
    for (const file of ['x/1.sql', 'x/2_ä.sql', 'x/3.sql']) expect(text).toContain(`### \`${file}\``);
  });

  test('nothing is cut of what fits exactly; a byte less, and a finding is', () => {
    const report = manyFindings(20, 'error');
    const whole = pullRequestReport(report, { ...context, limit: 1_000_000 });
    expect(whole.left).toBe(0);
    const limit = Buffer.byteLength(whole.text);
    expect(pullRequestReport(report, { ...context, limit })).toEqual(whole);
    for (let less = 1; less < 1_500; less += 9) {
      const { text, left } = pullRequestReport(report, { ...context, limit: limit - less });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit - less);
      expect(found(text)).toBe(60 - left);
      expectWhole(text);
    }
    const bare = text(report, { limit: limit - 1_500 });
    expect(bare).toContain('more findings had no room here');
  });

  const text = (report: Report, changes: Partial<PullRequestContext>) =>
    pullRequestReport(report, { ...context, ...changes }).text;

  test('neither long notices nor long SQL take the room of the findings', () => {
    const report = manyFindings(3, 'error');
    const findings = report.findings.map((finding) => ({ ...finding, instead: `SELECT '${'x'.repeat(100_000)}';` }));
    const notices = Array.from({ length: 1_000 }, (_, at) => `Notice ${at} ${'y '.repeat(2_000)}`);
    const { text, left } = pullRequestReport({ ...report, findings }, { ...context, notices });
    expect([Buffer.byteLength(text) <= 65_536, left, found(text)]).toEqual([true, 0, 9]);
    expect(text).toMatch(/^> - and \d+ more, see \[the summary/m);
    expect(text).toContain('The safe SQL is too long to be shown here.');
  });

  test('a table of a thousand relations is none', () => {
    const report = manyFindings(1, 'error');
    const [finding] = report.findings as [Finding];
    const effects = Array.from({ length: 1_000 }, (_, oid) => ({
      kind: 'lock' as const,
      relation: { oid, schema: 's', name: `t${oid}`, kind: 'table' as const, known: true },
      mode: 'AccessExclusiveLock' as const,
      certain: true,
      source: '',
    }));
    const shown = text({ ...report, findings: [{ ...finding, effects }] }, {});
    expect(shown).toContain('- and 975 more relations');
    expect(shown.match(/<tr>/g)).toHaveLength(26);
  });
});

describe('the picture', () => {
  const pictureOf = async (...migrations: string[]) => {
    const { text } = pullRequestReport(await reportOf(...migrations), context);
    const rows = text.slice(text.indexOf('<tr><th>line')).split('\n</table>')[0] ?? '';
    const cells = (row: string) =>
      [...row.matchAll(/<t[hd]( rowspan="\d+")?>(.*?)<\/t[hd]>/g)].map(([, span = '', cell = '']) =>
        `${cell}${span}`.replace(/<\/?code>/g, '').replaceAll('&nbsp;', ' '),
      );
    return { rows: rows.split('\n').map(cells), text };
  };

  test('shows who waits from the lock to the end of its transaction', async () => {
    const { rows, text } = await pictureOf(
      'BEGIN;\nALTER TABLE a ADD c int;\nINSERT INTO b VALUES (1);\nCOMMIT;\nSELECT 1;\n',
    );
    expect(rows).toEqual([
      ['line', 'statement', 'transaction', 'a', 'b'],
      ['1', 'BEGIN', '1 rowspan="4"', '', ''],
      ['2', 'ALTER TABLE a ADD c int', '🟥 ACCESS EXCLUSIVE', ''],
      ['3', 'INSERT INTO b VALUES (1)', '🟥 held', '🔹 ROW EXCLUSIVE'],
      ['4', 'COMMIT', '🟥 held', '🔹 held'],
      ['5', 'SELECT 1', '', '', ''],
    ]);
    expect(text).toContain(
      '🟥 reads and writes wait · 🔹 schema changes wait · held: from a statement above, to the end of its transaction\n',
    );
  });

  test('draws neighbours that do alike as one where there are many', async () => {
    const inserts = Array.from({ length: 40 }, (_, at) => `INSERT INTO b VALUES (${at});\n`).join('');
    const { rows } = await pictureOf(`BEGIN;\nALTER TABLE a ADD c int;\n${inserts}COMMIT;\n`);
    expect(rows.slice(1)).toEqual([
      ['1', 'BEGIN', '', ''],
      ['2', 'ALTER TABLE a ADD c int', '🟥 ACCESS EXCLUSIVE', ''],
      ['3', 'INSERT INTO b VALUES (0)', '🟥 held', '🔹 ROW EXCLUSIVE'],
      ['4–43', 'INSERT INTO b VALUES (1) and 39 more', '🟥 held', '🔹 held'],
    ]);
  });

  test('says what it leaves out', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `t${at}`);
    const tables = names.map((name) => `CREATE TABLE ${name} (id int);\n`).join('');
    const { rows, text } = await pictureOf(tables, names.map((name) => `ALTER TABLE ${name} ADD a int;\n`).join(''));
    expect([rows.length, rows[0]?.length]).toEqual([8, 8]);
    expect(text).toContain('Not drawn: 34 less locked relations.');
  });
});

test('a link leads where the caller says and nowhere else', () => {
  const report = manyFindings(1, 'error');
  const links = (blobUrl: PullRequestContext['blobUrl']) =>
    rendered(pullRequestReport(report, { ...context, blobUrl }).text).attributes.filter((each) =>
      each.startsWith('href='),
    );
  expect(links((_, line) => `https://github.com/a) [x](https://evil.example)/${line}`)[0]).toBe(
    'href=https://github.com/a%29%20%5Bx%5D%28https://evil.example%29/1',
  );
  expect(links(() => 'javascript:alert(1)')).toEqual([]);
  expect(links(undefined)).toEqual([]);
});
