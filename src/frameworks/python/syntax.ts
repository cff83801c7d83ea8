// Python to a syntax tree. An error is a node of its own, so that what stands around it is read.
import type { SourceText } from '../../source/source-text.ts';
import { childOf, loadParser, type Parse, type SyntaxNode, type Unparsed } from '../tree-sitter.ts';
import { parseQuickly } from './statement-syntax.ts';

export { isParsed } from '../tree-sitter.ts';

export type Node = SyntaxNode;

let parse: Parse | undefined;

/** To be awaited before the first `parsePython`. */
export async function loadPython(): Promise<void> {
  parse = await loadParser({ grammar: 'python', name: 'Python', leftOut, leaves });
}

const leftOut: ReadonlySet<string> = new Set([
  ...['comment', 'line_continuation', '(', ')', '[', ']', '{', '}', ',', '.', ':', ';'],
]);

const leaves: ReadonlySet<string> = new Set([
  ...['identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis'],
  ...['string_start', 'string_content', 'string_end'],
]);

/** The module's node, or why there is none. `loadPython` must have been awaited. */
export const parsePython = ({ text }: Pick<SourceText, 'text'>): Node | Unparsed =>
  parseQuickly(text) ?? parseByGrammar(text);

/** By tree-sitter, for what the own parser leaves to it. */
export function parseByGrammar(text: string): Node | Unparsed {
  if (!parse) throw new Error('loadPython was not awaited');
  return parse(text);
}

export const field = childOf;

export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);

export const named = (node: Node): Node[] => node.children.filter((child) => child.named);

/** Code as a sentence shows it. */
export const shown = (code: string): string => (code.length > 60 ? `${code.slice(0, 57)}…` : code).replace(/\s+/g, ' ');
