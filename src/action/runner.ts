// What the action needs of the runner, handed in so that a test can be it.
import type { Output } from '../cli/io.ts';
import type { Rule } from '../rule.ts';
import type { OutputName } from './inputs.ts';

export interface Runner {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly rules: readonly Rule[];
  /** The document of the event. */
  readonly payload: () => unknown;
  readonly setOutput: (name: OutputName, value: string | number) => void;
  readonly writeSummary: (markdown: string) => Promise<void>;
  /** A notice of the step's; it is escaped. */
  readonly notice: (message: string) => void;
  /** An error of the step's, which then fails; it is escaped. */
  readonly fail: (message: string) => void;
  readonly writeFile: (path: string, text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}
