// Where a report goes on GitHub: the job's summary, the pull request's comment and suggestions, annotations on lines.
import { relative } from 'node:path';
import { openItems } from '../reporters/items.ts';
import { pullRequestReport } from '../reporters/pull-request.ts';
import { rooted } from '../reporters/rooted.ts';
import { annotationLines } from './annotations.ts';
import type { Job } from './job.ts';
import type { Judged } from './judged.ts';
import { contextOf, onPullRequest } from './on-pull-request.ts';

/** GitHub drops a summary that is longer. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits */
const longestSummary = 1024 * 1024;

/** `isFailing`: an error of the step's comes after it. Whatever GitHub refuses is said in a notice and changes nothing else. */
export async function show(job: Job, judged: Judged, isFailing: boolean): Promise<void> {
  const { runner, inputs, root, cwd } = job;
  const report = rooted(judged.report, prefixOf(root, cwd));
  const notices: string[] = [];
  if (inputs.summary) await summarise(job, { ...judged, report }, notices);
  if (inputs.comment) notices.push(...(await onPullRequest(job, { ...judged, report })));
  for (const notice of notices) runner.notice(notice);
  const hasAnnotations = inputs.asked.reports.some(({ format, file }) => format === 'github' && file === undefined);
  if (!inputs.annotations || hasAnnotations) return;
  const taken = { error: isFailing ? 1 : 0, warning: 0, info: notices.length };
  for (const line of annotationLines(openItems(report, inputs.asked), taken)) runner.stdout.write(`${line}\n`);
}

/** As `services/api/`; '' at the root. */
function prefixOf(root: string, cwd: string): string {
  const prefix = relative(root, cwd).replaceAll('\\', '/');
  return prefix === '' ? '' : `${prefix}/`;
}

async function summarise(job: Job, { report, notices }: Judged, faults: string[]): Promise<void> {
  try {
    const { text } = pullRequestReport(report, { ...contextOf(job, notices), limit: longestSummary });
    await job.runner.writeSummary(text);
  } catch (error) {
    if (!(error instanceof Error) || !/summary|ENOENT|EACCES|ENOSPC/i.test(error.message)) throw error;
    faults.push(`The job summary can't be written: ${error.message}`);
  }
}
