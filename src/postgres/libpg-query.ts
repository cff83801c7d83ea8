// PostgreSQL's own parser, as libpg-query compiled it to WebAssembly; the only file that touches that package.
// Its JavaScript is not used: it instantiates asynchronously, prints, sets the exit code and costs 10 ms to load. What it
// supplies to the binary is the 25 functions below; test/parse/libpg-query.test.ts holds their names against the package.
import { setFlagsFromString } from 'node:v8';
import { parserBinary } from './parser-binary.ts';

/** `cursor` counts code points from 0. `stack` and `memory`: the input is nested or long beyond what the parser can hold. */
export type ParserAnswer =
  | { json: string; byteLength: number }
  | { message: string; cursor: number; byteLength: number }
  | { exhausted: 'stack' | 'memory' };

/** The binary's minified names for what emscripten's glue gives it and takes from it, for libpg-query 18.1.5. */
export const importNames = {
  invoke: ['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'n', 'y'],
  invokeReturningBigInt: 'l',
  assertFail: 'c',
  exit: 'm',
  setTimer: 'o',
  throwLongjmp: 'p',
  resizeHeap: 'q',
  readFile: 'r',
  seekFile: 's',
  writeFile: 't',
  closeFile: 'u',
  procExit: 'v',
  clearKeepalive: 'w',
  abort: 'x',
} as const;

export const exportNames = {
  memory: 'z',
  table: 'D',
  construct: 'A',
  malloc: 'C',
  free: 'E',
  parse: 'F',
  freeParse: 'G',
  parsePlpgsql: 'H',
  freeString: 'N',
  setThrew: 'P',
  restoreStack: 'Q',
  currentStack: 'R',
} as const;

// The part of WebAssembly's interface used here; the types of Node 20 leave it out.
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type Exports = Record<string, unknown>;
interface Engine {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, object>) => { exports: Exports };
}
const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;

type WasmFunction = (...values: number[]) => number;
interface Parser {
  memory: Memory;
  call(name: keyof typeof exportNames, ...values: number[]): number;
}

const heapLimit = 1 << 30;
let binary: object | undefined;
let current: Parser | undefined;

/** Compiles the parser; everything else here needs that to have happened. */
export async function loadParser(): Promise<void> {
  loadParserNow();
}

function loadParserNow(): object {
  if (binary) return binary;
  // Optimising PostgreSQL's grammar costs V8 over a second, on threads that node awaits before it exits, and pays back only
  // after some 150,000 statements. Both flags are needed, before the first instance.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Most functions are never called, and need not be checked either.
  setFlagsFromString('--wasm-lazy-validation');
  binary = new engine.Module(withSmallMemory(parserBinary()));
  return binary;
}

/** The binary's memory section: 2,048 pages of 64 kB, and at most 16,384. */
const memorySection = Buffer.from([5, 7, 1, 1, 0x80, 0x10, 0x80, 0x80, 1]);

/**
 * The binary with 16 MB to start with instead of 128 MB, at which V8 would collect garbage in the middle of every run; it grows as
 * needed. A binary with another section is left as it is.
 */
export function withSmallMemory(binary: Uint8Array): Uint8Array {
  const at = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength).indexOf(memorySection);
  if (at >= 0) binary[at + 5] = 2;
  return binary;
}

/** The parse tree as JSON text, or PostgreSQL's error. The text must hold no NUL (PostgreSQL would read only up to it). */
export function parseSql(sql: string): ParserAnswer {
  return guarded((parser) => {
    const { pointer, byteLength } = writeText(parser, sql);
    const result = parser.call('parse', pointer);
    const view = new DataView(parser.memory.buffer);
    const error = view.getUint32(result + 8, true);
    const answer = error
      ? {
          message: readText(parser, view.getUint32(error, true)),
          cursor: Math.max(view.getInt32(error + 16, true) - 1, 0),
          byteLength,
        }
      : { json: readText(parser, view.getUint32(result, true)), byteLength };
    parser.call('free', pointer);
    parser.call('freeParse', result);
    return answer;
  });
}

/** The PL/pgSQL tree of a CREATE FUNCTION, CREATE PROCEDURE or DO as JSON text, or the error, which has no position. */
export function parsePlpgsqlSource(sql: string): ParserAnswer {
  return guarded((parser) => {
    const { pointer, byteLength } = writeText(parser, sql);
    const result = parser.call('parsePlpgsql', pointer);
    const text = readText(parser, result);
    parser.call('free', pointer);
    parser.call('freeString', result);
    return text.startsWith('{') ? { json: text, byteLength } : { message: text, cursor: 0, byteLength };
  });
}

/** An exception leaves the instance corrupt, and memory never shrinks: either way the next call starts a fresh one. */
function guarded(work: (parser: Parser) => ParserAnswer): ParserAnswer {
  current ??= instantiate(loadParserNow());
  try {
    const answer = work(current);
    if (current.memory.buffer.byteLength > heapLimit / 2) current = undefined;
    return answer;
  } catch (error) {
    current = undefined;
    return { exhausted: error instanceof RangeError ? 'stack' : 'memory' };
  }
}

function writeText(parser: Parser, text: string): { pointer: number; byteLength: number } {
  const bytes = Buffer.from(text, 'utf8');
  const pointer = parser.call('malloc', bytes.length + 1);
  if (pointer === 0) throw new Error('out of memory');
  const heap = new Uint8Array(parser.memory.buffer);
  heap.set(bytes, pointer);
  heap[pointer + bytes.length] = 0;
  return { pointer, byteLength: bytes.length };
}

function readText(parser: Parser, pointer: number): string {
  const heap = Buffer.from(parser.memory.buffer);
  return heap.toString('utf8', pointer, heap.indexOf(0, pointer));
}

const longjmp = Symbol('longjmp');
const stop = (): never => {
  throw new Error('the parser gave up');
};

function instantiate(module: object): Parser {
  let exported: Exports = {};
  const call = (name: keyof typeof exportNames, ...values: number[]) =>
    (exported[exportNames[name]] as WasmFunction)(...values);
  const memory = () => exported[exportNames.memory] as Memory;
  exported = new engine.Instance(module, { a: environment(call, memory, () => exported) }).exports;
  call('construct');
  return { memory: memory(), call };
}

function environment(call: Parser['call'], memory: () => Memory, exported: () => Exports) {
  const invoke = (index: number, ...values: number[]) => {
    const stack = call('currentStack');
    try {
      return (exported()[exportNames.table] as { get(index: number): WasmFunction }).get(index)(...values);
    } catch (error) {
      call('restoreStack', stack);
      if (error !== longjmp) throw error;
      call('setThrew', 1, 0);
      return undefined;
    }
  };
  return {
    ...Object.fromEntries(importNames.invoke.map((name) => [name, invoke])),
    [importNames.invokeReturningBigInt]: (index: number, ...values: number[]) => invoke(index, ...values) ?? 0n,
    [importNames.assertFail]: stop,
    [importNames.exit]: stop,
    [importNames.procExit]: stop,
    [importNames.abort]: stop,
    [importNames.throwLongjmp]: () => {
      throw longjmp;
    },
    [importNames.setTimer]: () => 0,
    [importNames.clearKeepalive]: () => undefined,
    [importNames.resizeHeap]: (size: number) => growTo(memory(), size >>> 0),
    [importNames.readFile]: () => 0,
    [importNames.seekFile]: () => 0,
    [importNames.closeFile]: () => 0,
    [importNames.writeFile]: (_file: number, parts: number, count: number, written: number) =>
      discard(memory(), parts, count, written),
  };
}

function growTo(memory: Memory, size: number): number {
  const have = memory.buffer.byteLength;
  if (size > heapLimit) return 0;
  const wanted = Math.min(heapLimit, Math.max(size, have * 1.2));
  try {
    memory.grow(Math.ceil((wanted - have) / 65_536));
    return 1;
  } catch {
    return 0;
  }
}

/** What PostgreSQL prints goes nowhere; claiming that it was written keeps the C library from trying again. */
function discard(memory: Memory, parts: number, count: number, written: number): number {
  const view = new DataView(memory.buffer);
  let total = 0;
  for (let at = 0; at < count; at += 1) total += view.getUint32(parts + at * 8 + 4, true);
  view.setUint32(written, total, true);
  return 0;
}
