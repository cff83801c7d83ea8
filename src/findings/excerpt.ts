// The piece of source that is shown with a finding. Read from around the span only, so that one long line costs no more than a short one.
import type { SourceText, Span } from '../source/source-text.ts';
import type { Excerpt } from './finding.ts';

const widestBefore = 120;
const widestAfter = 400;

/** The line on which the span starts; at most some hundred characters of it. */
export function excerptOf(source: SourceText, span: Span): Excerpt {
  const { start, end } = span;
  const lineStart = start.offset - (start.column - 1);
  const from = Math.max(lineStart, start.offset - widestBefore);
  const window = source.text.slice(start.offset, start.offset + widestAfter + 1);
  const lineEnd = window.search(/[\r\n]/);
  const after = lineEnd < 0 ? window.slice(0, widestAfter) : window.slice(0, lineEnd);
  return {
    before: wellFormed(source.text.slice(from, start.offset)),
    cutBefore: from > lineStart,
    after: wellFormed(after),
    cutAfter: lineEnd < 0 && window.length > widestAfter,
    length: Math.min(after.length, end.offset - start.offset),
    moreLines: end.line - start.line,
  };
}

/** A cut may have gone through a surrogate pair. */
const wellFormed = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
