// The HTML page of real migrations: what stands in which row, and what a page leaves out.
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { FileReport, Report } from '../../src/findings/finding.ts';
import type { Timeline } from '../../src/findings/timeline.ts';
import { lint } from '../../src/lint.ts';
import { htmlReport } from '../../src/reporters/html/page.ts';
import { folder } from '../cli/run.ts';
import { exampleContext } from './example.ts';

async function judge(files: Record<string, string>, paths: readonly string[], timelines = true): Promise<Report> {
  const cwd = folder(files);
  const request = { paths, mode: 'all', history: true, allowEmpty: false, config: defaultConfig(cwd) } as const;
  return await lint({ rules, request, host: nodeHost(cwd), timelines });
}

const htmlOf = (report: Report): string => [...htmlReport(report, { ...exampleContext, rules })].join('');

const render = async (...args: Parameters<typeof judge>): Promise<string> => htmlOf(await judge(...args));

/** The text of each row of the migrations' tables, with a bar behind each cell and before each finding. */
const rowsOf = (html: string): string[] =>
  [...html.matchAll(/<tr id="s[\d-]+".*?<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<\/t[hd]>|(?=<article)|(?=<ul class="locks")/g, ' | ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

const schema = 'CREATE TABLE a (id bigint PRIMARY KEY, x int);\nCREATE TABLE b (id bigint PRIMARY KEY);\n';

test('statements, what stands between them, and what is not read are rows in the order of the file', async () => {
  const sql = [
    'SELECT 1;',
    '-- migration-lint-allow dropped-table: none is',
    'SELECT 2;',
    'ALTER TABEL a;',
    'CREATE INDEX i ON a (x);',
    '',
  ].join('\n');
  const html = await render({ 'migrations/001_a.sql': schema, 'migrations/002_b.sql': sql }, ['migrations/002_b.sql']);
  const rows = rowsOf(html);
  expect(rows.map((row) => row.split(' | ')[1]?.trim())).toEqual([
    'SELECT 1',
    '-- migration-lint-allow dropped-table: none is',
    'SELECT 2',
    'ALTER TABEL a',
    'CREATE INDEX i ON a (x)',
  ]);
  expect(rows[1]).toContain('warning unused-allowance line 2');
  expect(rows[3]).toContain('not read');
  expect(rows[4]).toMatch(
    /error blocking-index-build line 5.*CREATE INDEX CONCURRENTLY.* \| SHARE writes wait build i \|$/,
  );
});

test('a lock goes on beside what stands between the statements that hold it', async () => {
  const sql =
    'BEGIN;\nALTER TABLE a ADD y int;\n-- migration-lint-allow dropped-table: none is\nSELECT 1;\nCOMMIT;\nSELECT 2;\n';
  const html = await render({ 'migrations/001_a.sql': schema, 'migrations/002_b.sql': sql }, ['migrations/002_b.sql']);
  const cells = [...html.matchAll(/<td class="(lane[^"]*)"/g)].map(([, name]) => name);
  expect(cells).toEqual([
    'lane',
    'lane held reads first',
    'lane held reads',
    'lane held reads',
    'lane held reads last',
    'lane',
  ]);
  const brackets = [...html.matchAll(/<th scope="row" class="([^"]*)"/g)].map(([, name]) => name?.trim());
  expect(brackets).toEqual(['tx inside begin', 'tx inside', 'tx inside', 'tx inside', 'tx inside end', 'tx']);
});

test('an included file is shown where it runs, its findings too', async () => {
  const files = {
    'migrations/001_a.sql': schema,
    'migrations/002_b.sql': 'SELECT 1;\n\\ir part.txt\n',
    'migrations/part.txt': '\nCREATE INDEX i ON a (x);\n',
  };
  const rows = rowsOf(await render(files, ['migrations/002_b.sql']));
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/^Line 2 \| from migrations\/part\.txt CREATE INDEX i ON a \(x\).*blocking-index-build/);
});

test('a finding in the body of a DO block stands under the block', async () => {
  const sql = 'SELECT 1;\nDO $$\nBEGIN\n  CREATE INDEX i ON a (x);\nEND $$;\n';
  const rows = rowsOf(
    await render({ 'migrations/001_a.sql': schema, 'migrations/002_b.sql': sql }, ['migrations/002_b.sql']),
  );
  expect(rows[1]).toMatch(/^Line 2 \| DO \$\$ BEGIN CREATE INDEX.*blocking-index-build line \d/);
});

test('without timelines the findings stand with their statements all the same', async () => {
  const sql = 'SELECT 1;\nCREATE INDEX i\n  ON a (x);\n';
  const files = { 'migrations/001_a.sql': schema, 'migrations/002_b.sql': sql };
  const html = await render(files, ['migrations/002_b.sql'], false);
  expect(rowsOf(html)).toEqual([
    expect.stringMatching(/^Line 2 \| CREATE INDEX i ON a \(x\) \| error blocking-index-build/),
  ]);
  expect(html.match(/data-n="\d"/g)).toEqual(['data-n="2"', 'data-n="3"']);
});

test('of more relations than there is room for, the most strongly locked are drawn, and all are told', async () => {
  const tables = Array.from({ length: 20 }, (_, at) => `t${at}`);
  const files = {
    'migrations/001_a.sql': tables.map((name) => `CREATE TABLE ${name} (id int);\n`).join(''),
    'migrations/002_b.sql': `BEGIN;\nLOCK TABLE ${tables.slice(0, 15).join(', ')} IN SHARE MODE;\nDROP TABLE ${tables.slice(15).join(', ')};\nCOMMIT;\n`,
  };
  const html = await render(files, ['migrations/002_b.sql']);
  const heads = [...html.matchAll(/<span class="name">([^<]*)/g)].map(([, name]) => name);
  expect(heads).toEqual([...tables.slice(0, 7), ...tables.slice(15)]);
  expect(html).toContain('on 12 of 20 relations');
  expect(rowsOf(html)[2]).toContain('t19 ACCESS EXCLUSIVE');
});

test('clean migrations in a row are folded, and beyond 10,000 statements only named', async () => {
  const files = {
    'migrations/001_c.sql': `${schema}${'SELECT 1;\n'.repeat(988)}`,
    'migrations/900_b.sql': 'CREATE INDEX i ON a (x);\n',
  };
  const report = await judge(files, ['migrations']);
  const copies = Array.from({ length: 13 }, (_, at) => `migrations/${100 + at}_c.sql`);
  const [file, last] = report.files as [FileReport, FileReport];
  const [timeline, lastTimeline] = report.timelines as [Timeline, Timeline];
  const html = htmlOf({
    ...report,
    files: [...copies.map((path) => ({ ...file, path })), last],
    timelines: [...copies.map((path) => ({ ...timeline, file: path })), lastTimeline],
  });
  expect(html).toContain('<summary>13 clean migrations</summary>');
  expect(html.match(/has no room for its other statements/g)).toHaveLength(3);
  expect(rowsOf(html).at(-1)).toContain('blocking-index-build');
  expect(html.match(/<details class="migration [^>]* open>/g)).toHaveLength(1);
});

test('beyond 10,000 statements the findings of each migration are still there', async () => {
  const sql = `${'SELECT 1;\n'.repeat(998)}CREATE INDEX i ON a (x);\n`;
  const report = await judge({ 'migrations/001_a.sql': schema, 'migrations/002_b.sql': sql }, ['migrations/002_b.sql']);
  const copies = Array.from({ length: 13 }, (_, at) => `migrations/${100 + at}_c.sql`);
  const [finding] = report.findings;
  const [file] = report.files.filter(({ judged }) => judged);
  const [timeline] = report.timelines ?? [];
  if (!finding || !file || !timeline) throw new Error('nothing was found');
  const html = htmlOf({
    ...report,
    findings: copies.map((path) => ({ ...finding, file: path })),
    files: copies.map((path) => ({ ...file, path })),
    timelines: copies.map((path) => {
      const statements = timeline.statements.map((statement) => ({ ...statement, file: path }));
      return { ...timeline, file: path, statements };
    }),
  });
  expect(html.match(/<article /g)).toHaveLength(13);
  expect(rowsOf(html)).toHaveLength(10 * 999 + 3);
});

test('a long statement is folded, and all of it is there', async () => {
  const values = Array.from({ length: 200 }, (_, at) => `  (${at})`).join(',\n');
  const html = await render({ 'a.sql': `INSERT INTO a VALUES\n${values};\n` }, ['a.sql']);
  expect(html).toContain('<summary>161 more lines</summary>');
  expect(html.match(/data-n="/g)).toHaveLength(201);
});
