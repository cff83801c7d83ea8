// C# to a syntax tree. An error is a node of its own, so that what stands around it is read.
import { childOf, loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';

export { isParsed } from '../tree-sitter.ts';

export type Node = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parseCSharp`. */
export async function loadCSharp(): Promise<void> {
  parse = await loadParser({ grammar: 'c-sharp', name: 'C#', leftOut, leaves });
}

const leftOut: ReadonlySet<string> = new Set(['"', '(', ')', '{', '}', '[', ']', ',', ';', '.', ':', '=>']);

const leaves: ReadonlySet<string> = new Set([
  ...['comment', 'identifier', 'integer_literal', 'real_literal', 'boolean_literal', 'null_literal', 'modifier'],
  ...['character_literal_content', 'escape_sequence', 'string_literal_content', 'verbatim_string_literal'],
  ...['raw_string_start', 'raw_string_content', 'raw_string_end', 'interpolation_start', 'interpolation_quote'],
  ...['interpolation_brace', 'string_content', 'predefined_type', 'implicit_type', 'using_directive'],
]);

/** The file's node, or why there is none. `loadCSharp` must have been awaited. */
export function parseCSharp(text: string): Node | Unparsed {
  if (!parse) throw new Error('loadCSharp was not awaited');
  return parse(text);
}

export const field = childOf;

export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);

/** What the node is made of, without punctuation and comments. */
export const named = (node: Node | undefined): Node[] =>
  node?.children.filter((child) => child.named && child.type !== 'comment') ?? [];

export const ofType = (node: Node | undefined, type: string): Node | undefined =>
  node?.children.find((child) => child.type === type);
