// A part of the input that could not be read; never silence, and never a finding.
import type { Span } from './source-text.ts';

export interface Gap {
  kind: 'syntax' | 'encoding' | 'size' | 'psql' | 'placeholder' | 'dynamic-sql' | 'unsupported' | 'nesting' | 'include';
  file: string;
  span?: Span;
  /** One sentence in the user's terms. */
  reason: string;
  /** What stands there, where it is in the judged file itself. */
  text?: string;
}
