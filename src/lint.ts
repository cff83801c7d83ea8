// The whole pipeline: select the migrations, simulate them, judge the new ones, apply what the user allowed, report.
import { resolve } from 'node:path';
import { configFor } from './config/config.ts';
import type { Baseline } from './findings/baseline.ts';
import { editedFinding } from './findings/edited.ts';
import type { Report } from './findings/finding.ts';
import { unheededNotes } from './findings/foreign-comments.ts';
import { judge } from './findings/judge.ts';
import { emptyJudgement } from './findings/judged.ts';
import { makeReport } from './findings/report.ts';
import { sizedBy } from './findings/sizes.ts';
import { drawn, newDrawing } from './findings/timeline.ts';
import type { HistoryStore } from './kept-history.ts';
import { loadParser } from './postgres/parse.ts';
import { formatVersion } from './postgres/versions.ts';
import { historyOf, leftOutNotes, type Replay, type ReplayOptions, replay } from './replay.ts';
import type { Rule } from './rule.ts';
import type { Host } from './selection/host.ts';
import type { LeftOut, Project, SelectionRequest } from './selection/request.ts';
import { select } from './selection/select.ts';
import { ageNotes, loadStatistics } from './statistics/load.ts';

export interface LintOptions {
  readonly rules: readonly Rule[];
  readonly request: SelectionRequest;
  readonly host: Host;
  /** Findings accepted already. `write` accepts those that are open now, `prune` gives up entries that meet nothing any more. */
  readonly baseline?: { readonly entries: Baseline; readonly change?: 'write' | 'prune' };
  /** Whether the report is to hold what draws the migrations statement by statement. */
  readonly timelines?: boolean;
  /** Called often, with the file being read. */
  readonly onProgress?: (path: string) => void;
  /** Where what history comes to is kept, so that the next run need not replay it. */
  readonly store?: HistoryStore;
}

/** Lints what the request selects. Throws a UserError for what the user has to put right; faults of ours are in the report. */
export async function lint({
  rules,
  request,
  host,
  baseline,
  timelines,
  onProgress,
  store,
}: LintOptions): Promise<Report> {
  const { config } = request;
  const selection = await select(host, request);
  await loadParser();
  const statistics = await loadStatistics(host, config);
  const edited = new Set(selection.edited);
  const judged = emptyJudgement();
  const leftOut: LeftOut[] = [];
  const drawing = timelines ? newDrawing() : undefined;
  for (const project of selection.projects) {
    const { events, history, onHistory } = await replayOf(project, { config, leftOut }, store);
    const options = {
      rules,
      configFor: (path: string) => configFor(config, path),
      suppressions: config.suppressions,
      standing: (path: string) => (edited.has(path) ? [editedFinding(path)] : []),
      ...(statistics ? { sized: sizedBy(statistics, config.smallTables) } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(history ? { history } : {}),
      ...(onHistory ? { onHistory } : {}),
    };
    judge(drawing ? drawn(events, drawing) : events, options, judged);
  }
  if (judged.findings.some(({ migration }) => migration)) {
    const { addRemedies } = await import('./remedies.ts');
    await addRemedies(judged.findings);
  }
  const notes = [...selection.notes, ...leftOutNotes(leftOut), ...unheededNotes(judged.unheeded)];
  if (statistics) notes.push(...ageNotes(statistics, Date.now()));
  const about = {
    postgres: formatVersion(config.postgres),
    notes,
    ...(drawing ? { timelines: drawing.timelines } : {}),
  };
  if (!baseline) return makeReport(judged, about);
  const { applyBaseline, staleNotes } = await import('./findings/baseline.ts');
  const exists = (file: string) => host.kind(resolve(host.cwd, file)) !== undefined;
  const accepted = applyBaseline(baseline.entries, { report: judged, exists }, baseline.change);
  return makeReport(judged, { ...about, notes: [...notes, ...staleNotes(accepted.baseline)] }, accepted);
}

async function replayOf(project: Project, options: ReplayOptions, store: HistoryStore | undefined): Promise<Replay> {
  if (!store || historyOf(project).length === 0) return replay(project, options);
  const { keptReplay } = await import('./kept-replay.ts');
  return keptReplay(project, store, options);
}
