// GitLab's Code Quality report: what is open, with fingerprints by which GitLab tells what a merge request adds from what was there.
import type { Report, Severity } from '../findings/finding.ts';
import { identities } from '../findings/identity.ts';
import type { ReportContext } from './format.ts';
import { strictJsonText } from './inert.ts';
import { openItems } from './items.ts';
import { oneLine } from './terminal.ts';

/** GitLab's `blocker` and `minor` are not used. */
const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlabReport(report: Report, context: Pick<ReportContext, 'allowIncomplete'>): string {
  const items = openItems(report, context);
  const known = identities(items);
  return strictJsonText(
    items.map((item) => ({
      check_name: item.rule,
      description: oneLine([item.message, ...item.more].join(' ')),
      fingerprint: known.get(item)?.unique,
      severity: severities[item.severity],
      location: { path: item.file, lines: { begin: item.span?.start.line ?? 1, end: item.span?.end.line ?? 1 } },
    })),
  );
}
