// Where the WebAssembly of tree-sitter and its grammars is: in their packages. dist/ holds a copy of each beside the bundles, and
// scripts/bundle.mjs puts a module that reads those in this one's place.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const grammarNames = ['c-sharp', 'elixir', 'php', 'python', 'ruby'] as const;

export type GrammarName = (typeof grammarNames)[number];

const require = createRequire(import.meta.url);

export const runtimeBinary = (): Uint8Array => readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'));

export const grammarBinary = (name: GrammarName): Uint8Array =>
  readFileSync(require.resolve(`tree-sitter-${name}/${grammarFile(name)}`));

/** As the package names it: `tree-sitter-c_sharp.wasm`. */
const grammarFile = (name: GrammarName): string => `tree-sitter-${name.replaceAll('-', '_')}.wasm`;
