// Where the parser's binary is: in its package. dist/ holds a copy beside each bundle, and scripts/bundle.mjs puts a module that
// reads that one in this one's place.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The bytes of PostgreSQL's parser, as WebAssembly. */
export const parserBinary = (): Uint8Array =>
  readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'));
