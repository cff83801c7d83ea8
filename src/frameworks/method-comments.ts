// The comments of a file for the SQL of one direction: those of the methods of the other are not about it.
import type { Comment } from '../postgres/statement.ts';
import type { SourceText } from '../source/source-text.ts';
import type { Direction } from './framework.ts';
import { childOf, type SyntaxNode } from './tree-sitter.ts';

/** Without what stands in, and right above, `down()` or what else goes the other way. */
export function commentsFor(source: SourceText, root: SyntaxNode | undefined, direction: Direction): Comment[] {
  const other = direction === 'up' ? /^(?:down|preDown|postDown)$/i : /^(?:up|preUp|postUp)$/i;
  const found: Comment[] = [];
  const open = root ? [root] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'comment') found.push(commentOf(source, next));
    else open.push(...ownParts(source, next, other).reverse());
  }
  return found;
}

function ownParts({ text }: SourceText, { children }: SyntaxNode, other: RegExp): SyntaxNode[] {
  const kept: SyntaxNode[] = [];
  for (const child of children) {
    const name = child.type === 'method_declaration' ? childOf(child, 'name') : undefined;
    if (!name || !other.test(text.slice(name.start, name.end))) kept.push(child);
    else while (kept.at(-1)?.type === 'comment') kept.pop();
  }
  return kept;
}

function commentOf(source: SourceText, { start, end }: SyntaxNode): Comment {
  const written = source.text.slice(start, end);
  const text = written.trimEnd();
  const span = source.span(start, start + text.length);
  return { text, span, kind: text.startsWith('/*') ? 'block' : 'line', file: source.path };
}
