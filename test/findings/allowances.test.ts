// Which statement an allowance comment is about, and what becomes of one that is wrong.
import { describe, expect, test } from 'vitest';
import { folder, run } from '../cli/run.ts';

interface Reported {
  rule: string;
  status: string;
  reason?: string;
  start: { line: number; column: number };
  message: string;
}

async function report(files: Record<string, string>): Promise<{ findings: Reported[]; unusedAllowances: Reported[] }> {
  const { stdout } = await run(folder(files), ['--format', 'json', 'a.sql']);
  return JSON.parse(stdout);
}

/** `line:status` of the findings, and `line:column rule` of complaints. */
async function outcome(sql: string) {
  const { findings, unusedAllowances } = await report({ 'a.sql': sql });
  return {
    findings: findings.map(({ start, status }) => `${start.line}:${status}`),
    complaints: unusedAllowances.map(({ start, rule }) => `${start.line}:${start.column} ${rule}`),
  };
}

const allow = 'migration-lint-allow sample-dropped-table: why not';

describe('the statement meant', () => {
  test.each([
    { where: 'before', sql: `-- ${allow}\nDROP TABLE a;`, findings: ['2:allowed'] },
    { where: 'before, apart', sql: `-- ${allow}\n\n-- more\n\nDROP TABLE a;`, findings: ['5:allowed'] },
    {
      where: 'behind, on its line',
      sql: `DROP TABLE a; -- ${allow}\nDROP TABLE b;`,
      findings: ['1:allowed', '2:open'],
    },
    {
      where: 'behind, on its last line',
      sql: `DROP TABLE\n  a; -- ${allow}\nDROP TABLE b;`,
      findings: ['1:allowed', '3:open'],
    },
    { where: 'inside', sql: `DROP TABLE -- ${allow}\n  a;\nDROP TABLE b;`, findings: ['1:allowed', '3:open'] },
    {
      where: 'between two on a line',
      sql: `DROP TABLE a; /* ${allow} */ DROP TABLE b;`,
      findings: ['1:open', '1:allowed'],
    },
    { where: 'a block', sql: `/*\n * ${allow}\n */\nDROP TABLE a;\nDROP TABLE b;`, findings: ['4:allowed', '5:open'] },
    { where: 'Windows', sql: `-- ${allow}\r\nDROP TABLE a;\r\nDROP TABLE b;\r\n`, findings: ['2:allowed', '3:open'] },
    {
      where: 'a file',
      sql: `DROP TABLE a;\nDROP TABLE b;\n-- ${allow.replace('allow', 'allow-file')}`,
      findings: ['1:allowed', '2:allowed'],
    },
    { where: 'a string is no comment', sql: `SELECT '-- ${allow}';\nDROP TABLE a;`, findings: ['2:open'] },
    {
      where: 'a list',
      sql: `-- migration-lint-allow sample-dropped-table, sample-dropped-table: x\nDROP TABLE a;`,
      findings: ['2:allowed'],
    },
  ])('$where', async ({ sql, findings }) => {
    expect(await outcome(sql)).toEqual({ findings, complaints: [] });
  });
});

describe('an allowance that allows nothing is reported', () => {
  test.each([
    { what: 'unused', sql: `-- ${allow}\nSELECT 1;`, complaints: ['1:4 unused-allowance'] },
    { what: 'nothing follows', sql: `SELECT 1;\n\n-- ${allow}`, complaints: ['3:4 unused-allowance'] },
    {
      what: 'no reason',
      sql: '-- migration-lint-allow sample-dropped-table:  \nSELECT 1;',
      complaints: ['1:4 invalid-allowance'],
    },
    { what: 'no rule', sql: '-- migration-lint-allow: because\nSELECT 1;', complaints: ['1:4 invalid-allowance'] },
    {
      what: 'unknown rule',
      sql: 'SELECT 1;\n/* a\n  migration-lint-allow nothing-like-it: x */\nSELECT 2;',
      complaints: ['3:3 invalid-allowance'],
    },
    {
      what: 'a misspelt word',
      sql: `-- ${allow.replace('allow', 'alow')}\nSELECT 1;`,
      complaints: ['1:4 invalid-allowance'],
    },
    {
      what: 'a blank for the hyphen',
      sql: `-- ${allow.replace('-allow', ' allow')}\nSELECT 1;`,
      complaints: ['1:4 invalid-allowance'],
    },
  ])('$what', async ({ sql, complaints }) => {
    expect(await outcome(sql)).toEqual({ findings: [], complaints });
  });

  test('not where the statement could not be read', async () => {
    expect(await outcome(`-- ${allow}\nDROP TABEL a;\nSELECT 1;`)).toEqual({ findings: [], complaints: [] });
  });

  test('not where the config turns the rule off', async () => {
    const files = {
      'a.sql': `-- ${allow}\nDROP TABLE a;`,
      'migration-lint.config.json': '{"rules":{"sample-dropped-table":"off"}}',
    };
    expect(await report(files)).toMatchObject({ findings: [], unusedAllowances: [] });
  });
});

test('an allowed finding keeps its place in the report, with the reason', async () => {
  const { findings } = await report({ 'a.sql': `-- ${allow}\nDROP TABLE a;` });
  expect(findings).toMatchObject([{ rule: 'sample-dropped-table', status: 'allowed', reason: 'why not' }]);
});

test('the comments of XML are as those of SQL', async () => {
  const master = `<databaseChangeLog>
    <changeSet id="1" author="ann">
      <!-- ${allow} -->
      <dropTable tableName="a"/>
      <!--
        ${allow}-->
      <dropTable tableName="b"/>
      <!-- no ${allow} -->
      <dropTable tableName="c"/>
      <!-- migration-lint-allow sample-dropped-table: -->
      <dropTable tableName="d"/>
    </changeSet>
  </databaseChangeLog>
  <!-- ${allow} -->`;
  const { stdout } = await run(folder({ 'db.changelog-master.xml': master }), ['--all', '--format', 'json']);
  const { findings, unusedAllowances }: Awaited<ReturnType<typeof report>> = JSON.parse(stdout);
  expect(findings.map(({ start, status, reason }) => [start.line, status, reason])).toEqual([
    [4, 'allowed', 'why not'],
    [7, 'allowed', 'why not'],
    [9, 'open', undefined],
    [11, 'open', undefined],
  ]);
  expect(unusedAllowances.map(({ start, rule }) => `${start.line}:${start.column} ${rule}`)).toEqual([
    '10:12 invalid-allowance',
    '14:8 unused-allowance',
  ]);
});

test('an included file brings its own allowances, and the migration can allow for all that it includes', async () => {
  const included = await report({ 'a.sql': '\\i b.inc\n', 'b.inc': `-- ${allow}\nDROP TABLE a;\nDROP TABLE b;` });
  expect(included.findings.map(({ status }) => status)).toEqual(['allowed', 'open']);
  const whole = await report({
    'a.sql': `-- ${allow.replace('allow', 'allow-file')}\n\\i b.inc\n`,
    'b.inc': 'DROP TABLE a;',
  });
  expect(whole.findings.map(({ status }) => status)).toEqual(['allowed']);
});
