import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { exportNames, importNames, loadParser, parseSql, withSmallMemory } from '../../src/postgres/libpg-query.ts';
import { parserBinary } from '../../src/postgres/parser-binary.ts';

const glue = readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.js'), 'utf8');

it('uses the names that the package was built with', () => {
  const imports = Object.fromEntries(
    (/wasmImports=\{([^}]*)\}/.exec(glue)?.[1] ?? '').split(',').map((pair) => pair.split(':').reverse()),
  );
  const invokes = Object.keys(imports).filter((name) => name.startsWith('invoke_'));
  expect(
    invokes
      .filter((name) => name !== 'invoke_ji')
      .map((name) => imports[name])
      .sort(),
  ).toEqual([...importNames.invoke].sort());
  expect(Object.keys(imports)).toHaveLength(Object.keys(importNames).length - 1 + importNames.invoke.length);
  expect(importNames).toMatchObject({
    invokeReturningBigInt: imports.invoke_ji,
    assertFail: imports.___assert_fail,
    exit: imports._exit,
    setTimer: imports.__setitimer_js,
    throwLongjmp: imports.__emscripten_throw_longjmp,
    resizeHeap: imports._emscripten_resize_heap,
    readFile: imports._fd_read,
    seekFile: imports._fd_seek,
    writeFile: imports._fd_write,
    closeFile: imports._fd_close,
    procExit: imports._proc_exit,
    clearKeepalive: imports.__emscripten_runtime_keepalive_clear,
    abort: imports.__abort_js,
  });
  const exported = (name: string) =>
    new RegExp(`\\b${name}=(?:Module\\["\\w+"\\]=|\\w+=)?wasmExports\\["(\\w)"\\]`).exec(glue)?.[1];
  expect(exportNames).toEqual({
    memory: exported('memory'),
    table: exported('__indirect_function_table'),
    construct: /noFSInit.*?wasmExports\["(\w)"\]\(\)/.exec(glue)?.[1],
    malloc: exported('_malloc'),
    free: exported('_free'),
    parse: exported('_wasm_parse_query_raw'),
    freeParse: exported('_wasm_free_parse_result'),
    parsePlpgsql: exported('_wasm_parse_plpgsql'),
    freeString: exported('_wasm_free_string'),
    setThrew: exported('_setThrew'),
    restoreStack: exported('__emscripten_stack_restore'),
    currentStack: exported('_emscripten_stack_get_current'),
  });
});

it('parses on after what it could not hold, and leaves the exit code alone', async () => {
  await loadParser();
  const deep = `select ${'1+'.repeat(20_000)}1`;
  for (let time = 0; time < 30; time += 1) expect(parseSql(deep)).toEqual({ exhausted: 'stack' });
  expect(parseSql('select 1')).toHaveProperty('json');
  expect(process.exitCode).toBeUndefined();
});

it('starts with little memory, and grows it', async () => {
  const [before, after] = [parserBinary(), withSmallMemory(parserBinary())];
  expect([...after].flatMap((byte, at) => (byte === before[at] ? [] : [[before[at], byte]]))).toEqual([[0x10, 2]]);
  await loadParser();
  const row = `(${'1, '.repeat(100)}1)`;
  const answer = parseSql(`INSERT INTO t VALUES ${`${row}, `.repeat(2_000)}${row}`);
  expect(answer).toHaveProperty('json');
});
