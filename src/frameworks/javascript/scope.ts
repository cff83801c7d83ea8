// Variables and what they hold.
import type { SourceText } from '../../source/source-text.ts';
import { type ClassValue, unknown, type Value } from './value.ts';

/** A file of code that is being read. */
export interface Module {
  readonly source: SourceText;
  readonly exports: { value: Value };
}

/** One call of a function. */
export interface Frame {
  readonly self: Value | undefined;
  /** The class whose method it is, for `super`. */
  readonly home?: ClassValue;
  /** Whether it may have returned before, which is known only at run time. */
  mayHaveReturned: boolean;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly module: Module;
  readonly frame: Frame;
}

export const innerScope = (parent: Scope, frame: Frame = parent.frame): Scope => ({
  variables: new Map(),
  parent,
  module: parent.module,
  frame,
});

export function lookUp(scope: Scope, name: string): Value | undefined {
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
  if (lookUp(scope, name)) assign(scope, name, unknown(`the variable ${name}`));
}

/** The scope that `var` declares in. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent && at.parent.frame === scope.frame) at = at.parent;
  return at;
}
