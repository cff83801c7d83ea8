// The comments of a Python file, found without a syntax tree, in which they are left out.
import type { Comment } from '../../postgres/statement.ts';
import type { SourceText } from '../../source/source-text.ts';

/** Strings, so that a `#` in one is no comment, and comments. */
const tokens =
  /'''(?:\\[\s\S]|[^\\])*?'''|"""(?:\\[\s\S]|[^\\])*?"""|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|#[^\r\n]*/g;

/** No migration that somebody wrote is longer. */
const longest = 2_000_000;

export function commentsIn(source: SourceText): Comment[] {
  const { text, path: file } = source;
  if (text.length > longest || !text.includes('#')) return [];
  return [...text.matchAll(tokens)].flatMap(({ 0: found, index }): Comment[] =>
    found.startsWith('#') ? [{ text: found, span: source.span(index, index + found.length), kind: 'line', file }] : [],
  );
}
