// What reads our reports must be able to: each format goes through its published schema, or a parser that others use.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { RDFormatValidator } from '@umbrelladocs/rdformat-validator';
import { Ajv } from 'ajv';
import { parse as parseJunit } from 'junit2json';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { reportJsonSchema, reportSchemaPath } from '../../scripts/generate-config-schema.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { rulePage } from '../../src/cli/package-folder.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { Finding, Report } from '../../src/findings/finding.ts';
import { lint } from '../../src/lint.ts';
import { checkstyleReport } from '../../src/reporters/checkstyle.ts';
import { githubReport } from '../../src/reporters/github.ts';
import { gitlabReport } from '../../src/reporters/gitlab.ts';
import { jsonReport } from '../../src/reporters/json.ts';
import { junitReport } from '../../src/reporters/junit.ts';
import { markdownReport } from '../../src/reporters/markdown.ts';
import { rdjsonReport } from '../../src/reporters/rdjson.ts';
import { rooted } from '../../src/reporters/rooted.ts';
import { sarifReport } from '../../src/reporters/sarif.ts';
import { exampleContext as context, exampleReport } from './example.ts';
import { commandsIn, elementsIn, rendered, xmlTree } from './readers.ts';

const report = await exampleReport();
/** The same, the new migrations further down in their files. */
const moved = await exampleReport({ before: '-- moved\n\nSELECT 1;\n\n' });

/** As the report, the safe SQL fit to stand in lines 1 to 3. */
const replacement = { startLine: 1, endLine: 3, text: 'ALTER TABLE posts\n  ADD …;' };
const replaceable: Report = {
  ...report,
  findings: report.findings.map((finding) => (finding.instead === undefined ? finding : { ...finding, replacement })),
};

describe('JSON', () => {
  const schema = JSON.parse(readFileSync(reportSchemaPath, 'utf8'));
  const validate = new Ajv({ strict: false }).compile(schema);

  test('the shipped schema is the generated one', () => {
    expect(schema).toEqual(reportJsonSchema());
  });

  test('reports are as it says', async () => {
    const reports = [report, { ...report, baseline: undefined }];
    for (const each of reports) {
      validate(JSON.parse(jsonReport(each)));
      expect(validate.errors ?? []).toEqual([]);
    }
    const { findings, ...rest } = JSON.parse(jsonReport(report));
    expect(validate(rest)).toBe(false);
    expect(validate({ ...rest, findings: [{ ...findings[0], severity: 'fatal' }] })).toBe(false);
  });

  test('every effect that rules rest on is as it says', async () => {
    const root = resolve(import.meta.dirname, '../..');
    const request = { paths: ['fixtures/incidents'], mode: 'all' as const, history: true, config: defaultConfig(root) };
    const incidents = await lint({ rules, request, host: nodeHost(root) });
    expect(incidents.findings.length).toBeGreaterThan(20);
    validate(JSON.parse(jsonReport(incidents)));
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('SARIF', () => {
  const require = createRequire(import.meta.url);
  const { $schema: _, id: __, ...schema } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const log = (of: Report): Log => JSON.parse(sarifReport(of, context));
  const run = (of: Report) => {
    const [first] = log(of).runs;
    if (!first) throw new Error('no run');
    return first;
  };

  test('the schema of SARIF 2.1.0', () => {
    validate(log(report));
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...log(report), version: '2.0.0' })).toBe(false);
  });

  test('a fix of whole lines where the safe SQL can stand in them', () => {
    validate(log(replaceable));
    expect(validate.errors ?? []).toEqual([]);
    const { results = [] } = run(replaceable);
    const fixes = results.flatMap(({ fixes: of = [] }) => of);
    expect(fixes.map(({ artifactChanges }) => artifactChanges)).toEqual([
      [
        {
          artifactLocation: { uri: 'migrations/003_open.sql', uriBaseId: '%SRCROOT%' },
          replacements: [{ deletedRegion: { startLine: 1, endLine: 3 }, insertedContent: { text: replacement.text } }],
        },
      ],
    ]);
  });

  test('indexes lead to what they name, and URIs are relative', () => {
    const { tool, results = [], invocations = [] } = run(report);
    expect(results.map(({ ruleIndex = -1 }) => tool.driver.rules?.[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    for (const { descriptor } of invocations[0]?.toolExecutionNotifications ?? []) {
      expect(tool.driver.notifications?.[descriptor?.index ?? -1]?.id).toBe(descriptor?.id);
    }
    const uris = [...sarifReport(report, context).matchAll(/"uri": "(.*)"/g)].map(([, uri]) => uri ?? '');
    expect(uris.length).toBeGreaterThan(10);
    expect(uris.filter((uri) => !/^migrations\/\d+_\w+\.sql$/.test(uri))).toEqual([]);
  });

  test('what is allowed or in the baseline is suppressed, and nothing else', () => {
    const kinds = (run(report).results ?? []).map(({ suppressions = [] }) =>
      suppressions.map(({ kind }) => kind).join(),
    );
    expect(kinds).toEqual(['', '', '', '', 'inSource', 'external', '']);
  });

  test('fingerprints are unique and stay where lines move', () => {
    const prints = (of: Report) =>
      (run(of).results ?? []).map(({ partialFingerprints }) => partialFingerprints?.['statement/v1']);
    expect(new Set(prints(report)).size).toBe(7);
    expect(prints(moved)).toEqual(prints(report));
    const lines = (of: Report) =>
      (run(of).results ?? []).map(({ locations }) => locations?.[0]?.physicalLocation?.region?.startLine);
    expect(lines(moved)).not.toEqual(lines(report));
  });

  test('every rule has its page as help', () => {
    const findings = rules.map(({ id }): Finding => ({ ...(report.findings[1] as Finding), rule: id }));
    const { driver } = run({ ...report, findings }).tool;
    expect(driver.rules).toHaveLength(rules.length + 1);
    const text = sarifReport({ ...report, findings }, { ...context, rules, page: rulePage });
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
    for (const { id, help, fullDescription } of (JSON.parse(text) as Log).runs[0]?.tool.driver.rules ?? []) {
      if (!rules.some((rule) => rule.id === id)) continue;
      expect(`${id}: ${fullDescription?.text}`).toMatch(/: .{40}/);
      expect(help?.markdown).toMatch(/^## The hazard\n[\s\S]*\n## When to allow it\n/);
      expect(help?.markdown).not.toMatch(/^```(?:sql .|text (?:findings|locks))/m);
    }
  });
});

describe('GitHub', () => {
  const output = [...githubReport(report, context)].join('');

  test('the runner finds one annotation for each open place, on its line', () => {
    const commands = commandsIn(output);
    expect(commands.map(({ name, properties }) => `${name} ${properties.file}:${properties.line}`)).toEqual([
      'error migrations/002_edited.sql:1',
      'error migrations/003_open.sql:1',
      'error migrations/005_unread.sql:2',
      'error migrations/006_fault.sql:1',
      'warning migrations/003_open.sql:7',
      'warning migrations/004_accepted.sql:4',
      'notice migrations/003_open.sql:10',
    ]);
    expect(commands[1]?.properties.title).toBe('migration-lint: sample-validating-key');
    expect(commands[1]?.data).toContain('\nSafe:\n-- first migration\n');
  });
});

describe('GitLab', () => {
  interface Issue {
    description: string;
    check_name: string;
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
  }
  const issues = (of: Report) => JSON.parse(gitlabReport(of, context)) as Issue[];
  // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  const string = { type: 'string', minLength: 1 };
  const validate = new Ajv().compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', pattern: '^[^\n]+$' },
        check_name: string,
        fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^[^./]' },
            lines: {
              type: 'object',
              required: ['begin'],
              properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  });

  test('the form that GitLab documents', () => {
    expect(issues(report)).toHaveLength(7);
    validate(issues(report));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('fingerprints are unique, also of equal statements, and stay where lines move', () => {
    const prints = (of: Report) => issues(of).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints({ ...report, findings: [...report.findings, ...report.findings] })).size).toBe(11);
    expect(prints(moved)).toEqual(prints(report));
  });
});

describe('JUnit', () => {
  test('a parser of JUnit reads what counts say', async () => {
    const parsed = await parseJunit(junitReport(report, context));
    const suites = (parsed && 'testsuite' in parsed ? parsed.testsuite : undefined) ?? [];
    expect(suites.map(({ name }) => name)).toEqual(report.files.filter(({ judged }) => judged).map(({ path }) => path));
    for (const { testcase = [], tests, failures, errors, skipped } of suites) {
      const count = (key: 'failure' | 'error' | 'skipped') => testcase.filter((each) => each[key] !== undefined).length;
      expect([testcase.length, count('failure'), count('error'), count('skipped')]).toEqual([
        tests,
        failures,
        errors,
        skipped,
      ]);
    }
    const [, open] = suites;
    expect(open?.testcase?.[0]?.failure?.[0]?.inner).toContain(
      'posts     SHARE ROW EXCLUSIVE  scan (foreign-key)  writes',
    );
  });

  test('red is what makes the command fail', () => {
    const counts = (changes: Partial<typeof context>) => {
      const { failures, errors } = xmlTree(junitReport(report, { ...context, ...changes })).attributes;
      return [Number(failures), Number(errors)];
    };
    expect(counts({})).toEqual([2, 2]);
    expect(counts({ failOn: 'warning' })).toEqual([4, 2]);
    expect(counts({ failOn: 'never', allowIncomplete: true })).toEqual([0, 1]);
  });
});

test('Checkstyle: files with their errors, as its own reports have them', () => {
  const root = xmlTree(checkstyleReport(report, context));
  expect([root.name, root.attributes.version]).toEqual(['checkstyle', '4.3']);
  const lines = root.children.flatMap(({ attributes, children }) =>
    children.map(
      (error) => `${attributes.name}:${error.attributes.line} ${error.attributes.severity} ${error.attributes.source}`,
    ),
  );
  expect(lines).toHaveLength(7);
  expect(lines[1]).toBe('migrations/003_open.sql:1 error migration-lint.sample-validating-key');
  for (const { attributes } of elementsIn(root, 'error')) {
    expect(attributes.severity).toMatch(/^(?:error|warning|info)$/);
    expect(attributes.line).toMatch(/^[1-9]\d*$/);
  }
});

describe('reviewdog', () => {
  interface Diagnostics {
    diagnostics: { message: string; location: { path: string; range?: { start: object; end: object } } }[];
  }
  const parsed = JSON.parse(rdjsonReport(report, context)) as Diagnostics;

  test('the validator of its format', async () => {
    const result = await new RDFormatValidator({ strictMode: true, allowExtraFields: false }).validateString(
      rdjsonReport(report, context),
    );
    expect(result.errors).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('a suggestion where the safe SQL can stand in the lines', async () => {
    const text = rdjsonReport(replaceable, context);
    const validator = new RDFormatValidator({ strictMode: true, allowExtraFields: false });
    expect((await validator.validateString(text)).errors).toEqual([]);
    const { diagnostics } = JSON.parse(text) as { diagnostics: { suggestions?: object[] }[] };
    expect(diagnostics.flatMap(({ suggestions = [] }) => suggestions)).toEqual([
      { range: { start: { line: 1 }, end: { line: 3 } }, text: replacement.text },
    ]);
  });

  test('columns count bytes', () => {
    const text = readFileSync(new URL('../../fixtures/reports/project/migrations/003_open.sql', import.meta.url));
    const line = text
      .subarray(0, text.indexOf(';\n', text.indexOf('DROP')))
      .subarray(text.lastIndexOf('\n', text.indexOf('DROP')) + 1);
    expect(parsed.diagnostics[3]?.location.range).toEqual({
      start: { line: 10, column: line.indexOf('DROP') + 1 },
      end: { line: 10, column: line.length + 1 },
    });
  });
});

test('Markdown: a table for each migration, the safe SQL in a fold', () => {
  const { elements, attributes, code } = rendered([...markdownReport(report, context)].join(''));
  expect(elements).toEqual([
    'code',
    'details',
    'h2',
    'h3',
    'li',
    'p',
    'pre',
    'strong',
    'summary',
    'table',
    'tbody',
    'td',
    'th',
    'tr',
    'ul',
  ]);
  expect(new Set(attributes)).toEqual(new Set(['rowspan=4', 'class=language-sql']));
  expect(code).toContain('SHARE ROW EXCLUSIVE');
});

test('paths from the root of the repository', () => {
  const paths = (prefix: string) => rooted(report, prefix).findings.map(({ file }) => file)[0];
  expect([paths(''), paths('services/api/')]).toEqual([
    'migrations/002_edited.sql',
    'services/api/migrations/002_edited.sql',
  ]);
  const at = (file: string) =>
    rooted({ ...report, gaps: [{ kind: 'syntax', file, reason: '' }] }, 'services/api/').gaps[0]?.file;
  expect(['../db/1.sql', '../../../1.sql', '/tmp/1.sql', '<stdin>'].map(at)).toEqual([
    'services/db/1.sql',
    '../1.sql',
    '/tmp/1.sql',
    '<stdin>',
  ]);
});
