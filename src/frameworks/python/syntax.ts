// Python's syntax tree as plain objects, taken out of tree-sitter's memory in one pass: no depth or size of input can trap it.
import type { Parser, Tree, TreeCursor } from 'web-tree-sitter';
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

/** What is known of a node by its type alone, so that tree-sitter is asked less. */
interface Kind {
  readonly type: string;
  readonly named: boolean;
  /** It says nothing that its parent does not say. */
  readonly isLeftOut: boolean;
  /** Nothing within it is looked at. */
  readonly isLeaf: boolean;
}

const kinds = new Map<number, Kind>();

function kindOf({ language }: Tree, cursor: TreeCursor): Kind {
  const id = cursor.nodeTypeId;
  const known = kinds.get(id);
  if (known) return known;
  const type = cursor.nodeType;
  const named = cursor.nodeIsNamed;
  const isLeftOut = /^(?:comment|line_continuation|[()[\]{},.:;])$/.test(type);
  const isLeaf =
    !named ||
    /^(?:identifier|integer|float|true|false|none|string_start|string_content|string_end|ellipsis)$/.test(type);
  const kind = { type, named, isLeftOut, isLeaf };
  if (id < language.types.length) kinds.set(id, kind);
  return kind;
}

function taken(tree: Tree): Node | Unparsed {
  const cursor = tree.walk();
  const { fields: names } = tree.language;
  const open: Node[] = [];
  let root: Node | undefined;
  for (let count = 0; ; count += 1) {
    const { type, named, isLeftOut, isLeaf } = kindOf(tree, cursor);
    if (!isLeftOut) {
      const start = cursor.startIndex;
      const tooMuch = limitAt(count, open.length, start);
      if (tooMuch) return tooMuch;
      const field = names[cursor.currentFieldId] ?? null;
      const node: Node = { type, field, named, start, end: cursor.endIndex, children: [] };
      root ??= node;
      open.at(-1)?.children.push(node);
      if (!isLeaf && cursor.gotoFirstChild()) {
        open.push(node);
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      open.pop();
      if (open.length === 0 || !cursor.gotoParent()) {
        cursor.delete();
        return root as Node;
      }
    }
  }
}

function limitAt(count: number, depth: number, at: number): Unparsed | undefined {
  if (count > mostNodes) {
    return { kind: 'size', reason: `The file has more than ${mostNodes} parts, and is not read.`, at };
  }
  return depth > deepest
    ? { kind: 'nesting', reason: `The code is nested more than ${deepest} deep, and is not read.`, at }
    : undefined;
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
