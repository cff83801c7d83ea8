// A finding about a comment that allows findings: it is malformed, or meets none.
import type { Span } from '../source/source-text.ts';
import { excerptOf } from './excerpt.ts';
import type { Finding } from './finding.ts';
import type { CommentedFile } from './target.ts';

interface Complaint extends Pick<Finding, 'rule' | 'severity' | 'message'> {
  /** Where the comment says what it does not hold, and those words. */
  readonly place: { readonly file: string; readonly span: Span; readonly text: string };
}

export function complaint(
  { rule, severity, message, place: { file, span, text } }: Complaint,
  { sourceOf }: Pick<CommentedFile, 'sourceOf'>,
): Finding {
  const source = sourceOf(file);
  return {
    rule,
    severity,
    file,
    span,
    message,
    circumstances: [],
    related: [],
    effects: [],
    sql: text,
    ...(source ? { excerpt: excerptOf(source, span) } : {}),
    status: 'open',
  };
}
