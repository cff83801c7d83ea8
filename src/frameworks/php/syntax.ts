// PHP to a syntax tree. An error is a node of its own, so that what stands around it is read.
import { childOf, loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';

export { isParsed } from '../tree-sitter.ts';

export type Node = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parsePhp`. */
export async function loadPhp(): Promise<void> {
  parse = await loadParser({ grammar: 'php', name: 'PHP', leftOut, leaves });
}

const leftOut: ReadonlySet<string> = new Set([
  'php_tag',
  'text_interpolation',
  '(',
  ')',
  ',',
  ';',
  ':',
  '$',
]);

const leaves: ReadonlySet<string> = new Set([
  ...['comment', 'name', 'integer', 'float', 'boolean', 'null', 'string_content', 'escape_sequence', 'nowdoc_string'],
  ...['heredoc_start', 'heredoc_end', 'cast_type', 'primitive_type', 'named_type', 'variable_name', 'namespace_name'],
  ...['qualified_name', 'relative_scope', 'visibility_modifier'],
]);

/** The program's node, or why there is none. `loadPhp` must have been awaited. */
export function parsePhp(text: string): Node | Unparsed {
  if (!parse) throw new Error('loadPhp was not awaited');
  return parse(text);
}

export const field = childOf;

export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);

/** What the node is made of, without punctuation and comments. */
export const named = (node: Node | undefined): Node[] =>
  node?.children.filter((child) => child.named && child.type !== 'comment') ?? [];
