// The comments of a module for the SQL of one direction: those within the function of the other are not about it.
import type { Comment } from '../../postgres/statement.ts';
import type { SourceText } from '../../source/source-text.ts';
import { childOf, type Node, partsOf } from './syntax.ts';

/** `others` are the functions that this direction does not run. */
export function commentsIn(source: SourceText, root: Node, others: readonly string[]): Comment[] {
  const found: Comment[] = [];
  const open = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    const { type, start, end } = next;
    if (type === 'comment') {
      found.push({
        text: source.text.slice(start, end),
        span: source.span(start, end),
        kind: 'line',
        file: source.path,
      });
    } else if (!others.includes(definedName(source, next) ?? '')) open.push(...[...next.children].reverse());
  }
  return found;
}

function definedName({ text }: SourceText, node: Node): string | undefined {
  const target = node.type === 'call' ? childOf(node, 'target') : undefined;
  if (!target || !/^defp?$/.test(text.slice(target.start, target.end))) return undefined;
  const [head] = partsOf(node.children.find(({ type }) => type === 'arguments') ?? node);
  return head && /^\w+[?!]?/.exec(text.slice(head.start, head.end))?.[0];
}
