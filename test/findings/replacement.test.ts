// Replacements of real findings: put where they say, the finding is gone and nothing else is found in those lines.
import { beforeAll, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { Replacement } from '../../src/findings/replacement.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { shownMajor } from '../rules/generated.ts';
import { judgeExample } from '../rules/judge-example.ts';
import { type Example, readPage } from '../rules/page.ts';

beforeAll(() => loadParser());

/** As a reviewer's editor does it. */
function applied(sql: string, { startLine, endLine, text }: Replacement): string {
  const lines = sql.split(/(?<=\r\n|\n)/);
  const last = lines[endLine - 1] ?? '';
  const lineBreak = /\r?\n$/.exec(last)?.[0] ?? '';
  return [...lines.slice(0, startLine - 1), text + lineBreak, ...lines.slice(endLine)].join('');
}

const withReplacement = (example: Example, { file, replacement }: Finding): Example => ({
  ...example,
  files: example.files.map(({ name, sql }) => ({
    name,
    sql: name === file && replacement ? applied(sql, replacement) : sql,
  })),
});

const examples = rules.flatMap(({ id }) => readPage(id).examples.filter(({ role }) => role === 'unsafe'));

/** The rules that find something in these lines. */
const rulesAt = (findings: readonly Finding[], file: string, from: number, to: number): Set<string> =>
  new Set(
    findings.filter((each) => each.file === file && isIn(each.span.start.line, from, to)).map(({ rule }) => rule),
  );

const isIn = (line: number, from: number, to: number): boolean => line >= from && line <= to;

test('on every page: what the rule found is gone, and no other rule finds what it did not', () => {
  const replaced = new Set<string>();
  for (const example of examples) {
    const major = shownMajor(example);
    const { findings } = judgeExample(example, major);
    for (const finding of findings) {
      const { rule, file, replacement } = finding;
      if (!replacement) continue;
      replaced.add(rule);
      const { startLine, endLine, text } = replacement;
      const after = judgeExample(withReplacement(example, finding), major);
      const left = rulesAt(after.findings, file, startLine, startLine + text.split('\n').length - 1);
      const before = rulesAt(findings, file, startLine, endLine);
      before.delete(rule);
      const added = [...left].filter((each) => !before.has(each));
      expect({ sql: finding.sql, text, added, troubles: after.troubles }).toEqual({
        sql: finding.sql,
        text,
        added: [],
        troubles: [],
      });
    }
  }
  expect(replaced.size).toBeGreaterThan(20);
});

const given = 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total int);\n';

/** Of the first finding of `blocking-index-build`, or of another rule. */
function replacementIn(sql: string, { rule = 'blocking-index-build', wrapped = 'none' as Example['wrapped'] } = {}) {
  const files = [{ name: 'a.sql', sql }];
  const example: Example = {
    rule,
    role: 'unsafe',
    given,
    files,
    wrapped,
    majors: [15],
    refused: false,
    line: 1,
    last: 1,
  };
  const finding = judgeExample(example, 15).findings.find((each) => each.rule === rule);
  if (!finding) throw new Error('no finding');
  return finding.replacement;
}

const build = 'CREATE INDEX a ON orders (user_id)';
const safe = 'CREATE INDEX CONCURRENTLY a ON orders (user_id);';

test.each([
  ['alone', `${build};\n`, 1, 1, safe],
  ['between others', `SELECT 1;\n${build};\nSELECT 2;\n`, 2, 2, safe],
  ['over several lines', 'SELECT 1;\nCREATE INDEX a\n  ON orders\n  (user_id);\n', 2, 4, safe],
  ['indented', `SELECT 1;\n\t${build} ;\n`, 2, 2, `\t${safe}`],
  ['with a comment behind', `${build}; -- for the list\nSELECT 1;\n`, 1, 1, `${safe} -- for the list`],
  ['at the end without a semicolon', `SELECT 1;\n${build}`, 2, 2, safe],
  ['behind a byte order mark', `\ufeff${build};\n`, 1, 1, safe],
])('a statement %s', (_, sql, startLine, endLine, text) => {
  expect(replacementIn(sql)).toEqual({ startLine, endLine, text });
});

test('line breaks are those of the file', () => {
  const check = 'ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);';
  for (const sql of [`SELECT 1;\r\n${check}\r\n`, `SELECT 1;\r\n${check}`]) {
    const { text = '' } = replacementIn(sql, { rule: 'validating-check' }) ?? {};
    expect(text.split('\r\n')).toEqual([
      `SET lock_timeout = '5s';`,
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID;',
      '-- then, in a transaction of its own',
      'ALTER TABLE orders VALIDATE CONSTRAINT c;',
    ]);
  }
});

test.each([
  ['shares its line with one before', `SELECT 1; ${build};\n`],
  ['shares its line with one behind', `${build}; SELECT 1;\n`],
  ['shares its last line', 'CREATE INDEX a\n  ON orders (user_id); SELECT 1;\n'],
  ['has its semicolon on a line below', `${build}\n;\n`],
  ['has a block comment behind it', `${build}; /* a\nb */\n`],
  ['holds a comment', 'CREATE INDEX a -- for the list\n  ON orders (user_id);\n'],
  ['is conditional', `\\if :{?x}\n${build};\n\\endif\n`],
  ['is written with a variable', '\\set t orders\nCREATE INDEX a ON :t (user_id);\n'],
  ['is sent with the next', `${build}\\;\nSELECT 1;\n`],
  ['stands in a transaction that its advice leaves', `BEGIN;\n${build};\nCOMMIT;\n`],
  ['is part of a body', `DO $$ BEGIN\n${build};\nEND $$;\n`],
])('none where the statement %s', (_, sql) => {
  expect(replacementIn(sql)).toBeUndefined();
});

test('none where the runner wraps the file, which can hold no CONCURRENTLY', () => {
  expect(replacementIn(`${build};\n`, { wrapped: 'file' })).toBeUndefined();
});

test('a string of several lines is not indented', () => {
  const sql = (indent: string) => `${indent}ALTER TABLE orders ADD CONSTRAINT c CHECK (total::text <> 'a\nb');\n`;
  const rule = 'validating-check';
  expect(replacementIn(sql(''), { rule })?.text).toContain("'a\nb'");
  expect(replacementIn(sql('  '), { rule })).toBeUndefined();
});
