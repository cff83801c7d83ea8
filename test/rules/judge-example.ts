// An example of a page through the simulation and all rules, as `migration-lint` would judge it with its defaults and the
// page's own rule on.
import { rules } from '../../rules/index.ts';
import { type Config, defaultConfig } from '../../src/config/config.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { judge } from '../../src/findings/judge.ts';
import { emptyJudgement } from '../../src/findings/judged.ts';
import type { MigrationFile, TransactionModel } from '../../src/frameworks/framework.ts';
import { type SimulationEvent, simulate } from '../../src/simulation/run.ts';
import type { RunEntry } from '../../src/simulation/run-entry.ts';
import { defaultSettings, type Settings } from '../../src/simulation/settings.ts';
import type { Step } from '../../src/simulation/step.ts';
import { wholeText } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';
import type { Example, ExampleFile } from './page.ts';

export interface JudgedExample {
  readonly findings: readonly Finding[];
  /** What could not be read, faults of ours and allowances that allow nothing: none of them belongs in a page. */
  readonly troubles: readonly string[];
  /** The judged ones. */
  readonly steps: readonly Step[];
}

const models: Record<Example['wrapped'], TransactionModel> = {
  none: { scope: 'none', kind: 'explicit' },
  file: { scope: 'file', kind: 'explicit' },
  run: { scope: 'run', kind: 'explicit' },
  string: { scope: 'file', kind: 'implicit' },
};

const known = new WeakMap<Example, Map<number, JudgedExample>>();

/** Needs `loadParser` to have been awaited. Each example is judged once per major. */
export function judgeExample(example: Example, major: number): JudgedExample {
  const byMajor = known.get(example) ?? new Map<number, JudgedExample>();
  const judged = byMajor.get(major) ?? judgeFresh(example, major);
  known.set(example, byMajor.set(major, judged));
  return judged;
}

function judgeFresh(example: Example, major: number): JudgedExample {
  const given = { file: fileOf({ name: 'given.sql', sql: example.given }, 'none'), judged: false, startsRun: true };
  const judged = example.files.map((file, index) => ({
    file: fileOf(file, example.wrapped),
    judged: true,
    startsRun: index === 0,
  }));
  return judgeEntries([given, ...judged], example, major);
}

/** What a finding advises, run by itself after what the example ran before the statement. */
export function judgeAdvice(example: Example, before: readonly Step[], instead: string, major: number): JudgedExample {
  const prior = { name: 'before.sql', sql: before.map(({ statement }) => `${statement.sql};\n`).join('') };
  const files = [{ name: 'given.sql', sql: example.given }, prior, { name: 'instead.sql', sql: instead }];
  const entries = files.map((file, index) => ({
    file: fileOf(file, 'none'),
    judged: index === 2,
    startsRun: index < 2,
  }));
  return judgeEntries(entries, example, major);
}

/** The steps before one that change something: transaction control left out. */
export const stepsBefore = (steps: readonly Step[], offset: number, file: string): Step[] => {
  const at = steps.findIndex(({ statement }) => statement.file === file && statement.span.start.offset === offset);
  return steps.slice(0, at).filter(({ statement }) => statement.kind !== 'TransactionStmt');
};

/** `settings` are what the runner's connection starts with. */
export function judgeEntries(
  entries: readonly RunEntry[],
  { rule, minor }: Pick<Example, 'rule' | 'minor'>,
  major: number,
  settings: Settings = defaultSettings,
): JudgedExample {
  const version = { major, ...(minor === undefined ? {} : { minor }) };
  const config = { ...defaultConfig('/'), postgres: version, rules: ownRule(rule) };
  const steps: Step[] = [];
  const judged = emptyJudgement();
  const events = keepSteps(simulate(entries, { version, settings }), steps);
  judge(events, { rules, configFor: () => config, standing: () => [] }, judged);
  const troubles = [
    ...[...judged.gaps, ...judged.historyGaps].map(({ file, reason }) => `${file}: not read: ${reason}`),
    ...judged.bugs.map(({ where, message, stack }) => `${where}: ${stack ?? message}`),
    ...judged.complaints.map(({ message }) => message),
  ];
  return { findings: judged.findings.filter(({ status }) => status === 'open'), troubles, steps };
}

/** A rule that the recommended preset leaves out is on for its own page. */
const ownRule = (id: string): Config['rules'] => {
  const { preset, severity } = rules.find((rule) => rule.id === id) ?? {};
  return preset ? { [id]: { severity, options: {} } } : {};
};

function* keepSteps(events: Iterable<SimulationEvent>, steps: Step[]): Generator<SimulationEvent> {
  for (const event of events) {
    if (event.kind === 'step' && event.entry.judged) steps.push(event.step);
    yield event;
  }
}

function fileOf({ name, sql }: ExampleFile, wrapped: Example['wrapped']): MigrationFile {
  const text = SourceText.of(name, sql);
  const transaction = models[wrapped];
  return { path: name, framework: 'sql', direction: 'up', text, pieces: [wholeText(text)], transaction, gaps: [] };
}
