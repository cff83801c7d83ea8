// The report as Markdown, for a job summary or a comment: per migration what its relations are locked with and who waits, its findings,
// and the safe SQL in folds. Nothing that a migration holds is Markdown here, see markdown-text.ts.
import { bySeverity, type Finding, type Report } from '../findings/finding.ts';
import { grouped } from '../findings/grouped.ts';
import type { ReportContext } from './format.ts';
import { withoutCommands } from './inert.ts';
import { type Item, openItems } from './items.ts';
import { codeSpan, fenced, htmlTable, inline } from './markdown-text.ts';
import { relationTable } from './relations.ts';
import { summaryLine } from './summary.ts';
import { counted } from './terminal.ts';

/** Pieces in order, each ending with an empty line; it may be cut behind any but the first, and what follows left out. */
export function* markdownReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Generator<string> {
  for (const piece of pieces(report, context)) yield withoutCommands(`${piece}\n\n`);
}

function* pieces(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): Generator<string> {
  yield `## migration-lint\n\n${summaryLine(report)}.`;
  for (const { file, items } of byFile(report, openItems(report, context))) {
    yield [`### ${codeSpan(file)}`, ...tableOf(items)].join('\n\n');
    for (const item of items) yield itemText(item);
  }
  yield* suppressedText(report);
  if (report.notes.length > 0) yield report.notes.map((note) => `- Note: ${inline(note)}`).join('\n');
}

/** In the order of the files, the worst of each first. */
function byFile({ files }: Report, items: readonly Item[]): { file: string; items: Item[] }[] {
  const found = grouped(items, ({ file }) => file);
  const order = new Set([...files.map(({ path }) => path), ...found.keys()]);
  return [...order].flatMap((file) => {
    const of = found.get(file);
    return of ? [{ file, items: of.sort(bySeverity) }] : [];
  });
}

function tableOf(items: readonly Item[]): string[] {
  const findings = items.flatMap(({ finding }) => (finding && finding.severity !== 'info' ? [finding] : []));
  const table = relationTable(
    findings.flatMap(({ effects }) => effects),
    findings.flatMap(({ sizes }) => sizes?.tables ?? []),
  );
  if (!table) return [];
  const doubts = table.doubts.map((doubt) => `- ${inline(doubt)}`).join('\n');
  return [htmlTable(table.rows), ...(doubts === '' ? [] : [doubts])];
}

function itemText({ severity, rule, span, message, more, finding }: Item): string {
  const place = span ? `, line ${span.start.line}` : '';
  const head = `**${severity}** ${codeSpan(rule)}${place}: ${inline(message)}`;
  const points = more.map((sentence) => `- ${inline(sentence)}`).join('\n');
  const safe = finding?.instead === undefined ? [] : [fold('Safe SQL', fenced(finding.instead))];
  return [head, ...(points === '' ? [] : [points]), ...safe].join('\n\n');
}

const fold = (title: string, content: string): string =>
  `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

function* suppressedText({ findings }: Report): Generator<string> {
  const suppressed = findings.filter(({ status }) => status !== 'open');
  if (suppressed.length === 0) return;
  const lines = suppressed.map(suppressedLine).join('\n');
  yield fold(`${counted(suppressed.length, 'finding')} allowed or in the baseline`, lines);
}

const suppressedLine = ({ file, span, rule, status, reason }: Finding): string =>
  `- ${codeSpan(`${file}:${span.start.line}`)} ${codeSpan(rule)}, ${status}${reason === undefined ? '' : `: ${inline(reason)}`}`;
