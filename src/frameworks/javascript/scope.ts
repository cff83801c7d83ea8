// Variables and what they hold.
import { type Frame, type Module, type Scope, undefinedValue, unknown, type Value } from './value.ts';

export type { Frame, Module, Scope } from './value.ts';

export const innerScope = (parent: Scope, frame: Frame = parent.frame): Scope => ({
  variables: new Map(),
  parent,
  module: parent.module,
  frame,
});

/** What a module exports by now. */
export const exportedBy = ({ object }: Module): Value => object.fields.get('exports') ?? undefinedValue;

/** What a variable or an import holds. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  const own = declared(scope, name);
  const bring = own ? undefined : scope.module.imports.get(name);
  if (!bring) return own;
  const value = bring();
  scope.module.imports.set(name, () => value);
  return value;
}

function declared(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const value = at.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/** Assigns to the variable where it was declared; an undeclared one becomes the module's. */
export function assign(scope: Scope, name: string, value: Value): void {
  let at = scope;
  while (at.parent && !at.variables.has(name)) at = at.parent;
  at.variables.set(name, value);
}

/** Of a variable that may or may not have been assigned to. */
export function forget(scope: Scope, name: string): void {
  if (declared(scope, name)) assign(scope, name, unknown(`the variable ${name}`));
}

/** The scope that `var` declares in. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent && at.parent.frame === scope.frame) at = at.parent;
  return at;
}
