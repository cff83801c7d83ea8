// Modules of the project that a file imports, followed for the names that they define: constants, functions, classes.

import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { memberOf } from './expressions.ts';
import { within } from './functions.ts';
import { Exhausted, type Machine, step } from './machine.ts';
import { isParsed, parsePython } from './syntax.ts';
import { type ClassValue, type Home, pathOf, type Scope, type Value } from './value.ts';

interface Imported {
  readonly home: Home;
  readonly scope: Scope;
}

/** Packages that a project installs, of which no copy is looked for in it. */
const installed =
  /^(?:sqlalchemy\w*|alembic\w*|sqlmodel|geoalchemy2|pgvector|citext|flask\w*|psycopg2?|pydantic\w*|typing\w*|datetime|uuid|json|os|re|enum|collections|logging|pathlib|textwrap|itertools|functools|decimal|hashlib|random|secrets|string|sys|time|__future__|contextlib|dataclasses|inspect)\b/;

/** How deep one module leads to another. */
const deepest = 12;
const highest = 8;
const longest = 400_000;

/** What a dotted name is that a file of the project defines: data, code of it, or undefined. */
function imported(machine: Machine, path: string, depth = 0): Value | undefined {
  if (!machine.project || !/\w\.\w/.test(path) || installed.test(path) || depth > deepest) return undefined;
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(path) ?? [];
  const names = rest.split('.');
  for (let count = names.length - 1; count > 0 || (dots !== '' && count === 0); count -= 1) {
    const found = moduleAt(machine, dots, names.slice(0, count));
    if (found) return nameIn(machine, found, names.slice(count), depth);
  }
  return undefined;
}

function nameIn(machine: Machine, { home, scope }: Imported, names: string[], depth: number): Value | undefined {
  const [first = '', ...members] = names;
  const found = scope.variables.get(first);
  return within(machine, home, undefined, () => {
    const value = found
      ? found.kind === 'reference'
        ? imported(machine, found.path, depth + 1)
        : found
      : starred(machine, scope, first, depth);
    return value && members.reduce<Value>((of, name) => memberOf(machine, of, name), value);
  });
}

/** What `from x import *` brings a name from. */
function starred(machine: Machine, { variables }: Scope, name: string, depth = 0): Value | undefined {
  const all = variables.get('*');
  for (const each of all?.kind === 'list' && name !== '' ? all.items : []) {
    const found = imported(machine, `${pathOf(each) ?? ''}.${name}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function moduleAt(machine: Machine, dots: string, names: readonly string[]): Imported | undefined {
  const { project, folder } = machine;
  if (!project) return undefined;
  const key = `python module ${posix.dirname(machine.own.path)} ${dots && folder} ${dots}${names.join('.')}`;
  if (!project.memory.has(key)) {
    // What imports itself finds nothing.
    project.memory.set(key, undefined);
    project.memory.set(key, find(machine, placesOf(folder, dots, names)));
  }
  return project.memory.get(key) as Imported | undefined;
}

function placesOf(folder: string, dots: string, names: readonly string[]): string[] {
  const tail = names.join('/');
  if (dots !== '') return [posix.join(folder, '../'.repeat(dots.length - 1), tail)];
  const above = Array.from({ length: highest + 1 }, (_, up) => '../'.repeat(up));
  return above.flatMap((up) => [`${up}${tail}`, `${up}src/${tail}`]);
}

function find(machine: Machine, places: readonly string[]): Imported | undefined {
  for (const place of places) {
    for (const path of [`${place}.py`, `${place.replace(/\/$/, '')}/__init__.py`]) {
      const text = machine.project?.text(path);
      if (text !== undefined && text.length <= longest) return followed(machine, path, text);
    }
  }
  return undefined;
}

/** The module's names, without what its statements would send. */
function followed(machine: Machine, path: string, text: string): Imported | undefined {
  const source = SourceText.of(path, text);
  const parsed = parsePython(source);
  if (!isParsed(parsed)) return undefined;
  step(machine);
  const home = { source, folder: `${posix.dirname(path)}/` };
  const scope: Scope = { variables: new Map(), parent: undefined };
  aside(machine, () => within(machine, home, undefined, () => machine.execute(parsed, scope)));
  return { home, scope };
}

/** Without gaps and with limits of its own. */
function aside(machine: Machine, work: () => void): void {
  const { host, sent, changed, uncertain, steps } = machine;
  const { length } = machine.gaps;
  const { member, defined } = host;
  machine.host = { ...(member && { member }), ...(defined && { defined }) };
  try {
    work();
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  } finally {
    machine.gaps.length = length;
    Object.assign(machine, { host, sent, changed, uncertain, steps });
  }
}

const isData = ({ kind }: Value): boolean => ['text', 'number', 'constant', 'list', 'dict', 'function'].includes(kind);

/** Classes of constants, `class Status(str, Enum)`. */
export const isEnum = ({ bases }: ClassValue): boolean =>
  bases.some((base) => base.kind === 'reference' && /(?:^|\.)(?:\w*Enum|Flag)$/.test(base.path));

/** What a name that is imported stands for, where that says more than the name. */
export const settled = (machine: Machine, path: string): Value | undefined => telling(imported(machine, path));

function telling(value: Value | undefined): Value | undefined {
  if (value?.kind === 'class') return value.stands || isEnum(value) ? value : undefined;
  return value && isData(value) ? value : undefined;
}
