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

export function constantOf(module: ClassValue, name: string, depth = 0): Value | undefined {
  const own = module.constants.get(name);
  if (own || depth > 20) return own;
  return first(module.mixins, (mixin) => constantOf(mixin, name, depth + 1));
}

export function methodIn(scope: Scope, name: string): MethodValue | undefined {
  return first(scope.modules, (module) => methodOf(module, name) ?? module.statics.get(name));
}

export function methodOf(module: ClassValue, name: string, depth = 0): MethodValue | undefined {
  const own = module.methods.get(name);
  if (own || depth > 20) return own;
  return first(module.mixins, (mixin) => methodOf(mixin, name, depth + 1));
}

export function staticOf(module: ClassValue, name: string): MethodValue | undefined {
  return module.statics.get(name);
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
