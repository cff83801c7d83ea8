// Checkstyle's XML, which many CI servers and review bots read: what is open, by file.
import type { Report } from '../findings/finding.ts';
import type { ReportContext } from './format.ts';
import { byJudgedFile, type Item, openItems } from './items.ts';
import { element, parent, xmlDocument } from './xml.ts';

/** https://checkstyle.org/result_reports.html */
export function checkstyleReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): string {
  const items = byJudgedFile(report, openItems(report, context));
  const files = items.map(({ file, items }) => parent('file', { name: file }, items.map(errorOf)));
  return xmlDocument(parent('checkstyle', { version: '4.3' }, files));
}

const errorOf = ({ span, severity, message, more, rule }: Item): string =>
  element('error', {
    line: span?.start.line ?? 1,
    column: span?.start.column,
    severity,
    message: [message, ...more].join('\n'),
    source: `migration-lint.${rule}`,
  });
