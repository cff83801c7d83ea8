#!/usr/bin/env node
// Starts the command, command.cjs, from what V8 compiled of it on an earlier run where there is such a file: a third of the start-up
// is compiling. V8 takes a cache for any source of the same length, hence a name by content; another V8 can't use it.
const { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } = require('node:fs');
const { Script } = require('node:vm');

// Node.js 20 optimises functions so early that it costs a run of some thousand statements a third of its time; later ones have
// no such flag and need none.
if (Number.parseInt(process.versions.node, 10) < 22) require('node:v8').setFlagsFromString('--interrupt-budget=500000');

const filename = `${__dirname}/command.cjs`;
const source = readFileSync(filename, 'latin1');
const cache = `${__dirname}/command-${source.slice(2, 18)}-${process.versions.v8}-${process.platform}-${process.arch}.cache`;

let cachedData;
try {
  cachedData = readFileSync(cache);
} catch {}

const script = new Script(source, { filename, cachedData });
const isKept = cachedData !== undefined && script.cachedDataRejected === false;
script.runInThisContext()(require, __dirname, () => {
  if (!isKept) process.once('exit', keep);
});

/** Where the folder is not ours to write, the next start is as slow as this one. */
function keep() {
  const unfinished = `${cache}.${process.pid}`;
  try {
    const file = openSync(unfinished, 'wx');
    const { setFlagsFromString } = require('node:v8');
    // V8 refuses a cache that was written under other flags than it starts with, and the parser sets these.
    setFlagsFromString('--no-wasm-lazy-validation');
    setFlagsFromString('--wasm-tier-up');
    setFlagsFromString('--wasm-dynamic-tiering');
    writeSync(file, script.createCachedData());
    closeSync(file);
    renameSync(unfinished, cache);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
