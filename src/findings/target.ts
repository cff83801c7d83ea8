// What the comments of a migration that allow findings are held against, and the statement that a comment is about.
import type { SourceText, Span } from '../source/source-text.ts';
import type { Finding } from './finding.ts';

/** A judged migration, as its comments see it. */
export interface CommentedFile {
  /** The migration, which answers for the files that it includes; comments in those name them. */
  readonly file: string;
  /** A file's statements and unread parts, in file order. */
  readonly targets: (file: string) => readonly Target[];
  readonly findings: readonly Finding[];
  /** Rules that the config turned off report nothing, so allowances for them are not called unused. */
  readonly isOn: (rule: string) => boolean;
  readonly sourceOf: (file: string) => SourceText | undefined;
}

/** A statement, or a part that could not be read, which a comment may stand before or on. */
export interface Target {
  readonly file: string;
  readonly span: Span;
  /** It could not be read, so nobody knows whether the allowance is needed. */
  readonly unread?: boolean;
}

/** The statement that the comment is in, or stands behind on its last line; otherwise the next one. */
export function targetOf(comment: Span, targets: readonly Target[]): Target | undefined {
  const at = enclosingOrNext(comment, targets);
  if (at && at.span.start.offset <= comment.start.offset) return at;
  const before = targets[firstEndingAfter(targets, comment.start.offset) - 1];
  const trailing = before?.span.end.line === comment.start.line;
  const leading = at?.span.start.line === comment.end.line;
  return trailing && !leading ? before : at;
}

export const enclosingOrNext = (comment: Span, targets: readonly Target[]): Target | undefined =>
  targets[firstEndingAfter(targets, comment.start.offset)];

function firstEndingAfter(targets: readonly Target[], offset: number): number {
  let low = 0;
  let high = targets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((targets[middle]?.span.end.offset ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
