// What the tool tells its user: a finding, and the report that holds them all with everything that could not be read.
import type { MigrationFile } from '../frameworks/framework.ts';
import type { Effect } from '../postgres/effect.ts';
import type { Gap } from '../source/gap.ts';
import type { Span } from '../source/source-text.ts';
import type { BaselineUse } from './baseline-entry.ts';
import type { Replacement } from './replacement.ts';
import type { Timeline } from './timeline.ts';

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** For sorting: the worst first. */
export const bySeverity = (a: { readonly severity: Severity }, b: { readonly severity: Severity }): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

export type FindingStatus = 'open' | 'allowed' | 'in the baseline' | 'outside the diff';

/** Another place that has to do with the finding: the statement that took the lock, the constraint's creation. */
export interface Related {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
}

/** The source line that a finding starts on, cut where it is long. */
export interface Excerpt {
  /** The line up to the span; `cutBefore`: not from its beginning. */
  readonly before: string;
  readonly cutBefore: boolean;
  /** The line from the span on; `cutAfter`: not to its end. */
  readonly after: string;
  readonly cutAfter: boolean;
  /** How much of `after` is in the span, in UTF-16 units. */
  readonly length: number;
  /** The span's lines beyond the first. */
  readonly moreLines: number;
}

export interface Finding {
  /** The rule's id, or one of the tool's own: `unused-allowance`, `applied-migration-edited`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly span: Span;
  /** One present-tense sentence that names the relations, who waits and for what. */
  readonly message: string;
  /** What makes it worse or better here, one sentence each: its transaction, the timeouts in force, what history knows. */
  readonly circumstances: readonly string[];
  /** Runnable SQL with the user's names: the safe way. Each statement ends with `;`; comments say which migration or transaction. */
  readonly instead?: string;
  /** The same in the language of the migration's tool, where that is not SQL. */
  readonly remedy?: Remedy;
  /** The migration that the statement is of, until the report is made of it: `remedy` is written for it. */
  readonly migration?: MigrationFile;
  /** Where `instead` can stand in the lines of the statement. */
  readonly replacement?: Replacement;
  readonly related: readonly Related[];
  /** The facts it rests on, for the table of relations. */
  readonly effects: readonly Effect[];
  /** The statement's own text. */
  readonly sql: string;
  /** Absent where the finding is about a file as a whole. */
  readonly excerpt?: Excerpt;
  readonly status: FindingStatus;
  /** For allowed findings: the reason given. */
  readonly reason?: string;
  /** What production's table sizes say of it; absent where nothing is known of its tables. */
  readonly sizes?: FindingSizes;
}

/** `tool` as people call it, `language` as Markdown's fences do: `Rails`, `ruby`. */
export interface Remedy {
  readonly tool: string;
  readonly language: string;
  readonly code: string;
}

export interface FindingSizes {
  /** Sentences for people: sizes, what to expect, how often dropped indexes are used. */
  readonly note: string;
  readonly tables: readonly TableSize[];
  /** Indexes that the statement drops. */
  readonly indexes: readonly IndexUse[];
  /** The severity it has on larger tables: these are small, and it is information now. */
  readonly loweredFrom?: Severity;
}

/** As in the statistics file. */
export interface TableSize {
  /** `schema.name` in production, before the run. */
  readonly relation: string;
  readonly rows?: number;
  readonly bytes: number;
  readonly indexBytes: number;
  readonly writesPerSecond?: number;
  readonly scans: number;
  readonly partitionOf?: string;
  /** A rough estimate of what is done to the table while others wait, and the words for it. */
  readonly seconds?: number;
  readonly expect?: string;
}

export interface IndexUse {
  readonly index: string;
  readonly bytes: number;
  /** Since the statistics' `countedSince`. */
  readonly scans: number;
}

export interface FileReport {
  readonly path: string;
  readonly framework: string;
  /** `down`: its way back, as a rollback runs it. */
  readonly direction: 'up' | 'down';
  readonly judged: boolean;
  readonly statements: number;
}

/** `incomplete`: a judged file was not read in full, so "clean" cannot be said. */
export type Verdict = 'clean' | 'findings' | 'incomplete';

/** A fault of ours: the rule or the part of the model, the file and the statement; the run went on. */
export interface InternalError {
  readonly where: string;
  readonly file: string;
  readonly span?: Span;
  readonly message: string;
  readonly stack?: string;
}

export interface Report {
  readonly postgres: string;
  readonly findings: readonly Finding[];
  /** Gaps in judged files. */
  readonly gaps: readonly Gap[];
  /** Gaps that the baseline holds. */
  readonly acceptedGaps: readonly Gap[];
  /** Parts of history that could not be read: they only lower certainty. */
  readonly historyGaps: readonly Gap[];
  /** `unused-allowance` and `invalid-allowance`: comments that allow nothing. They count as findings do. */
  readonly unusedAllowances: readonly Finding[];
  readonly files: readonly FileReport[];
  /** Sentences for the user: what was judged and why, what was left out (another dialect), how to judge more. */
  readonly notes: readonly string[];
  readonly bugs: readonly InternalError[];
  /** Absent where there is no baseline. */
  readonly baseline?: BaselineUse;
  /** Where they were asked for. */
  readonly timelines?: readonly Timeline[];
  readonly verdict: Verdict;
}
