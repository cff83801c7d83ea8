// Python's syntax tree as plain objects, taken out of tree-sitter's memory in one pass: no depth or size of input can trap it.
import type { Parser, Tree } from 'web-tree-sitter';
import type { SourceText } from '../../source/source-text.ts';
import { loadGrammar } from '../tree-sitter.ts';

/** Offsets are UTF-16. `type` is tree-sitter-python's; punctuation and keywords are nodes too, not `named`. */
export interface Node {
  readonly type: string;
  readonly field: string | null;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: Node[];
}

export interface Unparsed {
  readonly kind: 'size' | 'nesting' | 'syntax';
  readonly reason: string;
  readonly at?: number;
}

let parser: Parser | undefined;

/** To be awaited before the first `parsePython`. */
export async function loadPython(): Promise<void> {
  parser = await loadGrammar('python');
}

const longest = 2_000_000;
const mostNodes = 600_000;
const deepest = 400;

/** The module's node, or why there is none. `loadPython` must have been awaited. */
export function parsePython({ text }: SourceText): Node | Unparsed {
  if (!parser) throw new Error('loadPython was not awaited');
  if (text.length > longest) {
    return { kind: 'size', reason: `The file has more than ${longest} characters of Python, and is not read.` };
  }
  const tree = parser.parse(text);
  if (!tree) return { kind: 'syntax', reason: 'The file can’t be parsed as Python.' };
  try {
    return taken(tree);
  } finally {
    tree.delete();
  }
}

function taken(tree: Tree): Node | Unparsed {
  const cursor = tree.walk();
  const open: Node[] = [];
  let count = 0;
  for (;;) {
    count += 1;
    const at = cursor.startIndex;
    if (count > mostNodes)
      return { kind: 'size', reason: `The file has more than ${mostNodes} parts, and is not read.`, at };
    if (open.length > deepest)
      return { kind: 'nesting', reason: `The code is nested more than ${deepest} deep, and is not read.`, at };
    const { nodeType: type, currentFieldName: field, nodeIsNamed: named, endIndex: end } = cursor;
    const node: Node = { type, field, named, start: at, end, children: [] };
    if (type !== 'comment' && type !== 'line_continuation') open.at(-1)?.children.push(node);
    if (cursor.gotoFirstChild()) {
      open.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const above = open.pop();
      if (!above || !cursor.gotoParent()) return above ?? node;
      if (open.length === 0) return above;
    }
  }
}

export const isParsed = (parsed: Node | Unparsed): parsed is Node => 'children' in parsed;

export const field = (node: Node, name: string): Node | undefined =>
  node.children.find((child) => child.field === name);

export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);

export const named = (node: Node): Node[] => node.children.filter((child) => child.named);

/** The first node of these types under the node, itself included; looks no deeper than a found one. */
export function find(node: Node, types: readonly string[]): Node | undefined {
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (types.includes(next.type)) return next;
    for (let at = next.children.length - 1; at >= 0; at -= 1) open.push(next.children[at] as Node);
  }
  return undefined;
}
