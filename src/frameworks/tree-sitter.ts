// The only importer of tree-sitter, for the languages that have no parser in JavaScript: grammars are WebAssembly from npm packages,
// loaded when the first file in their language is met.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Parser } from 'web-tree-sitter';

export type GrammarName = 'python' | 'ruby';

const loading = new Map<GrammarName, Promise<Parser>>();

/** A parser for the language; the same one each time. Rejects where the grammar's package is not installed. */
export function loadGrammar(name: GrammarName): Promise<Parser> {
  const known = loading.get(name);
  if (known) return known;
  const parser = load(name);
  loading.set(name, parser);
  return parser;
}

async function load(name: GrammarName): Promise<Parser> {
  const require = createRequire(import.meta.url);
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init();
  const grammar = await readFile(require.resolve(`tree-sitter-${name}/tree-sitter-${name}.wasm`));
  return new Parser().setLanguage(await Language.load(grammar));
}
