// The judging itself: what the event calls new through lint(), and what the change does to the linter.
import { type BaselineFile, baselineFor } from '../cli/baseline-file.ts';
import type { Io } from '../cli/io.ts';
import { requestFor } from '../cli/request.ts';
import { UserError } from '../config/user-error.ts';
import type { Report } from '../findings/finding.ts';
import type { FailOn } from '../findings/report.ts';
import { lint } from '../lint.ts';
import type { SelectionRequest } from '../selection/request.ts';
import { baseFiles } from './base-files.ts';
import type { Job } from './job.ts';
import { ownChanges } from './own-changes.ts';
import { type WhatIsNew, whatIsNew } from './what-is-new.ts';

export interface Judged {
  /** Paths are relative to the working directory. */
  readonly report: Report;
  readonly failOn: FailOn;
  /** What a reader has to know first. */
  readonly notices: readonly string[];
  /** Undefined where the event is about no change, or nobody can tell. */
  readonly isNew: WhatIsNew | undefined;
}

type News = () => Promise<WhatIsNew>;

/** Throws a UserError for a config or path that is wrong, and where nobody can tell what is new. */
export async function judge(job: Job, io: Io): Promise<Judged> {
  const { host, event, inputs, runner } = job;
  const { rules } = runner;
  const news = once(() => whatIsNew(job, event));
  const request = ofEvent(await requestFor(io, inputs.asked, rules), job, news);
  const baseline = await baselineFor(host, request.config, { asked: inputs.asked, rules });
  const report = await lint({ rules, request, host, baseline, timelines: true });
  const isNew = event.comparison ? await ifKnown(news) : undefined;
  const own = isNew ? await ofLinter(job, { request, baseline, report, isNew }) : [];
  const cut = request.changes && isNew?.listed?.cut;
  return {
    report: cut === undefined ? report : { ...report, verdict: 'incomplete' },
    failOn: inputs.asked.failOn ?? request.config.failOn,
    notices: [...own, ...(cut === undefined ? [] : [cut])],
    isNew,
  };
}

/** The workflow's `since` or `all` wins. */
function ofEvent(request: SelectionRequest, { event }: Job, news: News): SelectionRequest {
  if (request.since !== undefined || request.mode !== 'new') return request;
  if (event.otherwise === 'all') return { ...request, mode: 'all' };
  return { ...request, changes: async () => (await news()).changes };
}

/** What is new may not be needed for judging, and then it is no fault that nobody can tell. */
async function ifKnown(news: News): Promise<WhatIsNew | undefined> {
  try {
    return await news();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

interface Found {
  readonly request: SelectionRequest;
  readonly baseline: BaselineFile | undefined;
  readonly report: Report;
  readonly isNew: WhatIsNew;
}

function ofLinter(job: Job, { request, baseline, report, isNew }: Found): Promise<string[]> {
  const { host, inputs, runner } = job;
  return ownChanges({
    host,
    rules: runner.rules,
    asked: inputs.asked,
    config: request.config,
    baseline: baseline?.path,
    report,
    isNew,
    base: baseFiles(job, isNew),
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
