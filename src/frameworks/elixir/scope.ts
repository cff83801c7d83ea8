// Scopes of Elixir code, one within another.
import type { Scope, Value } from './value.ts';

export const scopeIn = (above: Scope | undefined): Scope => ({ variables: new Map(), above });

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.above) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}
