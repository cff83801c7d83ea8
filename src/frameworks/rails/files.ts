// Files of the project that a migration reads or requires, by paths from its own folder: `Rails.root`, `__dir__`, File.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { type Call, knownName, type Native, native, toText, unknown, type Value } from '../ruby/value.ts';
import { textOf, writtenText } from '../text.ts';
import { requireFile } from './project-code.ts';
import type { Session } from './session.ts';

/** Where `db/migrate` is; that of a second database may be elsewhere, and is then not found. */
export const rootPath = '../..';

/** A Pathname: `Rails.root`. */
export const pathOf = (path: string): Native => ({
  ...native(path, (name, { args }) => {
    if (name === 'join' || name === '+' || name === '/') return joined(path, args);
    if (name === 'to_s' || name === 'to_path') return textOf(path);
    return name === 'dirname' || name === 'parent' ? pathOf(posix.dirname(path)) : undefined;
  }),
  sql: textOf(path),
});

function joined(path: string, args: readonly Value[]): Value {
  const parts = args.map((arg) => knownName(toText(arg)));
  if (parts.some((part) => part === undefined)) return unknown('a path');
  return pathOf(posix.join(path, ...parts.map((part) => part ?? '')));
}

/** `File`, `IO` and `Pathname`. */
export const fileClass = (session: Session, name: string): Native =>
  native(name, (method, call) => {
    const [path, from] = call.args.map((arg) => knownName(toText(arg)));
    if (path === undefined) return unknown(`the result of ${name}.${method}`);
    switch (method) {
      case 'read':
      case 'binread':
        return contents(session, path);
      case 'join':
        return textOf(posix.join(...call.args.map((arg) => knownName(toText(arg)) ?? '')));
      case 'dirname':
        return textOf(posix.dirname(path));
      case 'expand_path':
        return textOf(from === undefined ? path : posix.join(from, path));
      case 'new':
        return pathOf(path);
      default:
        return unknown(`the result of ${name}.${method}`);
    }
  });

/** Relative to where the command runs, which is the root, or to the migration. */
const besideOf = (path: string): string => (path.startsWith('.') ? path : `${rootPath}/${path}`);

function contents({ beside, path: from }: Session, path: string): Value {
  const name = besideOf(path);
  const text = beside(name);
  if (text === undefined) return unknown(`the file ${path.replace(/^(?:\.\.\/)+/, '')}, which is not there`);
  return writtenText(SourceText.of(posix.join(posix.dirname(from), name), text), 0, text.length);
}

/** What `__FILE__`, `__dir__`, `require` and `require_relative` come to; undefined for other names. */
export function fileCall(session: Session, name: string, { args }: Call): Value | undefined {
  if (name === '__FILE__') return textOf(`./${posix.basename(session.path)}`);
  if (name === '__dir__') return textOf('.');
  if (name !== 'require' && name !== 'require_relative' && name !== 'load') return undefined;
  const path = args[0] && knownName(toText(args[0]));
  if (path !== undefined) requireFile(session, name === 'require_relative' ? `./${path}` : path);
  return undefined;
}
