// Variables, and where the names of methods and constants are looked up.
import type { ClassValue, Frame, MethodValue, Scope, Value } from './value.ts';
import { unknown } from './value.ts';

/** The scope of a block sees the variables around it; that of a method does not. */
export const blockScope = (outer: Scope, frame: Frame = outer.frame): Scope => ({
  variables: new Map(),
  parent: outer,
  source: outer.source,
  frame,
  modules: outer.modules,
});

export const methodScope = (outer: Scope, frame: Frame): Scope => ({ ...blockScope(outer, frame), parent: undefined });

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const value = at.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/** Where the variable is, or the innermost scope where it is not yet. */
export function assign(scope: Scope, name: string, value: Value): void {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.variables.has(name)) {
      at.variables.set(name, value);
      return;
    }
  }
  scope.variables.set(name, value);
}

export function forget(scope: Scope, name: string): void {
  assign(scope, name, unknown(`${name}, which is set in code that may not run`));
}

export function constantIn(scope: Scope, name: string): Value | undefined {
  for (const module of scope.modules) {
    const found = constantOf(module, name);
    if (found) return found;
  }
  return undefined;
}

export const constantOf = (module: ClassValue, name: string): Value | undefined =>
  module.constants.get(name) ?? first(included(module), ({ constants }) => constants.get(name));

export const methodIn = (scope: Scope, name: string): MethodValue | undefined =>
  first(scope.modules, (module) => methodOf(module, name) ?? module.statics.get(name));

export const methodOf = (module: ClassValue, name: string): MethodValue | undefined =>
  module.methods.get(name) ?? first(included(module), ({ methods }) => methods.get(name));

export const staticOf = (module: ClassValue, name: string): MethodValue | undefined =>
  module.statics.get(name) ?? first(included(module), ({ statics }) => statics.get(name));

/** The one that `super` in a method calls. */
export function methodAbove(module: ClassValue, { name, node }: MethodValue): MethodValue | undefined {
  const all = [...new Set([module, ...included(module)])].flatMap(
    ({ methods, statics }) => methods.get(name) ?? statics.get(name) ?? [],
  );
  const at = all.findIndex((method) => method.node === node);
  return at < 0 ? undefined : all[at + 1];
}

const none: ReadonlySet<ClassValue> = new Set();

/** In the order in which methods are looked up. Modules may include one another. */
function included(module: ClassValue, seen: Set<ClassValue> = new Set([module])): ReadonlySet<ClassValue> {
  if (module.mixins.length === 0 && seen.size === 1) return none;
  for (const mixin of module.mixins) {
    if (seen.has(mixin)) continue;
    seen.add(mixin);
    included(mixin, seen);
  }
  return seen;
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
