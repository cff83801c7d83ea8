// Paths as other programs look for them: from the root of the repository, wherever the command ran.
import type { Report } from '../findings/finding.ts';
import type { Timeline } from '../findings/timeline.ts';

/** `prefix` is the working directory's path from the root, as `services/api/`; '' where it is the root. */
export function rooted(report: Report, prefix: string): Report {
  if (prefix === '') return report;
  const file = <T extends { readonly file: string }>(item: T): T => ({ ...item, file: fromRoot(item.file, prefix) });
  const finding = (item: Report['findings'][number]) => ({ ...file(item), related: item.related.map(file) });
  const timeline = (each: Timeline): Timeline => ({ ...file(each), statements: each.statements.map(file) });
  return {
    ...report,
    findings: report.findings.map(finding),
    unusedAllowances: report.unusedAllowances.map(finding),
    gaps: report.gaps.map(file),
    acceptedGaps: report.acceptedGaps.map(file),
    historyGaps: report.historyGaps.map(file),
    bugs: report.bugs.map(file),
    files: report.files.map((each) => ({ ...each, path: fromRoot(each.path, prefix) })),
    ...(report.timelines ? { timelines: report.timelines.map(timeline) } : {}),
  };
}

/** What is no path, or an absolute one, stays. */
function fromRoot(path: string, prefix: string): string {
  if (/^(?:\/|[a-z]:\/|<)/i.test(path)) return path;
  const parts: string[] = [];
  for (const part of `${prefix}${path}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
