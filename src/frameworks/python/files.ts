// Files that a migration reads by a path from its own: `open(os.path.join(os.path.dirname(__file__), 'x.sql')).read()`.
import { posix } from 'node:path';
import { type Called, knownText, pathOf, text, type Value } from './value.ts';

/** What a call that reads a file yields; undefined for other calls. `textOf` takes a path relative to the folder of `__file__`. */
export function readByCall({ callee }: Called, textOf: (path: string) => string | undefined): Value | undefined {
  if (callee.kind !== 'member' || !/^read(?:_text)?$/.test(callee.name)) return undefined;
  const path = pathIn(opened(callee.of, callee.name));
  const content = path === undefined ? undefined : textOf(path);
  return content === undefined ? undefined : text(content);
}

/** The path of a file that is opened, or read by a method of its path. */
function opened(value: Value, method: string): Value | undefined {
  if (method === 'read_text') return value;
  if (value.kind !== 'called') return undefined;
  const name = pathOf(value.callee);
  if (name === 'open' || name === 'io.open' || name === 'codecs.open') return value.args[0];
  return value.callee.kind === 'member' && value.callee.name === 'open' ? value.callee.of : undefined;
}

const same = /^(?:os\.path\.(?:abspath|realpath|normpath)|pathlib\.Path|str|os\.fspath)$/;

/** A path as text, from the folder of `__file__` on. */
function pathIn(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'text') return knownText(value);
  if (value.kind === 'reference') return value.path === '__file__' ? './__file__' : undefined;
  if (value.kind === 'member') return value.name === 'parent' ? mapped(pathIn(value.of), posix.dirname) : undefined;
  if (value.kind === 'operation') return value.operator === '/' ? joined([value.left, value.right]) : undefined;
  return value.kind === 'called' ? pathMade(value) : undefined;
}

function pathMade({ callee, args }: Called): string | undefined {
  const name = pathOf(callee) ?? '';
  if (same.test(name)) return pathIn(args[0]);
  if (name === 'os.path.dirname') return mapped(pathIn(args[0]), posix.dirname);
  if (name === 'os.path.join') return joined(args);
  if (callee.kind !== 'member') return undefined;
  if (/^(?:resolve|absolute|as_posix)$/.test(callee.name)) return pathIn(callee.of);
  return callee.name === 'joinpath' ? joined([callee.of, ...args]) : undefined;
}

const mapped = (path: string | undefined, change: (path: string) => string): string | undefined =>
  path === undefined ? undefined : change(path);

function joined(values: readonly (Value | undefined)[]): string | undefined {
  const parts = values.map(pathIn);
  return parts.includes(undefined) ? undefined : posix.join(...(parts as string[]));
}
