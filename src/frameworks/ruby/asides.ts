// What stands in a file of Ruby beside its code: comments and the texts of heredocs; and the code for one direction alone.
import type { Comment } from '../../postgres/statement.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Direction } from '../framework.ts';
import { childOf, type RubyNode } from './syntax.ts';

export interface Asides {
  /** The texts of heredocs by their beginnings. */
  readonly heredocs: ReadonlyMap<RubyNode, RubyNode>;
  readonly comments: readonly RubyNode[];
  readonly ways: readonly Way[];
}

/** `def up` or `dir.up do`, with the comments above it. */
interface Way {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The texts of heredocs follow the line of their beginnings, in the same order. */
export function asidesIn(root: RubyNode, source: SourceText): Asides {
  const beginnings: RubyNode[] = [];
  const heredocs = new Map<RubyNode, RubyNode>();
  const comments: RubyNode[] = [];
  const ways: Way[] = [];
  const open: RubyNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const { type, children } = node;
    if (type === 'comment') comments.push(node);
    else if (type === 'heredoc_beginning') beginnings.push(node);
    else if (type === 'heredoc_body') {
      const beginning = beginnings.shift();
      if (beginning) heredocs.set(beginning, node);
    }
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at] as RubyNode;
      if (child.type === 'method' || child.type === 'call') ways.push(...wayOf(child, children.slice(0, at), source));
      if (child.children.length > 0 || asideTypes.has(child.type)) open.push(child);
    }
  }
  return { heredocs, comments, ways };
}

const asideTypes: ReadonlySet<string> = new Set(['comment', 'heredoc_beginning', 'heredoc_body']);

function wayOf(node: RubyNode, before: readonly RubyNode[], { text }: SourceText): Way[] {
  const named = childOf(node, node.type === 'method' ? 'name' : 'method');
  const name = named ? text.slice(named.start, named.end) : '';
  if (name !== 'up' && name !== 'down') return [];
  if (node.type === 'call' && !childOf(node, 'block')) return [];
  const start = before.findLast(({ type, named: isNamed }) => isNamed && type !== 'comment')?.end ?? 0;
  const above = before.find(({ type, start: at }) => type === 'comment' && at >= start);
  return [{ name, start: above?.start ?? node.start, end: node.end }];
}

/** Those in what is written for the other way are not about it. */
export function commentsFor({ comments, ways }: Asides, source: SourceText, direction: Direction): Comment[] {
  const others = ways.filter(({ name }) => name !== direction);
  return comments
    .filter(({ start: at }) => !others.some(({ start, end }) => start <= at && at < end))
    .map(({ start, end }): Comment => {
      const text = source.text.slice(start, end);
      const kind = text.startsWith('#') ? 'line' : 'block';
      return { text, span: source.span(start, end), kind, file: source.path };
    });
}
