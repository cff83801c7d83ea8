// The only importer of tree-sitter, for the languages that have no parser in JavaScript. Trees are taken out of its memory in one
// pass, without recursion, so that no depth or size of input can trap it.
import type { Language, Parser } from 'web-tree-sitter';
import { type GrammarName, grammarBinary, runtimeBinary } from './grammar-binaries.ts';
import { cursorOf, type Runtime, type TreeCursor } from './tree-cursor.ts';

/** `type` and `field` are the grammar's. Offsets are UTF-16. Punctuation and keywords are nodes too, not `named`. */
export interface SyntaxNode {
  readonly type: string;
  /** The name under which the node above holds it: `receiver`. */
  readonly field: string | null;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

export interface Unparsed {
  readonly type: 'unparsed';
  readonly kind: 'syntax' | 'size' | 'nesting';
  /** One sentence. */
  readonly reason: string;
  /** UTF-16 offset, where one place is to blame. */
  readonly at?: number;
}

export interface Dialect {
  readonly grammar: GrammarName;
  /** As the user calls it: `Ruby`. */
  readonly name: string;
  /** Types that say nothing their parent does not say; each question to the cursor crosses into WebAssembly. */
  readonly leftOut?: ReadonlySet<string>;
  /** The same of tokens, which are not named: `class` the word, not the class. */
  readonly tokensLeftOut?: ReadonlySet<string>;
  /** Types that nobody asks for the place of. */
  readonly placeless?: ReadonlySet<string>;
  /** Types that nobody looks into. */
  readonly leaves?: ReadonlySet<string>;
  /** Types whose children have no names. */
  readonly nameless?: ReadonlySet<string>;
  /** Whether nothing of a file with an error is read. */
  readonly isStrict?: boolean;
}

/** Never throws for any input. */
export type Parse = (text: string) => SyntaxNode | Unparsed;

const loading = new Map<GrammarName, Promise<Parse>>();

/** The same parser each time. Rejects where the grammar's package is not installed. */
export function loadParser(dialect: Dialect): Promise<Parse> {
  const parse = loading.get(dialect.grammar) ?? load(dialect);
  loading.set(dialect.grammar, parse);
  return parse;
}

let runtime: Promise<Runtime> | undefined;

async function load(dialect: Dialect): Promise<Parse> {
  const treeSitter = await import('web-tree-sitter');
  runtime ??= started(treeSitter);
  const inMemory = await runtime;
  const language = await treeSitter.Language.load(grammarBinary(dialect.grammar));
  return parserOf(dialect, { parser: new treeSitter.Parser().setLanguage(language), language, runtime: inMemory });
}

async function started({ Parser }: typeof import('web-tree-sitter')): Promise<Runtime> {
  const options = { wasmBinary: runtimeBinary() };
  await Parser.init(options);
  // Emscripten makes the module of the object that it is given.
  return options as typeof options & Runtime;
}

/** Beyond these, a file is no migration that somebody wrote. */
const longest = 2_000_000;
const deepest = 400;
const mostNodes = 600_000;

interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
  readonly runtime: Runtime;
}

function parserOf(dialect: Dialect, { parser, language, runtime }: Loaded): Parse {
  const kindOf = kindsOf(dialect, language);
  const notIt: Unparsed = { type: 'unparsed', kind: 'syntax', reason: `The code is not ${dialect.name}.` };
  return (text) => {
    if (text.length > longest) {
      return {
        type: 'unparsed',
        kind: 'size',
        reason: `The file has more than ${longest} characters of ${dialect.name}.`,
      };
    }
    const tree = parser.parse(text);
    if (!tree) return notIt;
    const hasError = (dialect.isStrict ?? false) && tree.rootNode.hasError;
    const cursor = cursorOf(runtime, tree);
    try {
      return taken({ cursor, kindOf, fields: language.fields, ...(hasError ? { notIt } : {}) });
    } finally {
      cursor.close();
      tree.delete();
    }
  };
}

/** What is known of a node by its type alone. */
interface Kind {
  readonly type: string;
  readonly named: boolean;
  readonly isLeftOut: boolean;
  readonly isPlaceless: boolean;
  readonly isLeaf: boolean;
  readonly isNameless: boolean;
}

function kindsOf(
  { leftOut, tokensLeftOut, placeless, leaves, nameless }: Dialect,
  { types }: Language,
): (cursor: TreeCursor) => Kind {
  const kinds: Kind[] = [];
  return (cursor) => {
    const id = cursor.typeId();
    const known = kinds[id];
    if (known) return known;
    const type = types[id] ?? 'ERROR';
    const named = cursor.isNamed();
    const kind = {
      type,
      named,
      isLeftOut: (leftOut?.has(type) || (!named && tokensLeftOut?.has(type))) ?? false,
      isPlaceless: !named && (placeless?.has(type) ?? false),
      isLeaf: !named || (leaves?.has(type) ?? false),
      isNameless: nameless?.has(type) ?? false,
    };
    // That of an error is beyond all others.
    if (id < types.length) kinds[id] = kind;
    return kind;
  };
}

interface Taking {
  readonly cursor: TreeCursor;
  readonly kindOf: (cursor: TreeCursor) => Kind;
  readonly fields: readonly (string | null)[];
  /** What to answer where an error is met. */
  readonly notIt?: Unparsed;
}

type Open = SyntaxNode & { readonly children: SyntaxNode[] };

function taken({ cursor, kindOf, fields, notIt }: Taking): SyntaxNode | Unparsed {
  const open: Open[] = [];
  const kinds: Kind[] = [];
  let root: SyntaxNode | undefined;
  for (let count = 0; ; count += 1) {
    const kind = kindOf(cursor);
    const wrong = tooMuch(open.length, count, cursor) ?? (notIt && errorAt(cursor, kind, notIt));
    if (wrong) return wrong;
    if (!kind.isLeftOut) {
      const node = nodeAt(cursor, kind, kinds.at(-1)?.isNameless ? noFields : fields);
      root ??= node;
      open.at(-1)?.children.push(node);
      if (!kind.isLeaf && cursor.toFirstChild()) {
        open.push(node);
        kinds.push(kind);
        continue;
      }
    }
    while (!cursor.toNextSibling()) {
      open.pop();
      kinds.pop();
      if (open.length === 0 || !cursor.toParent()) return root as SyntaxNode;
    }
  }
}

const noFields: Taking['fields'] = [];

function nodeAt(cursor: TreeCursor, { type, named, isPlaceless }: Kind, fields: Taking['fields']): Open {
  if (isPlaceless) return { type, field: null, named, start: 0, end: 0, children: [] };
  const field = fields === noFields ? null : (fields[cursor.fieldId()] ?? null);
  return { type, field, named, start: cursor.start(), end: cursor.end(), children: [] };
}

function tooMuch(depth: number, count: number, cursor: TreeCursor): Unparsed | undefined {
  if (depth > deepest) {
    const at = cursor.start();
    return { type: 'unparsed', kind: 'nesting', reason: `The code is nested more than ${deepest} deep.`, at };
  }
  if (count > mostNodes) {
    const at = cursor.start();
    return { type: 'unparsed', kind: 'size', reason: `The file has more than ${mostNodes} parts.`, at };
  }
  return undefined;
}

const errorAt = (cursor: TreeCursor, { type }: Kind, notIt: Unparsed): Unparsed | undefined =>
  type === 'ERROR' || cursor.isMissing() ? { ...notIt, at: cursor.start() } : undefined;

export const isParsed = (parsed: SyntaxNode | Unparsed): parsed is SyntaxNode => 'children' in parsed;

/** The child that the node holds under that name. */
export const childOf = (node: SyntaxNode, field: string): SyntaxNode | undefined =>
  node.children.find((child) => child.field === field);
