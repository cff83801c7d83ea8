// What was judged as one report, and what a report says about itself: its verdict, its counts, and whether it fails a build.
import { mayHideHazard } from '../source/gap.ts';
import type { Accepted } from './baseline.ts';
import type { FileReport, Finding, Report, Severity, Verdict } from './finding.ts';
import { severities } from './finding.ts';
import type { Judged } from './judged.ts';

/** The report of what was judged; `notes` are sentences for the user. */
export function makeReport(
  judged: Judged,
  about: Pick<Report, 'postgres' | 'notes' | 'timelines'>,
  accepted?: Accepted & Pick<Report, 'baseline'>,
): Report {
  const { complaints, historyGaps, files, bugs } = judged;
  const { findings, gaps, acceptedGaps } = accepted ?? { ...judged, acceptedGaps: [] };
  const unread = new Set(judged.gaps.map(({ file }) => file));
  const read = files.filter((file) => file.judged && !unread.has(file.path));
  const notes = [...about.notes, ...emptyNotes(read)];
  const { baseline } = accepted ?? {};
  const report = {
    ...about,
    notes,
    findings,
    unusedAllowances: complaints,
    gaps,
    acceptedGaps,
    historyGaps,
    files,
    bugs,
    ...(baseline ? { baseline } : {}),
  };
  return { ...report, verdict: verdictOf(report) };
}

/** A sentence about files without a statement: nothing was found in them, but nothing was looked at either. */
function emptyNotes(files: readonly FileReport[]): string[] {
  const empty = files.filter(({ statements }) => statements === 0).map(({ path }) => path);
  if (empty.length === 0) return [];
  if (empty.length === 1) return [`${empty[0]} holds no SQL statement.`];
  const shown = empty.length > 3 ? `${empty.slice(0, 3).join(', ')}, …` : empty.join(', ');
  return [`${empty.length} files hold no SQL statement: ${shown}.`];
}

function verdictOf(report: Omit<Report, 'verdict'>): Verdict {
  if (report.gaps.some(mayHideHazard) || report.bugs.length > 0) return 'incomplete';
  return openFindings(report).length > 0 ? 'findings' : 'clean';
}

/** Those that nobody allowed, wrong and unused allowances included. */
export const openFindings = (report: Pick<Report, 'findings' | 'unusedAllowances'>): Finding[] =>
  [...report.findings, ...report.unusedAllowances].filter(({ status }) => status === 'open');

export interface Counts {
  /** Open ones only. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly allowed: number;
  readonly inBaseline: number;
  /** Judged files, and the statements in them. */
  readonly migrations: number;
  readonly statements: number;
}

export function countsOf(report: Report): Counts {
  const open = openFindings(report);
  const count = (severity: Severity) => open.filter((finding) => finding.severity === severity).length;
  const judged = report.files.filter((file) => file.judged);
  return {
    bySeverity: { error: count('error'), warning: count('warning'), info: count('info') },
    allowed: report.findings.filter(({ status }) => status === 'allowed').length,
    inBaseline: report.findings.filter(({ status }) => status === 'in the baseline').length,
    migrations: judged.length,
    statements: judged.reduce((sum, file) => sum + file.statements, 0),
  };
}

export type FailOn = Severity | 'never';

/** Whether an open finding of this severity makes the command fail. */
export const failsAt = (severity: Severity, failOn: FailOn): boolean =>
  failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn);

export const fails = (report: Report, failOn: FailOn): boolean =>
  openFindings(report).some(({ severity }) => failsAt(severity, failOn));
