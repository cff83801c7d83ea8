// The rules held against the steps of a simulation, file by file. A fault of ours in one rule or statement is kept and the rest goes on.
import type { FileConfig } from '../config/config.ts';
import type { SuppressingTool } from '../config/suppressing-tools.ts';
import { type Catalog, emptyCatalog } from '../postgres/catalog/catalog.ts';
import type { Rule, RunView, Stands } from '../rule.ts';
import type { SimulationEvent } from '../simulation/run.ts';
import type { RunEntry } from '../simulation/run-entry.ts';
import type { Step } from '../simulation/step.ts';
import { type Gap, isDataWork } from '../source/gap.ts';
import { type ActiveRule, activeRules } from './active-rules.ts';
import { allowFindings, type FileEvent, type FileState } from './allowed-file.ts';
import { endTransaction, newWatch, type Watch, watchStep } from './circumstances.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './found.ts';
import { textAt } from './gap-text.ts';
import type { HistoryReport, Judged } from './judged.ts';
import type { Measurable } from './sizes.ts';

export interface JudgeOptions {
  readonly rules: readonly Rule[];
  readonly configFor: (path: string) => Pick<FileConfig, 'rules' | 'preset' | 'postgres'>;
  /** Other linters whose comments allow findings. */
  readonly suppressions?: readonly SuppressingTool[];
  /** Findings that stand before any statement is judged, by file: an applied migration that was edited. */
  readonly standing: (path: string) => readonly Finding[];
  /** Adds what is known of the tables' sizes. */
  readonly sized?: (finding: Finding, about: Measurable) => Finding;
  /** Of the history that the events leave out. */
  readonly history?: HistoryReport;
  /** Called once, where the first run begins, unless a fault of ours came before. */
  readonly onHistory?: (report: HistoryReport) => void;
  /** Called after each statement and file, for progress. */
  readonly onProgress?: (path: string) => void;
}

interface Court {
  readonly options: JudgeOptions;
  readonly activeFor: (path: string) => readonly ActiveRule[];
  readonly judged: Judged;
  readonly watch: Watch;
  transaction: { id: number | undefined; steps: Step[] };
  views: Map<string, RunView>;
  file: FileState | undefined;
  /** As the last statement left it. */
  catalog: Catalog;
  /** As the run finds it; undefined before its first statement. */
  deployed: Catalog | undefined;
  /** The judged files in order, those that wait for the end not yet closed. */
  ended: (Closed | FileState)[];
  /** Where in `ended` the run begins. */
  runStart: number;
  /** What there was before this simulation; undefined once its first run has begun. */
  before: { files: number; gaps: number; bugs: number } | undefined;
}

type Closed = Pick<Judged, 'findings' | 'complaints'>;

/** Adds to `judged` what the rules say of the events of one simulation. */
export function judge(events: Iterable<SimulationEvent>, options: JudgeOptions, judged: Judged): void {
  const activeFor = activeRules(options.rules, options.configFor);
  const transaction = { id: undefined, steps: [] };
  const court: Court = {
    options,
    activeFor,
    judged,
    watch: newWatch(),
    transaction,
    views: new Map(),
    file: undefined,
    catalog: emptyCatalog(),
    deployed: undefined,
    ended: [],
    runStart: 0,
    before: { files: judged.files.length, gaps: judged.historyGaps.length, bugs: judged.bugs.length },
  };
  if (options.history) takeHistory(court, options.history);
  for (const event of events) take(court, event);
  endTransaction(court.watch);
  endRun(court);
  for (const file of court.ended) {
    if ('event' in file) settle(court, file, 'project');
    const { findings, complaints } = 'event' in file ? closeFile(court, file) : file;
    judged.findings.push(...findings);
    judged.complaints.push(...complaints);
  }
}

function take(court: Court, event: SimulationEvent): void {
  const { entry } = event;
  if (event.kind === 'file') startFile(court, event);
  else if (event.kind === 'gap') takeGap(court, entry, event.gap);
  else if (event.kind === 'bug') takeBug(court, event.bug.statement, event.bug.error);
  else if (event.kind === 'step') takeStep(court, entry, event.step);
  else endFile(court, event.statements);
  court.options.onProgress?.(entry.file.path);
}

function takeHistory({ judged, watch }: Court, { files, gaps, watched }: HistoryReport): void {
  judged.files.push(...files);
  judged.historyGaps.push(...gaps);
  watch.files.push(...watched);
}

function reportHistory(court: Court): void {
  const { judged, watch, before } = court;
  court.before = undefined;
  if (!before || judged.bugs.length > before.bugs) return;
  const [files, gaps] = [judged.files.slice(before.files), judged.historyGaps.slice(before.gaps)];
  court.options.onHistory?.({ files, gaps, watched: [...watch.files] });
}

function startFile(court: Court, event: FileEvent): void {
  const { file, startsRun } = event.entry;
  if (startsRun) {
    reportHistory(court);
    endRun(court);
    court.transaction = { id: undefined, steps: [] };
    court.views = new Map();
    court.deployed = undefined;
  }
  const findings = event.entry.judged ? [...court.options.standing(file.path)] : [];
  court.file = { event, statements: [], gaps: [], findings, open: new Map() };
}

function takeGap(court: Court, entry: RunEntry, gap: Gap): void {
  if (entry.judged) court.file?.gaps.push(gap);
  const { gaps, historyGaps } = court.judged;
  if (entry.judged) gaps.push({ ...gap, ...textAt(entry.file.text, gap) });
  else if (!isDataWork(gap)) historyGaps.push(gap);
}

function takeBug(court: Court, { file, span, kind }: Step['statement'], error: unknown): void {
  court.judged.bugs.push({ where: `the lock model (${kind})`, file, span, ...described(error) });
}

function takeStep(court: Court, entry: RunEntry, step: Step): void {
  takeUnknown(court, entry, step);
  court.catalog = step.after;
  watchStep(court.watch, step);
  if (entry.judged) {
    court.deployed ??= step.before;
    court.file?.statements.push(step.statement);
  }
  for (const part of step.parts ?? [step]) takePart(court, entry, part, step);
}

/** What a statement's bodies do is judged statement by statement, and told of where the statement stands. */
function takePart(court: Court, entry: RunEntry, part: Step, whole: Step): void {
  const id = part.transaction?.id;
  if (id === undefined || court.transaction.id !== id) court.transaction = { id, steps: [] };
  if (entry.judged) {
    for (const active of court.activeFor(whole.statement.file)) checkStep(court, active, part, whole);
  }
  if (id !== undefined) court.transaction.steps.push(part);
}

/** A statement without facts is unknown, not safe. */
function takeUnknown(court: Court, entry: RunEntry, { effects, statement }: Step): void {
  for (const effect of effects) {
    if (effect.kind !== 'unknown') continue;
    takeGap(court, entry, { kind: 'unsupported', file: statement.file, span: statement.span, reason: effect.reason });
  }
}

function checkStep(court: Court, active: ActiveRule, step: Step, whole: Step): void {
  const { rule } = active;
  try {
    for (const problem of rule.check(step, viewOf(court, active))) {
      const { watch, deployed, options } = court;
      const finding = findingOf(problem, { active, whole, step, watch, deployed, sized: options.sized });
      // A function that is called twice is no second hazard.
      if (step !== whole && court.file?.findings.some((other) => isSame(other, finding))) continue;
      court.file?.findings.push(finding);
      if (problem.stands) court.file?.open.set(finding, problem.stands);
    }
  } catch (error) {
    const { file, span } = whole.statement;
    court.judged.bugs.push({ where: `the rule ${rule.id}`, file, span, ...described(error) });
  }
}

/** One per rule and run: its lists are the court's own, so that 50,000 statements copy nothing. */
function viewOf(court: Court, { rule, options }: ActiveRule): RunView {
  const known = court.views.get(rule.id);
  if (known?.options === options) return known;
  const view: RunView = {
    version: court.options.configFor(court.file?.event.entry.file.path ?? '').postgres,
    options,
    memory: known?.memory ?? new Map(),
    get earlierInTransaction() {
      return court.transaction.steps;
    },
  };
  court.views.set(rule.id, view);
  return view;
}

const isSame = (a: Finding, b: Finding): boolean =>
  a.rule === b.rule && a.message === b.message && a.file === b.file && a.span.start.offset === b.span.start.offset;

function endFile(court: Court, statements: number): void {
  const state = court.file;
  if (!state) return;
  const { file, judged } = state.event.entry;
  const { path, framework, direction } = file;
  court.judged.files.push({ path, framework, direction, judged, statements });
  if (judged) court.ended.push(state.open.size > 0 ? state : closeFile(court, state));
  court.file = undefined;
}

/** Asks what depends on the end of the run, and closes the files that wait for nothing else. */
function endRun(court: Court): void {
  for (let at = court.runStart; at < court.ended.length; at++) {
    const state = court.ended[at];
    if (!state || !('event' in state)) continue;
    settle(court, state, 'run');
    if (state.open.size === 0) court.ended[at] = closeFile(court, state);
  }
  court.runStart = court.ended.length;
}

/** What later statements have put right is no finding. */
function settle(court: Court, state: FileState, end: Stands['atEndOf']): void {
  const gone = new Set<Finding>();
  for (const [finding, stands] of state.open) {
    if (stands.atEndOf !== end) continue;
    if (!stands.if(court.catalog)) gone.add(finding);
    state.open.delete(finding);
  }
  if (gone.size > 0) state.findings.splice(0, Infinity, ...state.findings.filter((finding) => !gone.has(finding)));
}

function closeFile(court: Court, state: FileState): Closed {
  const on = new Set(court.activeFor(state.event.entry.file.path).map(({ rule }) => rule.id));
  const { rules, suppressions = [] } = court.options;
  const { unheeded, ...closed } = allowFindings(state, { rules, suppressions, isOn: (rule) => on.has(rule) });
  court.judged.unheeded.push(...unheeded);
  return closed;
}

function described(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
