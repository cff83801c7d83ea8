// What migrations use of Node's own modules: paths, and SQL that they read from files beside them.
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { textOf, writtenText } from '../text.ts';
import { asyncModule, bluebirdModule } from './callbacks.ts';
import type { Machine } from './machine.ts';
import { type Call, knownString, namespace, native, primitive, unknown, type Value } from './value.ts';

/** A module of Node's; undefined where it is none that is known here. */
export function builtInModule(machine: Machine, specifier: string, from: SourceText): Value | undefined {
  switch (specifier.replace(/^node:/, '').replace(/^fs-extra$/, 'fs')) {
    case 'path':
    case 'path/posix':
      return paths;
    case 'fs':
      return files(machine, from);
    case 'fs/promises':
      return files(machine, from);
    case 'url':
      return namespace('url', {
        fileURLToPath: strings('fileURLToPath', ([url = '']) => url.replace(/^file:\/\//, '')),
      });
    case 'util':
      return namespace('util', {
        promisify: native('promisify', { call: ({ args }) => args[0] ?? unknown('a function') }),
      });
    case 'bluebird':
      return bluebirdModule(machine);
    case 'async':
      return asyncModule(machine);
    default:
      return undefined;
  }
}

function strings(name: string, work: (args: readonly string[]) => string): Value {
  return native(name, {
    call({ args }) {
      const known = args.map(knownString);
      return known.includes(undefined) ? unknown('a path') : textOf(work(known as string[]));
    },
  });
}

const resolve = (parts: readonly string[]): string => {
  const last = parts.findLastIndex((part) => part.startsWith('/'));
  return posix.normalize(parts.slice(Math.max(last, 0)).join('/') || '.');
};

const paths = namespace('path', {
  join: strings('path.join', (parts) => posix.join(...parts)),
  resolve: strings('path.resolve', resolve),
  dirname: strings('path.dirname', ([path = '']) => posix.dirname(path)),
  basename: strings('path.basename', ([path = '', end]) => posix.basename(path, end)),
  extname: strings('path.extname', ([path = '']) => posix.extname(path)),
  sep: textOf('/'),
});

function files(machine: Machine, from: SourceText): Value {
  const read = (name: string): Value =>
    native(name, {
      call(call) {
        const content = contentOf(machine, from, call);
        const callback = call.args.at(-1);
        if (name === 'readFile' && callback?.kind === 'function')
          machine.call(callback, [primitive(null), content], call.site);
        return content;
      },
    });
  const members = {
    readFileSync: read('readFileSync'),
    readFile: read('readFile'),
    existsSync: native('existsSync', { call: ({ args }) => exists(machine, args[0]) }),
  };
  return namespace('fs', { ...members, promises: namespace('fs.promises', members) });
}

/** The tool's working directory is not known, but is mostly one of the folders above the file that names a relative path. */
function contentOf(machine: Machine, from: SourceText, { args }: Call): Value {
  const path = knownString(args[0]);
  if (path === undefined) return unknown('the content of a file');
  for (const folder of ['', ...foldersAbove(from.path)]) {
    const found = machine.host.readFile(posix.join(folder, path));
    if (found) return writtenText(found, 0, found.text.length);
    if (posix.isAbsolute(path)) break;
  }
  return unknown(`the content of ${path}`);
}

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === path || folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

function exists(machine: Machine, path: Value | undefined): Value {
  const known = knownString(path);
  return known !== undefined && machine.host.readFile(known) ? primitive(true) : unknown('a test of a file');
}
