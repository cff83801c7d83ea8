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

/**
 * The statement that the comment is in, or stands behind on its last line; otherwise the next one. In code a statement's place
 * may lie within that of another, as a column's in a table's: then the comment is about the inner one beside it.
 */
export function targetOf(comment: Span, targets: readonly Target[]): Target | undefined {
  const { around, before, next } = placesOf(comment, targets);
  const trailing = before?.span.end.line === comment.start.line;
  const leading = next?.span.start.line === comment.end.line;
  return trailing && !leading ? before : (next ?? around);
}

export function enclosingOrNext(comment: Span, targets: readonly Target[]): Target | undefined {
  const { around, next } = placesOf(comment, targets);
  return next ?? around;
}

/** Those beside the comment, within what is around it. */
function placesOf(comment: Span, targets: readonly Target[]) {
  const { offset } = comment.start;
  const at = firstFrom(targets, offset);
  const around = targets.slice(Math.max(0, at - deepest), at).findLast(({ span }) => span.end.offset > offset);
  const [before, next] = [targets[at - 1], targets[at]];
  const { start, end } = around?.span ?? {};
  const isBefore = before && before.span.end.offset <= offset && (!start || before.span.start.offset >= start.offset);
  const isNext = next && (!end || next.span.end.offset <= end.offset);
  return { around, before: isBefore ? before : undefined, next: isNext ? next : undefined };
}

/** So many inner statements are looked through for the one around them. */
const deepest = 100;

function firstFrom(targets: readonly Target[], offset: number): number {
  let low = 0;
  let high = targets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((targets[middle]?.span.start.offset ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
