// What `explain` finds out: the migrations in order, their statements, and what each does.
import type { ExplainedStatement } from '../findings/timeline.ts';
import type { Version } from '../postgres/versions.ts';
import type { Gap } from '../source/gap.ts';
import type { Span } from '../source/source-text.ts';

export interface ExplainedMigration {
  readonly file: string;
  readonly framework: string;
  readonly direction: 'up' | 'down';
  readonly statements: ExplainedStatement[];
  readonly gaps: Gap[];
}

export interface Explanation {
  readonly postgres: Version;
  readonly migrations: readonly ExplainedMigration[];
  readonly notes: readonly string[];
  readonly bugs: readonly ExplainBug[];
}

/** A fault of ours in one statement: where, and what was thrown. */
export interface ExplainBug {
  readonly file: string;
  readonly span: Span;
  readonly error: unknown;
}
