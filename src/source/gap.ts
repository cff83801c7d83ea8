// A part of the input that could not be read; never silence, and never a finding.
import type { Span } from './source-text.ts';

export interface Gap {
  /** `data-work`: the migration's own code changes rows by its tool's models; the schema is known without it. */
  kind:
    | 'syntax'
    | 'encoding'
    | 'size'
    | 'psql'
    | 'placeholder'
    | 'dynamic-sql'
    | 'unsupported'
    | 'nesting'
    | 'include'
    | 'data-work';
  file: string;
  span?: Span;
  /** One sentence in the user's terms. */
  reason: string;
  /** What stands there, where it is in the judged file itself. */
  text?: string;
  /** Of data work: locks that others wait for are held meanwhile. */
  underLocks?: true;
  /** Of data work: how many of the file's pieces are sent before it. */
  after?: number;
}

/** Of others less is certain about the schema. */
export const isDataWork = ({ kind }: Gap): boolean => kind === 'data-work';

/** Whether it may hide a hazard: data work that nobody waits for changes rows, as the application does all day. */
export const mayHideHazard = (gap: Gap): boolean => !isDataWork(gap) || gap.underLocks === true;
