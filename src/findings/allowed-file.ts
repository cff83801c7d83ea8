// Applies a file's allowance comments to its findings, and looks at comments only where there may be one.
import type { SuppressingTool } from '../config/suppressing-tools.ts';
import type { Rule, Stands } from '../rule.ts';
import type { SimulationEvent } from '../simulation/run.ts';
import type { Step } from '../simulation/step.ts';
import type { Gap } from '../source/gap.ts';
import type { SourceText } from '../source/source-text.ts';
import { allowanceMark, applyAllowances } from './allowances.ts';
import type { Finding } from './finding.ts';
import { assured, type ForeignSuppression, foreignSuppression, mayHoldForeign } from './foreign-comments.ts';
import { grouped } from './grouped.ts';
import { applySuppressions } from './suppressions.ts';
import type { Target } from './target.ts';

export type FileEvent = Extract<SimulationEvent, { kind: 'file' }>;

/** What is kept of a judged file until its last event. */
export interface FileState {
  readonly event: FileEvent;
  /** Without their steps, which would keep every schema in memory. */
  readonly statements: Step['statement'][];
  readonly gaps: Gap[];
  readonly findings: Finding[];
  /** Those of which only the end of the run or of the project tells whether they stand. */
  readonly open: Map<Finding, Stands>;
}

export interface AllowOptions {
  readonly rules: readonly Rule[];
  /** Other linters whose comments count. */
  readonly suppressions: readonly SuppressingTool[];
  /** Whether the config leaves the rule on for the file. */
  readonly isOn: (rule: string) => boolean;
}

export interface AllowedFile {
  readonly findings: Finding[];
  readonly complaints: Finding[];
  /** Suppressions for linters whose comments do not count. */
  readonly unheeded: readonly ForeignSuppression[];
}

export function allowFindings(state: FileState, options: AllowOptions): AllowedFile {
  const { file } = state.event.entry;
  const sources = sourcesOf(state);
  const holds = (test: (text: string) => boolean) => [...sources.values()].some(({ text }) => test(text));
  const hasOwn = holds((text) => text.includes(allowanceMark));
  const hasForeign = file.assured !== undefined || holds(mayHoldForeign);
  if (!hasOwn && !hasForeign) return { findings: state.findings, complaints: [], unheeded: [] };
  const comments = state.event.comments();
  const targets = targetsOf(state);
  const input = {
    file: file.path,
    comments,
    targets: (path: string) => targets.get(path) ?? [],
    findings: state.findings,
    rules: options.rules,
    isOn: options.isOn,
    sourceOf: (path: string) => sources.get(path),
  };
  const own = applyAllowances(input);
  if (!hasForeign) return { ...own, unheeded: [] };
  const foreign = [...comments.flatMap((comment) => foreignSuppression(comment) ?? []), ...assured(file)];
  const heeded = foreign.filter(({ tool }) => options.suppressions.includes(tool));
  const { findings, complaints } = applySuppressions({ ...input, findings: own.findings, suppressions: heeded });
  return {
    findings,
    complaints: [...own.complaints, ...complaints],
    unheeded: foreign.filter((each) => !heeded.includes(each)),
  };
}

/** The file and those that it includes. */
function sourcesOf({ event, statements }: FileState): Map<string, SourceText> {
  const { text } = event.entry.file;
  const sources = new Map([[text.path, text]]);
  for (const { file, source } of statements) sources.set(file, source);
  return sources;
}

function targetsOf({ statements, gaps }: FileState): Map<string, Target[]> {
  const read = statements.map(({ file, span }): Target => ({ file, span }));
  const unread = gaps.flatMap(({ file, span }): Target[] => (span ? [{ file, span, unread: true }] : []));
  const byFile = grouped([...read, ...unread], ({ file }) => file);
  for (const list of byFile.values()) list.sort((a, b) => a.span.start.offset - b.span.start.offset);
  return byFile;
}
