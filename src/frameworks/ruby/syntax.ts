// Ruby to a syntax tree.
import type { SourceText } from '../../source/source-text.ts';
import { loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';

export { childOf, type Unparsed } from '../tree-sitter.ts';

export type RubyNode = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parseRuby`. */
export async function loadRuby(): Promise<void> {
  parse = await loadParser({ grammar: 'ruby', name: 'Ruby', placeless, isStrict: true });
}

const placeless: ReadonlySet<string> = new Set([
  ...[',', ';', '(', ')', '[', ']', '{', '}', '|', '.', '&.', ':', '=>', '=', '->', '#{'],
  ...['def', 'class', 'module', 'do', 'end', 'then', 'if', 'unless', 'else', 'begin', 'when', 'case', 'return'],
]);

/** Never throws for any input once `loadRuby` has been awaited. A tree without errors is returned. */
export function parseRuby({ text }: SourceText): RubyNode | Unparsed {
  if (!parse) throw new Error('loadRuby has not been awaited');
  return parse(text);
}

/** What the node is made of, without punctuation and comments. */
export const partsOf = (node: RubyNode): RubyNode[] =>
  node.children.filter(({ named, type }) => named && !isAside(type));

/** Stands between statements without being one: comments and the texts of heredocs. */
export const isAside = (type: string): boolean => type === 'comment' || type === 'heredoc_body';
