// What a report shows as a list of places with something to say: open findings, parts that were not read, faults of ours.
import type { Finding, Report, Severity } from '../findings/finding.ts';
import { grouped } from '../findings/grouped.ts';
import { openFindings } from '../findings/report.ts';
import type { Span } from '../source/source-text.ts';
import type { ReportContext } from './format.ts';

export interface Item {
  /** A rule's id, one of the tool's own, `not-read` or `internal-error`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  /** Absent where it is about the file as a whole. */
  readonly span?: Span;
  readonly message: string;
  /** Sentences that say more. */
  readonly more: readonly string[];
  /** What stands there, by which it is known again. */
  readonly sql: string;
  readonly finding?: Finding;
}

/** In the order of the report; what makes the command fail by itself is an error. */
export function openItems(report: Report, { allowIncomplete }: Pick<ReportContext, 'allowIncomplete'>): Item[] {
  const gaps = report.gaps.map(({ file, span, kind, reason, text }): Item => {
    const severity = allowIncomplete ? 'warning' : 'error';
    return {
      rule: 'not-read',
      severity,
      file,
      span,
      message: `Not read (${kind}): ${reason}`,
      more: [],
      sql: text ?? reason,
    };
  });
  const bugs = report.bugs.map(({ file, span, where, message }): Item => {
    const text = `A fault of migration-lint in ${where}: ${message}`;
    return { rule: 'internal-error', severity: 'error', file, span, message: text, more: [], sql: where };
  });
  return [...openFindings(report).map(itemOf), ...gaps, ...bugs];
}

/** By file: all judged ones in the order of the report, then what else has items. */
export function byJudgedFile<T extends { readonly file: string }>(
  { files }: Report,
  items: readonly T[],
): { readonly file: string; readonly items: readonly T[] }[] {
  const found = grouped(items, ({ file }) => file);
  const judged = files.filter((file) => file.judged).map(({ path }) => path);
  return [...new Set([...judged, ...found.keys()])].map((file) => ({ file, items: found.get(file) ?? [] }));
}

export const itemOf = (finding: Finding): Item => ({
  rule: finding.rule,
  severity: finding.severity,
  file: finding.file,
  ...(finding.excerpt ? { span: finding.span } : {}),
  message: finding.message,
  more: [...(finding.sizes ? [finding.sizes.note] : []), ...finding.circumstances],
  sql: finding.sql,
  finding,
});

/** What several of one place say alike, the first says. */
export function withoutRepeats<T extends Pick<Item, 'more'>>(items: readonly T[]): T[] {
  const said = new Set<string>();
  return items.map((item) => {
    const more = item.more.filter((sentence) => !said.has(sentence));
    for (const sentence of more) said.add(sentence);
    return { ...item, more };
  });
}
