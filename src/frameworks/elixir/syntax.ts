// Elixir to a syntax tree. An error is a node of its own, so that what stands around it is read.
import type { SourceText } from '../../source/source-text.ts';
import { loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';

export { childOf, isParsed } from '../tree-sitter.ts';

export type Node = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parseElixir`. */
export async function loadElixir(): Promise<void> {
  parse = await loadParser({ grammar: 'elixir', name: 'Elixir', leftOut, leaves });
}

const leftOut: ReadonlySet<string> = new Set([',', '(', ')', '[', ']', '{', '}', 'do', 'end', 'fn', '%', ';']);

const leaves: ReadonlySet<string> = new Set([
  ...['identifier', 'alias', 'atom', 'keyword', 'integer', 'float', 'char', 'operator_identifier'],
  ...['quoted_content', 'escape_sequence', 'sigil_name', 'sigil_modifiers', 'comment'],
]);

/** The file's node, or why there is none. `loadElixir` must have been awaited. */
export function parseElixir({ text }: SourceText): Node | Unparsed {
  if (!parse) throw new Error('loadElixir has not been awaited');
  return parse(text);
}

/** What the node is made of, without punctuation and comments. */
export const partsOf = (node: Node): Node[] => node.children.filter(({ named, type }) => named && type !== 'comment');

export const childOfType = (node: Node, type: string): Node | undefined =>
  node.children.find((child) => child.type === type);
