// GitHub's workflow commands: annotations on the lines of what is open. In their values only what ends a value or a line has to be
// escaped (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs); the lines around them are inert.
import type { Finding, Report, Severity } from '../findings/finding.ts';
import type { ReportContext } from './format.ts';
import { wellFormed, withoutCommands } from './inert.ts';
import { type Item, openItems } from './items.ts';
import { summaryLine } from './summary.ts';
import { oneLine, visible } from './terminal.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };
const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** The most severe first: GitHub shows ten errors, ten warnings and ten notices of a step. */
export function* githubReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Generator<string> {
  const items = openItems(report, context);
  for (const severity of severities) {
    for (const item of items) if (item.severity === severity) yield `${annotation(item)}\n`;
  }
  for (const note of report.notes) yield `${withoutCommands(oneLine(note))}\n`;
  yield `${summaryLine(report)}\n`;
}

/** A workflow command without a line break at its end. */
export function annotation({ rule, severity, file, span, message, more, finding }: Item): string {
  const place = span && { line: span.start.line, endLine: span.end.line, ...columns(span) };
  const properties = { file, ...(place ?? { line: 1 }), title: `migration-lint: ${rule}` };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${commands[severity]} ${written.join(',')}::${data([message, ...more, ...safeWay(finding)].join('\n'))}`;
}

function safeWay({ instead, remedy }: Partial<Finding> = {}): string[] {
  if (instead === undefined) return [];
  const code = remedy ? ['', `The same in ${remedy.tool}:`, remedy.code] : [];
  return ['', 'Safe:', instead.trimEnd(), ...code];
}

/** Columns are of one line only. */
const columns = ({ start, end }: NonNullable<Item['span']>) =>
  start.line === end.line ? { col: start.column, endColumn: end.column } : {};

const data = (text: string): string =>
  wellFormed(visible(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
