// The comments of a piece of SQL, which carry allowances and the marks of migration tools.
import type { SqlPiece } from '../source/piece.ts';
import { lexer } from './lexer.ts';
import type { Comment } from './statement.ts';
import { fileSpan } from './trees.ts';

/** `opaque`: parts that are no SQL, such as the data of COPY. */
export function commentsOf(piece: SqlPiece, opaque: readonly { start: number; end: number }[]): Comment[] {
  const { sql } = piece;
  const comments: Comment[] = [];
  if (!sql.includes('--') && !sql.includes('/*')) return comments;
  const skipped = [...opaque].sort((a, b) => a.start - b.start);
  const token = lexer(sql);
  let next = 0;
  for (;;) {
    for (let range = skipped[next]; range && token.end >= range.start; range = skipped[next]) {
      token.moveTo(Math.max(token.end, range.end));
      next += 1;
    }
    if (!token.next()) return comments;
    if (token.kind !== 'line-comment' && token.kind !== 'block-comment') continue;
    comments.push({
      text: sql.slice(token.start, token.end),
      span: fileSpan(piece, token.start, token.end),
      kind: token.kind === 'line-comment' ? 'line' : 'block',
      file: piece.source.path,
    });
  }
}
