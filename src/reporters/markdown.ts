// The report as Markdown, for a job summary or a comment: per migration what its relations are locked with and who waits, its findings,
// and the safe SQL in folds. Nothing that a migration holds is Markdown here, see markdown-text.ts.
import type { Report } from '../findings/finding.ts';
import type { ReportContext } from './format.ts';
import { openItems } from './items.ts';
import { inert, itemText, sectionHead, sectionsOf, suppressedText } from './markdown-parts.ts';
import { inline } from './markdown-text.ts';
import { summaryLine } from './summary.ts';

/** Pieces in order, each ending with an empty line; it may be cut behind any but the first, and what follows left out. */
export function* markdownReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Generator<string> {
  for (const piece of pieces(report, context)) yield `${inert(piece)}\n\n`;
}

function* pieces(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Generator<string> {
  yield `## migration-lint\n\n${summaryLine(report)}.`;
  for (const section of sectionsOf(report, openItems(report, context))) {
    yield sectionHead(section).full;
    for (const item of section.items) yield itemText(item, {});
  }
  const suppressed = suppressedText(report);
  if (suppressed !== undefined) yield suppressed;
  if (report.notes.length > 0) yield report.notes.map((note) => `- Note: ${inline(note)}`).join('\n');
}
