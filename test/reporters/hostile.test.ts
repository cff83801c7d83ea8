// Nothing that a migration, its name or its repository holds is more than text in any format.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { excerptOf } from '../../src/findings/excerpt.ts';
import type { Finding, Report } from '../../src/findings/finding.ts';
import { lint } from '../../src/lint.ts';
import type { Effect } from '../../src/postgres/effect.ts';
import { type ReportFormat, reportFormats } from '../../src/reporters/format.ts';
import { script } from '../../src/reporters/html/script.ts';
import { style } from '../../src/reporters/html/style.ts';
import { wellFormed } from '../../src/reporters/inert.ts';
import { pullRequestReport } from '../../src/reporters/pull-request.ts';
import { renderReport } from '../../src/reporters/render.ts';
import { visible } from '../../src/reporters/terminal.ts';
import { SourceText } from '../../src/source/source-text.ts';
import { sampleRules } from '../cli/sample-rules.ts';
import { folder } from '../selection/repository.ts';
import { exampleContext as context } from './example.ts';
import { fragments, hostileTexts } from './hostile-texts.ts';
import { commandsIn, elementsIn, type Page, page, rendered, xmlTree } from './readers.ts';

/** A report that says the text wherever a report says anything of the user's. */
function reportOf(text: string): Report {
  const source = SourceText.of('a.sql', `${text}\n${text}`);
  const span = source.span(0, source.text.length);
  const relation = { oid: 1, schema: text, name: text, kind: 'table', known: true } as const;
  const effects: Effect[] = [
    { kind: 'lock', relation, mode: 'AccessExclusiveLock', certain: false, unless: text },
    { kind: 'build', relation, index: text, certain: true },
  ] as unknown as Effect[];
  const finding: Finding = {
    rule: 'sample-validating-key',
    severity: 'error',
    file: text,
    span,
    message: `Writes to ${text} wait, ${text}`,
    circumstances: [text, `${text} is old.`],
    instead: `ALTER TABLE ${text};\n${text}`,
    related: [{ file: text, span, message: text }],
    effects,
    sql: text,
    excerpt: excerptOf(source, span),
    sizes: { note: text, tables: [{ relation: text, bytes: 1, indexBytes: 1, scans: 1 }], indexes: [] },
    status: 'open',
  };
  const held = [{ relation, mode: 'ShareLock' as const }];
  const statement = { sql: text, file: text, span, transaction: 0, effects, held, isNew: () => false };
  return {
    postgres: '15',
    findings: [
      finding,
      { ...finding, severity: 'warning' },
      { ...finding, severity: 'info', excerpt: undefined },
      { ...finding, status: 'allowed', reason: text },
      { ...finding, status: 'in the baseline' },
    ],
    gaps: [{ kind: 'syntax', file: text, span, reason: text, text }],
    acceptedGaps: [],
    historyGaps: [{ kind: 'syntax', file: text, span, reason: text }],
    unusedAllowances: [{ ...finding, rule: 'unused-allowance', severity: 'warning' }],
    files: [{ path: text, framework: 'sql', direction: 'up', judged: true, statements: 1 }],
    notes: [text, `${text} holds no SQL statement.`],
    bugs: [{ where: text, file: text, span, message: text }],
    baseline: { name: text, stale: [] },
    timelines: [{ file: text, framework: 'sql', direction: 'up', statements: [statement, statement], more: 1 }],
    verdict: 'incomplete',
  };
}

const render = async (format: ReportFormat, report: Report): Promise<string> =>
  [...(await renderReport(format, report, context))].join('');

const openPlaces = 6;
/** Controls, what reorders text, and halves of characters. */
const active =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** What GitHub makes links, mentions, references or pictures of. */
const linking = /@\w|:\/\/|www\.|#\d|\b[A-Z]+-\d|:\w+:|\$\S/;
const markdownElements = /^(?:code|details|h2|h3|li|p|pre|strong|summary|table|tbody|td|th|tr|ul)$/;
const markdownAttributes = /^(?:class=language-sql|rowspan=\d+)$/;

function expectTextOnly(markdown: string): void {
  const { elements, attributes, prose } = rendered(markdown);
  expect(elements.filter((name) => !markdownElements.test(name))).toEqual([]);
  expect(attributes.filter((attribute) => !markdownAttributes.test(attribute))).toEqual([]);
  expect(prose).not.toMatch(linking);
}

const ours = 'https://github.com/o/r/';
const commentElements = /^(?:a|blockquote)$/;

/** As `expectTextOnly`, but for the links that the action asks for and the callout of its notices. */
function expectComment(text: string, limit: number): void {
  const { text: comment } = pullRequestReport(reportOf(text), {
    limit,
    allowIncomplete: false,
    notices: [`The pull request edits ${text}: ${text}`, text],
    summaryUrl: `${ours}actions/runs/1`,
    blobUrl: (file, line) => `${ours}blob/abc/${encodeURIComponent(wellFormed(file))}#L${line}`,
  });
  expect(active.test(comment) ? comment : '').toBe('');
  // By such a mark the action knows its own.
  expect(comment).not.toContain('<!--');
  const { elements, attributes, prose, folds } = rendered(comment);
  expect(elements.filter((name) => !markdownElements.test(name) && !commentElements.test(name))).toEqual([]);
  const others = attributes.filter((attribute) => !markdownAttributes.test(attribute));
  expect(others.filter((attribute) => !attribute.startsWith(`href=${ours}`))).toEqual([]);
  expect(prose).not.toMatch(linking);
  // A hostile one stands in a fence.
  expect(comment.match(/^<details><summary>(?:Safe SQL|\d+ findings? allowed|Locks of|How it)/gm)).toHaveLength(folds);
}

const pageElements =
  /^(?:a|article|b|body|caption|code|col|colgroup|dd|details|div|dl|dt|footer|h1|h2|h3|head|header|html|li|main|meta|nav|ol|p|pre|script|section|small|span|style|summary|table|tbody|td|th|thead|title|tr|ul)$/;
/** Attributes of the page's body, each with a value of ours. */
const pageAttributes =
  /^(?:(?:class|data-kind|data-of|data-label|aria-label|scope|rel)=[A-Za-z -]*|(?:id|aria-labelledby)=[a-z]+[\d-]*h?|href=#[a-z]+[\d-]+|href=https:\/\/www\.postgresql\.org\/[\w/.#-]+|data-n=\d+|colspan=\d+|open=)$/;

function expectPageOfText(output: string): Page {
  const read = page(output);
  expect(read.elements.filter((name) => !pageElements.test(name))).toEqual([]);
  expect(read.attributes.filter((attribute) => !pageAttributes.test(attribute))).toEqual([]);
  expect(read.scripts).toEqual([style, script]);
  return read;
}

function expectPageThatSays(output: string, text: string): void {
  const { head, prose } = expectPageOfText(output);
  expect(head).toEqual(headOfPage);
  const shown = replaced(visible(text)).replace(/[\ufffe\uffff]/g, '\ufffd');
  expect(prose.replaceAll('`', '')).toContain(`Writes to ${shown} wait, `.replaceAll('`', ''));
}

const headOfPage = page(await render('html', reportOf('users'))).head;

const checks: Readonly<Record<ReportFormat, (output: string, text: string) => void>> = {
  text: () => {},
  json: (output, text) => {
    const { findings, notes } = JSON.parse(output);
    expect([findings[0].file, findings[0].sql, notes[0]]).toEqual([text, text, text]);
  },
  markdown: (output) => {
    expectTextOnly(output);
    expect(output.match(/^<details>/gm)).toHaveLength(5);
    expect(output.match(/^<\/details>/gm)?.length).toBeGreaterThanOrEqual(5);
  },
  github: () => {},
  sarif: (output) => {
    for (const [, message] of output.matchAll(/"text": (".*")/g)) expect(JSON.parse(message ?? '')).not.toMatch(/\]\(/);
    for (const [, uri] of output.matchAll(/"uri": (".*")/g)) {
      const { protocol, host } = new URL(JSON.parse(uri ?? ''), 'file:///repository/');
      expect([protocol, host]).toEqual(['file:', '']);
    }
  },
  gitlab: (output) => {
    const issues = JSON.parse(output) as { description: string; fingerprint: string }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(openPlaces);
    for (const { description } of issues) expect(description).not.toMatch(/\n/);
  },
  junit: (output) => {
    const root = xmlTree(output);
    expect(elementsIn(root, 'testcase')).toHaveLength(openPlaces + 2);
    expect(elementsIn(root, 'failure').length + elementsIn(root, 'error').length).toBe(3);
  },
  checkstyle: (output, text) => {
    const root = xmlTree(output);
    expect(elementsIn(root, 'error')).toHaveLength(openPlaces);
    expect(root.children).toHaveLength(1);
    expect(root.children[0]?.attributes.name).toBe(replaced(visible(text)).replace(/[\ufffe\uffff]/g, '\ufffd'));
  },
  rdjson: (output) => {
    const { diagnostics } = JSON.parse(output) as { diagnostics: { message: string }[] };
    expect(diagnostics).toHaveLength(openPlaces);
    for (const { message } of diagnostics) expectTextOnly(message);
  },
  html: expectPageThatSays,
};

/** As UTF-8 has it. */
const replaced = (text: string): string => Buffer.from(text).toString();

async function check(format: ReportFormat, text: string): Promise<void> {
  const output = await render(format, reportOf(text));
  expect(active.test(output) ? output : '').toBe('');
  const commands = commandsIn(output);
  expect(commands.map(({ name }) => name)).toEqual(
    format === 'github' ? ['error', 'error', 'error', 'warning', 'warning', 'notice'] : [],
  );
  for (const { properties, data } of commands) {
    expect(properties.file).toBe(replaced(visible(text)));
    expect(Object.keys(properties).filter((key) => !/^(?:file|line|endLine|col|endColumn|title)$/.test(key))).toEqual(
      [],
    );
    expect(data).not.toBe('');
  }
  checks[format](output, text);
}

test('the list is long enough', () => {
  expect(new Set(hostileTexts).size).toBeGreaterThan(400);
});

describe('the comment on a pull request', () => {
  test('says each hostile text and does nothing', () => {
    for (const [at, text] of hostileTexts.entries()) {
      try {
        expectComment(text, at % 4 === 0 ? 4_000 : 65_536);
      } catch (error) {
        (error as Error).message = `${JSON.stringify(text)}: ${(error as Error).message}`;
        throw error;
      }
    }
  }, 90_000);

  test('whatever is put together of them', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, (parts) => expectComment(parts.join(''), 65_536)),
      { numRuns: 60 },
    );
  });
});

describe.each(reportFormats)('%s', (format) => {
  test('says each hostile text and does nothing', async () => {
    for (const text of hostileTexts) {
      await check(format, text).catch((error: Error) => {
        error.message = `${JSON.stringify(text)}: ${error.message}`;
        throw error;
      });
    }
  }, 120_000);

  test('whatever is put together of them', async () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(text, (parts) => check(format, parts.join(''))),
      { numRuns: 60 },
    );
  });
});

test('what is linted really: tables and files of such names', async () => {
  const isName = (text: string) => text !== '' && Buffer.byteLength(text) < 63 && !/[\0\ud800-\udfff]/.test(text);
  const names = hostileTexts.filter(isName);
  expect(names.length).toBeGreaterThan(200);
  const { path, write } = folder();
  const fileName = (name: string, at: number) => `${at}_${name.replaceAll('/', '\u2215').slice(0, 60)}.sql`;
  const files = names.map((name, at) => [fileName(name, at), `DROP TABLE "${name.replaceAll('"', '""')}";\n`] as const);
  write(Object.fromEntries(files));
  const config = defaultConfig(path);
  const paths = files.map(([name]) => `./${name}`);
  const report = await lint({
    rules: sampleRules,
    request: { paths, mode: 'all', history: false, config },
    host: nodeHost(path),
    timelines: true,
  });
  expect(report.findings.length).toBeGreaterThan(200);
  for (const format of reportFormats) {
    const output = await render(format, report);
    expect(active.test(output)).toBe(false);
    expect(commandsIn(output)).toHaveLength(format === 'github' ? report.findings.length + report.gaps.length : 0);
    if (format === 'markdown') expectTextOnly(output);
    if (format === 'html') expectPageOfText(output);
  }
});
