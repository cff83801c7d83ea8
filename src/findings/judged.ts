// What judging a simulation adds up to, and what of it is kept for a later run.
import type { Gap } from '../source/gap.ts';
import type { Watch } from './circumstances.ts';
import type { FileReport, Finding, InternalError } from './finding.ts';
import type { ForeignSuppression } from './foreign-comments.ts';

/** What is left of the migrations that are history, as plain data. */
export interface HistoryReport {
  readonly files: readonly FileReport[];
  readonly gaps: readonly Gap[];
  readonly watched: Watch['files'];
}

/** What judging adds up to, in the order of the files. */
export interface Judged {
  readonly findings: Finding[];
  readonly complaints: Finding[];
  readonly gaps: Gap[];
  readonly historyGaps: Gap[];
  readonly files: FileReport[];
  readonly bugs: InternalError[];
  /** Suppressions for other linters that the config does not let count. */
  readonly unheeded: ForeignSuppression[];
}

export const emptyJudgement = (): Judged => ({
  findings: [],
  complaints: [],
  gaps: [],
  historyGaps: [],
  files: [],
  bugs: [],
  unheeded: [],
});
