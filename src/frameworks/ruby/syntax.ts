// Ruby to a syntax tree.
import { loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';

export { childOf, type Unparsed } from '../tree-sitter.ts';

export type RubyNode = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parseRuby`. */
export async function loadRuby(): Promise<void> {
  parse = await loadParser({
    grammar: 'ruby',
    name: 'Ruby',
    tokensLeftOut,
    placeless,
    leaves,
    nameless,
    isStrict: true,
  });
}

const tokensLeftOut: ReadonlySet<string> = new Set([
  ...[',', ';', '(', ')', '[', ']', '{', '}', '|', '.', ':', '=', '->', '#{', '"', ':"', '%w(', '%i('],
  ...['def', 'class', 'module', 'do', 'end', 'then', 'if', 'unless', 'else', 'begin', 'when', 'case', 'return'],
]);

const placeless: ReadonlySet<string> = new Set(['&.', '=>']);

const leaves: ReadonlySet<string> = new Set([
  ...['identifier', 'constant', 'integer', 'float', 'simple_symbol', 'hash_key_symbol', 'string_content', 'comment'],
  ...['escape_sequence', 'true', 'false', 'nil', 'self', 'instance_variable', 'global_variable', 'class_variable'],
  ...['heredoc_beginning', 'heredoc_content', 'heredoc_end', 'operator', 'character'],
]);

const nameless: ReadonlySet<string> = new Set([
  ...['argument_list', 'string', 'array', 'hash', 'block_body', 'program', 'interpolation', 'chained_string'],
  ...['string_array', 'symbol_array', 'bare_string', 'bare_symbol', 'heredoc_body', 'then', 'else', 'delimited_symbol'],
]);

/** Never throws for any input once `loadRuby` has been awaited. A tree without errors is returned. */
export function parseRuby(text: string): RubyNode | Unparsed {
  if (!parse) throw new Error('loadRuby has not been awaited');
  return parse(text);
}

/** What the node is made of, without punctuation and comments. */
export const partsOf = (node: RubyNode): RubyNode[] =>
  node.children.filter(({ named, type }) => named && !isAside(type));

/** Stands between statements without being one: comments and the texts of heredocs. */
const isAside = (type: string): boolean => type === 'comment' || type === 'heredoc_body';
