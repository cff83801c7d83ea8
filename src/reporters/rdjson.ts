// The Reviewdog Diagnostic Format: what is open, for reviewdog to comment on. Comments are Markdown.
// https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
import type { Finding, Report, Severity } from '../findings/finding.ts';
import type { ReportContext } from './format.ts';
import { strictJsonText } from './inert.ts';
import { type Item, openItems } from './items.ts';
import { fenced, inline } from './markdown-text.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

export function rdjsonReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): string {
  return strictJsonText({
    source: { name: 'migration-lint' },
    diagnostics: openItems(report, context).map((item) => ({
      message: messageOf(item),
      location: { path: item.file, ...rangeOf(item) },
      severity: severities[item.severity],
      code: { value: item.rule },
      ...suggestionOf(item),
      ...relatedOf(item),
    })),
  });
}

function messageOf({ message, more, finding }: Item): string {
  const parts = [inline(message), ...(more.length > 0 ? [more.map((each) => `- ${inline(each)}`).join('\n')] : [])];
  const { instead, remedy } = finding ?? {};
  if (instead !== undefined) parts.push(`Safe:\n\n${fenced(instead)}`);
  if (remedy) parts.push(`The same in ${remedy.tool}:\n\n${fenced(remedy.code, remedy.language)}`);
  return parts.join('\n\n');
}

function relatedOf({ finding }: Item): object {
  if (!finding || finding.related.length === 0) return {};
  const related = finding.related.map(({ file, span, message }) => ({
    message: inline(message),
    location: { path: file, range: { start: { line: span.start.line }, end: { line: span.end.line } } },
  }));
  return { related_locations: related };
}

/** Whole lines; reviewdog posts it as a suggestion where the reviewing service knows such. */
function suggestionOf({ finding }: Item): object {
  if (!finding?.replacement) return {};
  const { startLine, endLine, text } = finding.replacement;
  return { suggestions: [{ range: { start: { line: startLine }, end: { line: endLine } }, text }] };
}

/** Whole lines where a column is not known: columns count bytes here. */
function rangeOf({ span, finding }: Item): object {
  if (!span) return {};
  const columns = finding && byteColumns(finding);
  const { start, end } = span;
  if (!columns) return { range: { start: { line: start.line }, end: { line: end.line } } };
  return {
    range: { start: { line: start.line, column: columns.start }, end: { line: end.line, column: columns.end } },
  };
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function byteColumns({ span, excerpt, sql }: Finding): { start: number; end: number } | undefined {
  const { start, end } = span;
  if (!excerpt || excerpt.cutBefore || sql.length !== end.offset - start.offset) return undefined;
  const first = bytes(excerpt.before) + 1;
  const lines = sql.split(/\r\n|\n|\r/);
  if (lines.length - 1 !== end.line - start.line) return undefined;
  const last = bytes(lines.at(-1) ?? '');
  return { start: first, end: lines.length === 1 ? first + last : last + 1 };
}
