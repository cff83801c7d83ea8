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
      const name = wayOf(child, source);
      if (name !== undefined) ways.push({ name, start: beginning(children, at), end: child.end });
      if (child.children.length > 0 || asideTypes.has(child.type)) open.push(child);
    }
  }
  return { heredocs, comments, ways };
}

const asideTypes: ReadonlySet<string> = new Set(['comment', 'heredoc_beginning', 'heredoc_body']);

function wayOf(node: RubyNode, { text }: SourceText): string | undefined {
  if (node.type !== 'method' && node.type !== 'call') return undefined;
  const named = childOf(node, node.type === 'method' ? 'name' : 'method');
  const name = named ? text.slice(named.start, named.end) : '';
  if (name !== 'up' && name !== 'down') return undefined;
  return node.type === 'method' || childOf(node, 'block') ? name : undefined;
}

/** With the comments above it. */
function beginning(siblings: readonly RubyNode[], at: number): number {
  let first = at;
  while (siblings[first - 1]?.type === 'comment') first -= 1;
  return siblings[first]?.start ?? 0;
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
