// JUnit's XML, for CI servers that show tests: a suite per judged migration, a test per finding. What makes the command fail is a
// failure, what could not be read an error, what is allowed or in the baseline skipped; the rest passes and says what it has to.
import type { Finding, Report } from '../findings/finding.ts';
import { failsAt, openFindings } from '../findings/report.ts';
import type { ReportContext } from './format.ts';
import { byJudgedFile, type Item, openItems } from './items.ts';
import { noPaint, oneLine } from './terminal.ts';
import { statementLines } from './text.ts';
import { element, escaped, parent, xmlDocument } from './xml.ts';

type Context = Pick<ReportContext, 'failOn' | 'allowIncomplete'>;

interface Test {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

/** Jenkins' schema: https://github.com/jenkinsci/xunit-plugin, junit-10.xsd. */
export function junitReport(report: Report, context: Context): string {
  const open = openItems(report, context).map((item) => ({ file: item.file, test: openTest(item, context) }));
  const skipped = suppressed(report).map((finding) => ({ file: finding.file, test: skippedTest(finding) }));
  const files = byJudgedFile(report, [...open, ...skipped]).map(({ file, items }) => ({
    file,
    tests: items.map(({ test }) => test),
  }));
  const suites = files.map(({ file, tests }) => ({ file, tests: tests.length > 0 ? tests : [cleanTest(file)] }));
  const all = suites.flatMap(({ tests }) => tests);
  const { skipped: _, ...counts } = countsOf(all);
  const written = suites.map(({ file, tests }) =>
    parent(
      'testsuite',
      { name: file, file, ...countsOf(tests) },
      tests.map(({ xml }) => xml),
    ),
  );
  return xmlDocument(parent('testsuites', { name: 'migration-lint', ...counts }, written));
}

function suppressed(report: Report): Finding[] {
  const open = new Set(openFindings(report));
  return report.findings.filter((finding) => !open.has(finding));
}

function countsOf(tests: readonly Test[]) {
  const count = (outcome: Test['outcome']) => tests.filter((test) => test.outcome === outcome).length;
  return { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function testcase({ rule, file, span }: Pick<Item, 'rule' | 'file' | 'span'>, content: string): string {
  const name = span ? `${rule} (line ${span.start.line}, column ${span.start.column})` : rule;
  return element('testcase', { name, classname: file }, content);
}

const cleanTest = (file: string): Test => ({
  outcome: 'passed',
  xml: element('testcase', { name: 'no findings', classname: file }),
});

function openTest(item: Item, { failOn, allowIncomplete }: Context): Test {
  const outcome = outcomeOf(item, { failOn, allowIncomplete });
  const text = escaped(textOf(item));
  const content =
    outcome === 'passed'
      ? element('system-out', {}, text)
      : element(outcome, { type: item.rule, message: oneLine(item.message) }, text);
  return { outcome, xml: testcase(item, content) };
}

function outcomeOf({ finding, rule }: Item, { failOn, allowIncomplete }: Context): Exclude<Test['outcome'], 'skipped'> {
  if (finding) return failsAt(finding.severity, failOn) ? 'failure' : 'passed';
  return allowIncomplete && rule === 'not-read' ? 'passed' : 'error';
}

/** As the report for people has it. */
function textOf({ finding, message, more }: Item): string {
  if (!finding) return [message, ...more].join('\n');
  return statementLines([finding], { width: 100, paint: noPaint }, new Set()).join('\n');
}

function skippedTest(finding: Finding): Test {
  const { rule, file, span, status, reason } = finding;
  const message = reason === undefined ? status : `${status}: ${reason}`;
  return {
    outcome: 'skipped',
    xml: testcase({ rule, file, span }, element('skipped', { message: oneLine(message) })),
  };
}
