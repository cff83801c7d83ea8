// The report for programs; docs/json-report.md describes it. Relations, effects and positions as in `explain --format json`.
import type { Finding, Report } from '../findings/finding.ts';
import { countsOf } from '../findings/report.ts';
import { describeEffect, describeGap } from './effect-document.ts';
import { jsonText } from './inert.ts';

const longestSql = 10_000;

export function jsonReport(report: Report): string {
  const { bySeverity, ...counts } = countsOf(report);
  const document = {
    version: 1,
    postgres: report.postgres,
    verdict: report.verdict,
    findings: report.findings.map(findingOf),
    gaps: report.gaps.map(describeGap),
    ...(report.baseline ? { acceptedGaps: report.acceptedGaps.map(describeGap) } : {}),
    historyGaps: report.historyGaps.length,
    unusedAllowances: report.unusedAllowances.map(findingOf),
    files: report.files,
    notes: report.notes,
    bugs: report.bugs,
    ...(report.baseline ? { baseline: { file: report.baseline.name, stale: report.baseline.stale } } : {}),
    summary: { ...bySeverity, ...counts },
  };
  return jsonText(document);
}

function findingOf(finding: Finding) {
  const { rule, severity, status, reason, file, span, message, circumstances, related, effects, sql, sizes } = finding;
  return {
    rule,
    severity,
    status,
    reason,
    file,
    start: span.start,
    end: span.end,
    message,
    circumstances,
    instead: finding.instead,
    remedy: finding.remedy,
    replacement: finding.replacement,
    related: related.map((other) => ({
      file: other.file,
      start: other.span.start,
      end: other.span.end,
      message: other.message,
    })),
    effects: effects.map(describeEffect),
    sizes,
    sql: sql.length > longestSql ? `${sql.slice(0, longestSql)}…` : sql,
  };
}
