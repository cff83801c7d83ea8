// Comments of squawk, eugene and strong_migrations as allowances, where the config says so.
import { describe, expect, test } from 'vitest';
import { allowFindings } from '../../src/findings/allowed-file.ts';
import { foreignSuppression } from '../../src/findings/foreign-comments.ts';
import type { Framework } from '../../src/frameworks/framework.ts';
import type { Rule } from '../../src/rule.ts';
import { folder, run } from '../cli/run.ts';
import { sampleRules } from '../cli/sample-rules.ts';

const equivalents: Record<string, Rule['equivalents']> = {
  'sample-dropped-table': { squawk: ['ban-drop-table'], eugene: ['E40'] },
  'sample-validating-key': { squawk: ['adding-foreign-key-constraint'], eugene: ['E1'] },
};
const rules = sampleRules.map((rule) => ({ ...rule, equivalents: equivalents[rule.id] }));

interface Reported {
  rule: string;
  severity: string;
  status: string;
  reason?: string;
  message: string;
  start: { line: number };
}

async function outcome(sql: string, tools = '[squawk, eugene, strong_migrations]') {
  const files = { 'a.sql': sql, 'migration-lint.config.yaml': `suppressions: ${tools}` };
  const { stdout } = await run(folder(files), ['--format', 'json', 'a.sql'], { rules: async () => rules });
  const { findings, unusedAllowances, notes } = JSON.parse(stdout) as {
    findings: Reported[];
    unusedAllowances: Reported[];
    notes: string[];
  };
  return {
    findings: findings.map(({ start, status, reason }) => `${start.line}: ${reason ?? status}`),
    unused: unusedAllowances.map(({ start, severity, message }) => `${start.line} ${severity}: ${message}`),
    notes,
  };
}

describe('what is allowed', () => {
  test.each([
    {
      what: 'the next statement',
      sql: '-- squawk-ignore ban-drop-table\nDROP TABLE a;\nDROP TABLE b;',
      findings: ['2: squawk-ignore ban-drop-table', '3: open'],
    },
    {
      what: 'a list, with a reason',
      sql: '-- squawk-ignore ban-drop-column,ban-drop-table -- nobody reads it\nDROP TABLE a;',
      findings: ['2: squawk-ignore ban-drop-column, ban-drop-table: nobody reads it'],
    },
    {
      what: 'inside a statement, in a block',
      sql: 'DROP TABLE\n/* squawk-ignore ban-drop-table */\na;',
      findings: ['1: squawk-ignore ban-drop-table'],
    },
    {
      what: 'a file',
      sql: 'DROP TABLE a;\nDROP TABLE b;\n-- squawk-ignore-file ban-drop-table',
      findings: ['1: squawk-ignore-file ban-drop-table', '2: squawk-ignore-file ban-drop-table'],
    },
    {
      what: 'a file, all rules',
      sql: '-- squawk-ignore-file\nDROP TABLE a;\nALTER TABLE b ADD FOREIGN KEY (c) REFERENCES d;',
      findings: ['2: squawk-ignore-file', '3: squawk-ignore-file'],
    },
    {
      what: "eugene's ids",
      sql: '-- eugene: ignore E9, E40\nDROP TABLE a;\nDROP TABLE b;',
      findings: ['2: eugene: ignore E9, E40', '3: open'],
    },
    {
      what: 'to eugene a comment is of the statement after it, even on one line',
      sql: 'DROP TABLE a; -- eugene: ignore E40\nDROP TABLE b;',
      findings: ['1: open', '2: eugene: ignore E40'],
    },
    { what: 'eugene, all rules', sql: '-- eugene: ignore\nDROP TABLE a;', findings: ['2: eugene: ignore'] },
    {
      what: 'safety_assured',
      sql: '-- safety_assured: the table is empty\nDROP TABLE a;\nDROP TABLE b;',
      findings: ['2: safety_assured: the table is empty', '3: open'],
    },
    {
      what: 'another rule',
      sql: '-- squawk-ignore adding-foreign-key-constraint\nDROP TABLE a;',
      findings: ['2: open'],
    },
    { what: 'a line without names', sql: '-- squawk-ignore\nDROP TABLE a;', findings: ['2: open'] },
    { what: 'prose', sql: '-- no squawk-ignore ban-drop-table here\nDROP TABLE a;', findings: ['2: open'] },
    { what: 'a string', sql: "SELECT '-- squawk-ignore-file';\nDROP TABLE a;", findings: ['2: open'] },
  ])('$what', async ({ sql, findings }) => {
    expect((await outcome(sql)).findings).toEqual(findings);
  });

  test('our own allowance comes first', async () => {
    const sql = '-- migration-lint-allow sample-dropped-table: mine\n-- squawk-ignore ban-drop-table\nDROP TABLE a;';
    expect(await outcome(sql)).toMatchObject({ findings: ['3: mine'], unused: [] });
  });
});

describe('what meets nothing is information', () => {
  test('where we would report an equal', async () => {
    const { unused } = await outcome('-- squawk-ignore ban-drop-table\nSELECT 1;');
    expect(unused).toEqual([
      '1 info: `squawk-ignore ban-drop-table` meets no finding on the statement: remove it, unless squawk needs it.',
    ]);
  });

  test.each(['-- squawk-ignore prefer-robust-stmts\nSELECT 1;', '-- squawk-ignore ban-drop-table\nDROP TABEL a;'])(
    'but not for rules without an equal, nor before what is not read: %s',
    async (sql) => {
      expect((await outcome(sql)).unused).toEqual([]);
    },
  );
});

test('without the config they allow nothing, and a note says so once for each tool', async () => {
  const sql = '-- squawk-ignore ban-drop-table\nDROP TABLE a;\n-- squawk-ignore x\n-- eugene: ignore\nSELECT 1;';
  const { findings, unused, notes } = await outcome(sql, '[eugene]');
  expect({ findings, unused: unused.length }).toEqual({ findings: ['2: open'], unused: 1 });
  expect(notes).toEqual([
    '2 suppressions for squawk allow nothing here: `suppressions: [squawk]` in the config lets them.',
  ]);
});

test('the comments of XML are as those of SQL', () => {
  const at = { offset: 0, line: 1, column: 1 };
  const comment = { span: { start: at, end: at }, kind: 'block', file: 'a.xml' } as const;
  const told = (text: string) => foreignSuppression({ ...comment, text });
  expect(told('<!-- squawk-ignore ban-drop-table -->')).toMatchObject({ names: ['ban-drop-table'], text: '' });
  expect(told('<!-- safety_assured: small -->')).toMatchObject({ tool: 'strong_migrations', text: 'small' });
});

test('a framework hands over what is assured in its own code', () => {
  type File = ReturnType<Framework['read']>[number];
  const at = (offset: number) => ({ offset, line: 1, column: offset + 1 });
  const span = { start: at(10), end: at(40) };
  const finding = (offset: number) =>
    ({ rule: 'x', file: 'a.rb', span: { start: at(offset), end: at(offset + 5) }, status: 'open' }) as never;
  const file = {
    path: 'a.rb',
    text: { path: 'a.rb', text: 'ruby' },
    assured: [{ tool: 'strong_migrations', span, text: 'small' }],
  } as unknown as File;
  const state = {
    event: { entry: { file }, comments: () => [] },
    statements: [],
    gaps: [],
    findings: [finding(12), finding(50)],
  } as never;
  const { findings } = allowFindings(state, { rules: [], suppressions: ['strong_migrations'], isOn: () => true });
  expect(findings.map(({ status, reason }) => reason ?? status)).toEqual(['safety_assured: small', 'open']);
});
