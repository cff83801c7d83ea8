// Runs the built command once on a small file and keeps what V8 compiled for it: `node compile-cache.mjs <command> <cache>`.
// The cache serves only the V8 version that wrote it; any other compiles the command as usual.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const [command = '', cache = ''] = process.argv.slice(2);

const sample = `SET lock_timeout = '2s';
BEGIN;
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL);
ALTER TABLE orders ADD CONSTRAINT orders_user_id FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD COLUMN note text, ALTER COLUMN total TYPE numeric(12, 2);
UPDATE orders SET note = '';
COMMIT;
CREATE INDEX ON orders (user_id);
DROP TABLE old_orders;
`;

const folder = mkdtempSync(join(tmpdir(), 'migration-lint-build-'));
writeFileSync(join(folder, 'sample.sql'), sample);
process.chdir(folder);
process.argv = [process.execPath, command, 'sample.sql'];

// As the loader that scripts/build.mjs writes has it.
const source = `(function(require,__filename,__dirname){${readFileSync(command, 'latin1')}\n})`;
const script = new Script(source, { filename: command });
process.on('exit', () => {
  // V8 refuses a cache that was written under other flags than it starts with, and the command sets these two.
  setFlagsFromString('--wasm-tier-up');
  setFlagsFromString('--wasm-dynamic-tiering');
  writeFileSync(cache, script.createCachedData());
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = 0;
});
script.runInThisContext()(createRequire(command), command, dirname(command));
