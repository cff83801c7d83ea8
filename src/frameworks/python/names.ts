// What a name stands for: in the scopes around it, in the files that it is imported from, as a member of a class or module.
import { type Machine, within } from './machine.ts';
import { type Imported, moduleAt, variableOf } from './modules.ts';
import { type ClassValue, pathOf, reference, type Scope, unknown, type Value } from './value.ts';

export function lookUp(machine: Machine, name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = variableOf(machine, at, name);
    if (found) return found;
  }
  return reference(name);
}

export function memberOf(machine: Machine, of: Value, name: string): Value {
  if (of.kind === 'class') return classMember(of, name) ?? unknown(`${of.name}.${name}`);
  if (name === 'value' && (of.kind === 'text' || of.kind === 'number')) return of;
  if (of.kind === 'unknown') return unknown(`${of.what}.${name}`, of.asks);
  const value: Value = of.kind === 'reference' ? reference(`${of.path}.${name}`) : { kind: 'member', of, name };
  const path = pathOf(value);
  if (path === undefined) return value;
  return machine.host.member?.(path, of) ?? (of.kind === 'reference' ? settled(machine, path) : undefined) ?? value;
}

/** Its own, or one that it inherits. */
function classMember({ scope, bases }: ClassValue, name: string, depth = 0): Value | undefined {
  const own = scope.variables.get(name);
  if (own || depth > 20) return own;
  for (const base of bases) {
    const found = base.kind === 'class' ? classMember(base, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Packages that a project installs, of which no copy is looked for in it. */
const installed =
  /^(?:sqlalchemy\w*|alembic\w*|sqlmodel|geoalchemy2|pgvector|citext|flask\w*|psycopg2?|pydantic\w*|typing\w*|datetime|uuid|json|os|re|enum|collections|logging|pathlib|textwrap|itertools|functools|decimal|hashlib|random|secrets|string|sys|time|__future__|contextlib|dataclasses|inspect)\b/;

/** How deep one module leads to another. */
const deepest = 12;

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
  const found = variableOf(machine, scope, first);
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
