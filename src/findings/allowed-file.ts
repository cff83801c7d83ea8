// Applies a file's allowance comments to its findings, and looks at comments only where there may be one.
import type { Rule, Stands } from '../rule.ts';
import type { SimulationEvent } from '../simulation/run.ts';
import type { Step } from '../simulation/step.ts';
import type { Gap } from '../source/gap.ts';
import type { SourceText } from '../source/source-text.ts';
import { allowanceMark, applyAllowances, type Target } from './allowances.ts';
import type { Finding } from './finding.ts';

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

/** `isOn`: whether the config leaves the rule on for the file. */
export function allowFindings(
  state: FileState,
  rules: readonly Rule[],
  isOn: (rule: string) => boolean,
): { findings: Finding[]; complaints: Finding[] } {
  const { file } = state.event.entry;
  const sources = sourcesOf(state);
  if (![...sources.values()].some(({ text }) => text.includes(allowanceMark))) {
    return { findings: state.findings, complaints: [] };
  }
  const targets = targetsOf(state);
  return applyAllowances({
    file: file.path,
    comments: state.event.comments(),
    targets: (path) => targets.get(path) ?? [],
    findings: state.findings,
    rules,
    isOn,
    sourceOf: (path) => sources.get(path),
  });
}

/** The file and those that it includes. */
function sourcesOf({ event, statements }: FileState): Map<string, SourceText> {
  const { text } = event.entry.file;
  const sources = new Map([[text.path, text]]);
  for (const { file, source } of statements) sources.set(file, source);
  return sources;
}

function targetsOf({ statements, gaps }: FileState): Map<string, Target[]> {
  const byFile = new Map<string, Target[]>();
  const add = (target: Target) => {
    const list = byFile.get(target.file);
    if (list) list.push(target);
    else byFile.set(target.file, [target]);
  };
  for (const { file, span } of statements) add({ file, span });
  for (const { file, span } of gaps) if (span) add({ file, span, unread: true });
  for (const list of byFile.values()) list.sort((a, b) => a.span.start.offset - b.span.start.offset);
  return byFile;
}
