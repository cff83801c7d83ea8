// Ruby to a syntax tree; the only importer of tree-sitter and its grammar, which are loaded when such a file is first met.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Language, Parser, TreeCursor } from 'web-tree-sitter';
import type { SourceText } from '../../source/source-text.ts';

/** `start` and `end` are UTF-16 offsets. */
export interface RubyNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly isNamed: boolean;
  /** The name under which the node above holds it: `receiver`. */
  readonly field: string | null;
  readonly children: readonly RubyNode[];
}

export interface Unparsed {
  readonly type: 'unparsed';
  readonly kind: 'syntax' | 'size' | 'nesting';
  /** One sentence. */
  readonly reason: string;
  /** UTF-16 offset, where one place is to blame. */
  readonly at?: number;
}

/** Beyond these, a file is no migration that somebody wrote. */
const longest = 1_000_000;
const deepest = 400;
const mostNodes = 500_000;

let loaded: Promise<void> | undefined;
let parser: Parser | undefined;
let language: Language | undefined;

/** Loads the parser once; `parseRuby` needs it to have been awaited. */
export function loadRuby(): Promise<void> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<void> {
  const treeSitter = await import('web-tree-sitter');
  await treeSitter.Parser.init();
  const made = new treeSitter.Parser();
  language = await treeSitter.Language.load(grammar());
  made.setLanguage(language);
  parser = made;
}

/** In its package. A bundle needs a copy beside it, as it has of PostgreSQL's parser. */
const grammar = (): Uint8Array =>
  readFileSync(createRequire(import.meta.url).resolve('tree-sitter-ruby/tree-sitter-ruby.wasm'));

/** Never throws for any input once `loadRuby` has been awaited. A tree without errors is returned. */
export function parseRuby({ text }: SourceText): RubyNode | Unparsed {
  if (!parser) throw new Error('loadRuby has not been awaited');
  if (text.length > longest) {
    return { type: 'unparsed', kind: 'size', reason: `The file has more than ${longest} characters of code.` };
  }
  const tree = parser.parse(text);
  if (!tree) return { type: 'unparsed', kind: 'syntax', reason: 'The code is not Ruby.' };
  const cursor = tree.walk();
  try {
    return treeOf(cursor, tree.rootNode.hasError);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

interface Building {
  readonly node: RubyNode;
  readonly children: RubyNode[];
}

/** Without recursion, so that endless nesting ends in a sentence. */
function treeOf(cursor: TreeCursor, hasError: boolean): RubyNode | Unparsed {
  const root = building(cursor);
  const open = [root];
  for (let count = 0; ; count += 1) {
    const above = open.at(-1) as Building;
    const wrong = tooMuch(open.length, count) ?? (hasError ? errorAt(cursor) : undefined);
    if (wrong) return wrong;
    if (cursor.gotoFirstChild()) {
      open.push(added(cursor, above));
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return root.node;
      open.pop();
      if (open.length === 1) return root.node;
    }
    open.pop();
    open.push(added(cursor, open.at(-1) as Building));
  }
}

function tooMuch(depth: number, count: number): Unparsed | undefined {
  if (depth > deepest) return { type: 'unparsed', kind: 'nesting', reason: 'The code is nested too deeply.' };
  if (count > mostNodes) return { type: 'unparsed', kind: 'size', reason: 'The file has too much code.' };
  return undefined;
}

function errorAt(cursor: TreeCursor): Unparsed | undefined {
  if (cursor.nodeType !== 'ERROR' && !cursor.nodeIsMissing) return undefined;
  return { type: 'unparsed', kind: 'syntax', reason: 'The code is not Ruby.', at: cursor.startIndex };
}

function added(cursor: TreeCursor, above: Building): Building {
  const made = building(cursor);
  above.children.push(made.node);
  return made;
}

function building(cursor: TreeCursor): Building {
  const children: RubyNode[] = [];
  const { type, isNamed } = kindOf(cursor.nodeTypeId);
  if (!isNamed && punctuation.has(type))
    return { node: { type, start: 0, end: 0, isNamed, field: null, children }, children };
  const { startIndex: start, endIndex: end, currentFieldName: field } = cursor;
  return { node: { type, start, end, isNamed, field, children }, children };
}

/** Nobody asks where these stand; each question to the cursor crosses into WebAssembly. */
const punctuation: ReadonlySet<string> = new Set([
  ...[',', ';', '(', ')', '[', ']', '{', '}', '|', '.', '&.', ':', '=>', '=', '->', '#{'],
  ...['def', 'class', 'module', 'do', 'end', 'then', 'if', 'unless', 'else', 'begin', 'when', 'case', 'return'],
]);

interface Kind {
  readonly type: string;
  readonly isNamed: boolean;
}

const kinds: Kind[] = [];

function kindOf(id: number): Kind {
  const known = kinds[id];
  if (known) return known;
  const type = language?.types[id] ?? 'ERROR';
  const made = { type, isNamed: language?.nodeTypeIsNamed(id) ?? true };
  if (id < 10_000) kinds[id] = made;
  return made;
}

/** The child that the node holds under that name. */
export const childOf = (node: RubyNode, field: string): RubyNode | undefined =>
  node.children.find((child) => child.field === field);

/** What the node is made of, without punctuation and comments. */
export const partsOf = (node: RubyNode): RubyNode[] =>
  node.children.filter(({ isNamed, type }) => isNamed && !isAside(type));

/** Stands between statements without being one: comments and the texts of heredocs. */
export const isAside = (type: string): boolean => type === 'comment' || type === 'heredoc_body';
