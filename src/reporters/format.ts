// The formats of a lint report, and what a reporter may know beside the report.
import type { FailOn } from '../findings/report.ts';
import type { Rule } from '../rule.ts';
import type { Display } from './terminal.ts';

export const reportFormats = [
  'text',
  'json',
  'markdown',
  'github',
  'sarif',
  'gitlab',
  'junit',
  'checkstyle',
  'rdjson',
  'html',
] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportContext {
  /** For `text`. */
  readonly display: Display;
  /** migration-lint's own. */
  readonly version: string;
  readonly rules: readonly Rule[];
  /** The Markdown of a rule's page. */
  readonly page: (id: string) => string;
  readonly failOn: FailOn;
  readonly allowIncomplete: boolean;
}
