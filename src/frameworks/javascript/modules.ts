// Files of the project that a migration imports: read, never run. Packages are what the tool says they are, or unknown.
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { Exhausted } from '../followed.ts';
import { type Site, textOf } from '../text.ts';
import { valueOfJson } from './json.ts';
import { addGap, enter, type Machine, Thrown } from './machine.ts';
import { builtInModule } from './node-modules.ts';
import { innerScope, type Module, type Scope } from './scope.ts';
import { native, record, toText, unknown, type Value } from './value.ts';

/** What a module exports. */
export function load(machine: Machine, specifier: string, from: SourceText, site: Site): Value {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) {
    return machine.host.module(specifier) ?? builtInModule(machine, specifier, from) ?? unknown(specifier);
  }
  const base = posix.join(posix.dirname(from.path), specifier);
  const known = candidates(base).find((path) => machine.modules.has(path));
  if (known) return machine.modules.get(known)?.exports.value ?? unknown(specifier);
  for (const path of candidates(base)) {
    const source = machine.host.readFile(path);
    if (source) return enter(machine, () => runModule(machine, source, path, site));
  }
  return unknown(specifier);
}

/** Compiled names stand for their sources: `./helpers.js` is `helpers.ts` in a TypeScript project. */
function candidates(base: string): string[] {
  const bare = base.replace(/\.[cm]?js$/, '');
  const kinds = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs'];
  const isFile = /\.(?:[cm]?[jt]s|json)$/.test(base);
  return [
    ...(isFile ? [base] : []),
    ...kinds.map((kind) => bare + kind),
    ...kinds.slice(0, 2).map((kind) => `${base}/index${kind}`),
    ...(isFile ? [] : [`${base}.json`]),
  ];
}

function runModule(machine: Machine, source: SourceText, path: string, site: Site): Value {
  if (path.endsWith('.json')) return jsonValue(source.text);
  const module = moduleOf(source);
  machine.modules.set(path, module);
  const file = machine.parse(source);
  if (file.type === 'unparsed') {
    addGap(machine, site, `${path} is not read: ${file.reason}`, file.kind);
    return unknown(path);
  }
  return asideOf(machine, () => {
    machine.execute(file.program.body, moduleScope(machine, module));
    return module.exports.value;
  });
}

/** Nothing is sent while a file is imported, so that what of it can't be read says nothing of the migration. */
function asideOf(machine: Machine, work: () => Value): Value {
  const { at, sent } = machine;
  const gaps = machine.gaps.length;
  try {
    return work();
  } catch (error) {
    if (error instanceof Thrown || (error instanceof Exhausted && error.kind === 'nesting')) return unknown('a file');
    throw error;
  } finally {
    Object.assign(machine, { at, sent });
    machine.gaps.length = gaps;
  }
}

export const moduleOf = (source: SourceText): Module => ({
  source,
  exports: { value: record() },
  imports: new Map(),
});

/** The variables that a module finds: `exports`, `module`, `require` and where it is. */
export function moduleScope(machine: Machine, module: Module): Scope {
  const { source, exports } = module;
  const root: Scope = {
    variables: new Map(),
    parent: undefined,
    module,
    frame: { self: undefined, mayHaveReturned: false },
  };
  const { variables } = root;
  variables.set('exports', exports.value);
  variables.set('module', moduleObject(module));
  variables.set('require', native('require', { call: ({ args, site }) => required(machine, args[0], source, site) }));
  variables.set('__dirname', textOf(posix.dirname(source.path)));
  variables.set('__filename', textOf(source.path));
  return innerScope(root);
}

function required(machine: Machine, specifier: Value | undefined, from: SourceText, site: Site): Value {
  const text = specifier && toText(specifier);
  return text && text.holes.length === 0 ? machine.load(text.text, from, site) : unknown('a module');
}

/** Assigning to `module.exports` replaces what the module exports. */
function moduleObject({ exports }: Module): Value {
  const fields = new Map<string, Value>([['exports', exports.value]]);
  const set = fields.set.bind(fields);
  fields.set = (key, value) => {
    if (key === 'exports') exports.value = value;
    return set(key, value);
  };
  return { kind: 'record', fields, isOpen: false };
}

function jsonValue(text: string): Value {
  try {
    return valueOfJson(JSON.parse(text));
  } catch {
    return unknown('a JSON file that cannot be read');
  }
}
